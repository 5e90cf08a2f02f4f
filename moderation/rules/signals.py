"""What a machine may point out beside a text. Signals never decide; a person reads.

Personal data (e-mail, telephone, number of an identity, names), links, and shouting are found by shape alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    NUMBER = "number"
    LINK = "link"
    NAME = "name"
    SHOUTING = "shouting"


@dataclass(frozen=True, slots=True)
class Signal:
    kind: Kind
    field: str
    found: str


# Forms of address in the site's languages. What follows one is nearly always a person's name.
_ADDRESS = r"Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Madam|Sr|Sra|Srta|Señor|Señora|Don|Doña|السيد|السيدة|الدكتور|الدكتورة|الأستاذ"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’-]{1,30}"
# Bounded repetition everywhere: a hostile text of a megabyte costs milliseconds, not minutes.
_SHAPES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.EMAIL, re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,190}\.[^\s@<>.]{2,24}")),
    (Kind.LINK, re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,200}", re.IGNORECASE)),
    (Kind.PHONE, re.compile(r"(?<![\w.])\+?\d(?:[ ().-]?\d){8,14}(?![\w.])")),
    (Kind.NUMBER, re.compile(r"\b\d{7,8}[- ]?[A-Za-z]\b")),
    (Kind.NAME, re.compile(rf"\b(?:{_ADDRESS})\.?[ \u00a0]+[^\W\d_]{{2,30}}(?:[ \u00a0]{_CAPITAL})?")),
    # Two or three words with capitals in the middle of a sentence; places are found too.
    (Kind.NAME, re.compile(rf"(?<=[a-zß-öø-ÿ,] ){_CAPITAL}(?: {_CAPITAL}){{1,2}}(?! [A-ZÀ-ÖØ-Þ])")),
    (Kind.NAME, re.compile(r"(?<![\w@./])@[A-Za-z0-9_]{2,30}(?![\w@])")),
)
_LETTERS_TO_SHOUT = 20
_LONGEST_READ = 20_000
_MOST = 20


def in_text(field: str, text: str) -> list[Signal]:
    """The signals of one field, in the order they stand, each once."""
    text = text[:_LONGEST_READ]
    found = [
        (match.start(), Signal(kind, field, match.group()))
        for kind, shape in _SHAPES
        for match in shape.finditer(text)
    ]
    ordered = [signal for _, signal in sorted(found, key=lambda pair: pair[0])]
    if is_shouting(text):
        ordered.append(Signal(Kind.SHOUTING, field, ""))
    return list(dict.fromkeys(ordered))[:_MOST]


def in_snapshot(snapshot: Mapping[str, object]) -> list[Signal]:
    """The signals of every text of a snapshot, lists of texts included."""
    found: list[Signal] = []
    for field, value in snapshot.items():
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                found += in_text(field, text)
    return found[:_MOST]


def is_shouting(text: str) -> bool:
    """More than 20 letters with case, all of them capitals."""
    letters = [letter for letter in text if letter.lower() != letter.upper()]
    return len(letters) > _LETTERS_TO_SHOUT and all(letter.isupper() for letter in letters)
