"""How long the whole log, once written as a file, is new enough: writing it takes some two per cent of one processor at most."""

from datetime import timedelta

AT_LEAST = timedelta(minutes=1)
# What is written in a second is less than a fiftieth of what a machine of 2020 packs in one.
ENTRIES_A_SECOND, BYTES_A_SECOND = 500, 250_000


def fresh_for(entries: int, document_bytes: int) -> timedelta:
    """A minute for a small log; 35 for a million entries."""
    return AT_LEAST + timedelta(seconds=max(entries // ENTRIES_A_SECOND, document_bytes // BYTES_A_SECOND))
