"""Names of people: what is refused, and how two spellings of one name are compared.

A name is shown to moderators, opens in spreadsheets and is printed on paper, so it carries no
link, no formula and no invisible character. It may be in any script.
"""

import re
import unicodedata
from enum import StrEnum

LONGEST = 80
# "J. R. Vale" and "Ana-Lucía O'Hara" are names; "vale.example/offer" is a link.
LINK = re.compile(
    r"(?i)(://|\bwww\.|\S+\.\S+/|@\S+\.\S+|\b[\w-]+\.(com|net|org|info|biz|io|xyz|top|ru|cn)\b)"
)
FORMULA = frozenset("=+-@")
# Joiners that some scripts cannot be written without.
JOINERS = frozenset("\u200c\u200d")


class Fault(StrEnum):
    EMPTY = "empty"
    LONG = "long"
    LINK = "link"
    FORMULA = "formula"
    CONTROL = "control"
    NOT_A_NAME = "not_a_name"


def tidy(name: str) -> str:
    """NFC, with runs of spaces made one: what is stored."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def is_invisible(char: str) -> bool:
    """Control, format (bidi overrides among them), surrogate, private and unassigned characters."""
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"} and char not in JOINERS


def fault(name: str) -> Fault | None:
    """Why a name is refused, or None. Looks at the raw text, so that nothing hides behind `tidy`."""
    if any(is_invisible(char) for char in name.strip()):
        return Fault.CONTROL
    text = tidy(name)
    if not text:
        return Fault.EMPTY
    if len(text) > LONGEST:
        return Fault.LONG
    if text[0] in FORMULA or unicodedata.normalize("NFKC", text)[0] in FORMULA:
        return Fault.FORMULA
    if LINK.search(text):
        return Fault.LINK
    if not any(unicodedata.category(char)[0] == "L" for char in text):
        return Fault.NOT_A_NAME
    return None


def folded(name: str) -> str:
    """For comparison only: compatibility forms, marks, case and punctuation fall away."""
    text = unicodedata.normalize("NFKD", tidy(name)).casefold()
    kept = (char for char in text if unicodedata.category(char)[0] in "LN" or char.isspace())
    return " ".join("".join(kept).split())
