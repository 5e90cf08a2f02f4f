"""How much a petition may say, and what no text may carry."""

import unicodedata
from enum import StrEnum

TITLE = 80
ASK = 250
ASKS = 5
BACKGROUND = 300
DETAILS = 800
ANSWER = 2_000
SHORTEST_TITLE = 10
SHORTEST_ASK = 10

# Emoji sequences and several scripts need the joiners; nothing needs an override of direction.
ALLOWED_FORMAT = frozenset("\u200c\u200d")
LINE_BREAK = "\n"


class Fault(StrEnum):
    EMPTY = "empty"
    SHORT = "short"
    LONG = "long"
    CONTROL = "control"


def tidy_line(text: str) -> str:
    """One line: NFC, spaces made single."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def tidy_block(text: str) -> str:
    """Paragraphs: NFC, lines trimmed, at most one empty line between them."""
    lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines()]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return LINE_BREAK.join(kept).strip()


def has_control(text: str) -> bool:
    """Control, bidi override, surrogate, private or unassigned characters, beyond line ends and tabs."""
    return any(
        unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}
        and char not in ALLOWED_FORMAT
        and char not in "\r\n\t"
        for char in text
    )


def fault(text: str, *, longest: int, shortest: int = 0, block: bool = False) -> Fault | None:
    """Why a text is refused, or None; lengths are of the tidied text, in characters."""
    if has_control(text):
        return Fault.CONTROL
    tidied = tidy_block(text) if block else tidy_line(text)
    if not tidied and shortest:
        return Fault.EMPTY
    if len(tidied) < shortest:
        return Fault.SHORT
    if len(tidied) > longest:
        return Fault.LONG
    return None


def excess(text: str, longest: int, *, block: bool = False) -> int:
    """By how many characters a text is too long."""
    return max(0, len(tidy_block(text) if block else tidy_line(text)) - longest)
