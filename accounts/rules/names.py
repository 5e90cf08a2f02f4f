"""What a name may be: short, one line, nothing a terminal, a spreadsheet or a mail header would obey."""

import unicodedata
from enum import StrEnum

LONGEST = 80
FORMULA = ("=", "+", "-", "@")


class Fault(StrEnum):
    TOO_LONG = "too_long"
    CONTROL = "control"
    FORMULA = "formula"
    LINK = "link"


def clean(name: str) -> str:
    """Composed (NFC), without space at the ends and without runs of spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split(" ")).strip()


def searched(text: str) -> str:
    """What to look for: no longer than a name, and nothing a database cannot hold."""
    return clean(text.replace("\x00", ""))[:LONGEST]


def fault(name: str) -> Fault | None:
    """What is wrong with a name; an empty one is allowed, everybody may stay a code."""
    if len(name) > LONGEST:
        return Fault.TOO_LONG
    # Cc: control characters; Cs: lone surrogates. Marks of direction (Cf) stay: names need them.
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in name):
        return Fault.CONTROL
    if name.startswith(FORMULA):
        return Fault.FORMULA
    if "://" in name or "www." in name.lower():
        return Fault.LINK
    return None
