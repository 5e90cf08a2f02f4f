"""What no text of a person may carry, and how a text is tidied before it is kept."""

import unicodedata

# Emoji sequences and several scripts need the joiners; nothing needs an override of direction.
ALLOWED_FORMAT = frozenset("\u200c\u200d")


def line(text: str) -> str:
    """One line: NFC, spaces made single."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def block(text: str) -> str:
    """Paragraphs: NFC, lines trimmed, at most one empty line between them."""
    kept: list[str] = []
    for one in (line(part) for part in text.splitlines()):
        if one or (kept and kept[-1]):
            kept.append(one)
    return "\n".join(kept).strip()


def has_unseen(text: str) -> bool:
    """Control, direction override, surrogate, private or unassigned characters, beyond line ends and tabs."""
    return any(
        unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}
        and char not in ALLOWED_FORMAT
        and char not in "\r\n\t"
        for char in text
    )
