"""How a file writes its numbers, as its curator says: which sign is the decimal one, which parts thousands.

point, none     1500.5             comma, point   1.500,5
comma, none     1500,5             comma, space   1 500,5      point, comma   1,500.5

Nothing is guessed. A number that does not fit what was said is refused, even where only one reading seems likely:
"1.500" in a file of decimal commas is one and a half in one country and fifteen hundred in another.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Decimals(StrEnum):
    POINT = "point"
    COMMA = "comma"


class Thousands(StrEnum):
    NONE = "none"
    COMMA = "comma"
    POINT = "point"
    SPACE = "space"
    APOSTROPHE = "apostrophe"


# A space may be one that does not break (U+00A0) or a narrow one (U+202F); an apostrophe may be a typeset one.
_DECIMAL = {Decimals.POINT: ".", Decimals.COMMA: ","}
_GROUP = {
    Thousands.COMMA: ",",
    Thousands.POINT: r"\.",
    Thousands.SPACE: "[ \u00a0\u202f]",
    Thousands.APOSTROPHE: "['\u2019]",
}
# What looks like a number in any country; everything else ("bdl", "NA") is judged as it stands.
_NUMBERLIKE = re.compile(
    r"[+-]?[0-9.,'\u2019 \u00a0\u202f]*[0-9][0-9.,'\u2019 \u00a0\u202f]*(?:[eE][+-]?[0-9]+)?"
)


class OtherFormat(Exception):
    """The text is a number, but not as this file was said to write them."""


class SameSign(Exception):
    """One sign cannot be the decimal one and part the thousands too."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    decimals: Decimals = Decimals.POINT
    thousands: Thousands = Thousands.NONE

    def __post_init__(self) -> None:
        if self.decimals.value == self.thousands.value:
            raise SameSign(self.decimals.value)


# As we write them ourselves.
PLAIN = NumberFormat()


@cache
def _shape(form: NumberFormat) -> re.Pattern[str]:
    sign = re.escape(_DECIMAL[form.decimals])
    whole = r"[0-9]+"
    if form.thousands is not Thousands.NONE:
        group = _GROUP[form.thousands]
        whole = rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+"
    return re.compile(
        rf"(?P<sign>[+-]?)(?P<whole>{whole}|)(?:{sign}(?P<rest>[0-9]*))?(?P<power>[eE][+-]?[0-9]{{1,2}})?"
    )


def plain(text: str, form: NumberFormat) -> str:
    """The cell in our spelling (1500.5, <0.05), or OtherFormat. What is no number comes back as it was."""
    stripped = text.strip()
    if form == PLAIN or not stripped:
        return text
    mark = stripped[0] if stripped[0] in "<>" else ""
    body = stripped[len(mark) :].strip()
    if not _NUMBERLIKE.fullmatch(body):
        return text
    found = _shape(form).fullmatch(body)
    if not found or not (found["whole"] or found["rest"]):
        raise OtherFormat(text)
    whole = "".join(digit for digit in found["whole"] if digit.isdigit()) or "0"
    rest = f".{found['rest']}" if found["rest"] else ""
    return f"{mark}{found['sign']}{whole}{rest}{found['power'] or ''}"


def written(plain_text: str, form: NumberFormat) -> str:
    """A number of ours as this file would write it, without parting thousands."""
    return plain_text.replace(".", _DECIMAL[form.decimals])
