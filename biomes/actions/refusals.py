"""The rows of a batch that were not stored are kept with their reasons, packed into one record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

from biomes.models import Batch, Refusals

# Of what stood in a refused field; enough to recognise it, too little to fill a disk with.
MOST_SAID = 40


class Judged(Protocol):
    row: int
    reason: str
    field: str


def keep_refusals(batch: Batch, rows: Sequence[object], verdicts: Iterable[Judged]) -> None:
    """One record for the whole batch, and none where nothing was refused."""
    packed = [
        [one.row, one.reason, _printable(one.field), _said(rows[one.row - 1], one.field)]
        for one in verdicts
        if one.reason
    ]
    if packed:
        Refusals.objects.create(batch=batch, rows=packed)


def _said(row: object, field: str) -> str:
    found: Any = row.get(field) if isinstance(row, Mapping) else row
    if isinstance(found, str):
        return _printable(found[: MOST_SAID * 2])
    # Lists and objects may be of any size; that something was written is not worth the memory.
    return _printable(str(found)[:MOST_SAID]) if isinstance(found, int | float | Decimal) else ""


def _printable(text: str) -> str:
    """Without NUL and half characters, which no JSON of PostgreSQL can hold."""
    return "".join(sign for sign in text if sign.isprintable())[:MOST_SAID]
