"""Addresses of petitions: short, readable, free."""

from collections.abc import Container

LONGEST = 24
# Addresses beside those of petitions.
RESERVED = frozenset(
    {
        "new",
        "mine",
        "held",
        "senders",
        "signing-rules",
        "receipts",
        "confirm",
        "filing",
        "sponsors",
        "updates",
        "for",
        "feed",
        "sms",
        "sheets",
        "names",
        "numbers",
        "moving",
        "invalidations",
        "books",
        "mail",
        "around",
        "switches",
        "overdue",
        "retention",
        "settings",
        "bodies",
    }
)
# Words that no address should end on.
DANGLING = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with"}
)


def shortened(slug: str, longest: int = LONGEST) -> str:
    """As many whole words as fit, at least the first, cut if it must be."""
    words = [word for word in slug.split("-") if word]
    taken = ""
    for word in words:
        wider = f"{taken}-{word}" if taken else word
        if len(wider) > longest:
            break
        taken = wider
    while "-" in taken and taken.rpartition("-")[2] in DANGLING:
        taken = taken.rpartition("-")[0]
    return taken or (words[0][:longest] if words else "")


def numbered(wished: str, taken: Container[str]) -> str:
    """The address itself, or with the first number that is free."""
    if wished not in taken and wished not in RESERVED:
        return wished
    number = 2
    while f"{wished}-{number}" in taken:
        number += 1
    return f"{wished}-{number}"
