"""The readings of a bundle: those that entries cite, and what the same stations measured in the sixty days before.

Each stands with the canonical fields of its leaf and its path to the root that was sealed for the day it came in.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import groupby, islice
from typing import Any

import rfc8785

from biomes import queries as biomes
from biomes.rules.state import WINDOW
from ledger import queries as ledger
from ledger.rules import tree
from portal.court.grounds import Cited, Grounds

# Readings in a bundle, the cited ones first; and leaves that are read again to prove them, half a minute's work.
MOST, MOST_LEAVES = 20_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One reading as the bundle holds it, before its proof is known."""

    fields: dict[str, Any]
    leaf: str
    day: str
    cited: tuple[int, ...]


def lines_of(grounds: Grounds) -> list[Line]:
    """Cited readings and their series, by the day they came in and their leaf; each once."""
    cited = [
        (reading, one) for one in grounds.cited.values() if (reading := biomes.public_reading(one.number))
    ]
    found = {line.leaf: line for reading, one in cited if (line := _line(reading, one)) is not None}
    series = sorted({(reading.station.code, reading.indicator.code) for reading, _ in cited})
    for station, indicator in series:
        asked = biomes.Asked(
            station=station, indicator=indicator, since=grounds.closed_at - WINDOW, until=grounds.closed_at
        )
        for reading in islice(biomes.readings_in_order(asked), MOST):
            line = _line(reading)
            if len(found) < MOST and reading.received_at <= grounds.closed_at:
                found.setdefault(line.leaf, line)
    return sorted(found.values(), key=lambda line: (line.day, line.leaf))


def _line(reading: Any, cited: Cited | None = None) -> Line:
    fields = biomes.leaf_fields(reading)
    day = reading.received_at.astimezone(UTC).date().isoformat()
    leaf = biomes.reading_leaf(reading)
    places = tuple(sorted(cited.entries)) if cited and cited.leaf == leaf else ()
    return Line(fields, leaf, day, places)


def proved(lines: list[Line], size: int) -> Iterator[tuple[bytes, int | None]]:
    """Each line as written, and the place of the seal that its proof leads to; None where there is no proof yet."""
    left = MOST_LEAVES
    for day, group in groupby(lines, key=lambda line: line.day):
        seal, place = _seal(day, size)
        count = seal.reading_count if seal else 0
        leaves, kept = _day_tree(day, seal) if seal and count <= left else ([], None)
        left -= len(leaves)
        for line in group:
            at = bisect_left(leaves, line.leaf)
            is_there = kept is not None and at < len(leaves) and leaves[at] == line.leaf
            proof = (day, at, kept.path(at)) if kept is not None and is_there else (None, 0, [])
            yield _written(line, *proof), place if is_there else None


def _written(line: Line, day: str | None, index: int, path: list[bytes]) -> bytes:
    return rfc8785.dumps(
        {
            "reading": line.fields, "cited": list(line.cited), "day": day, "index": index,
            "path": [step.hex() for step in path],
        }
    ) + b"\n"  # fmt: skip


def _seal(day: str, size: int) -> tuple[Any, int | None]:
    """The seal of a day whose entry stands in the first ``size`` entries of the log."""
    seal = biomes.seal(day)
    facts = ledger.public_around(seal.subject).filter(kind="biomes.readings.sealed") if seal else ()
    places = [fact.entry.seq for fact in facts if hasattr(fact, "entry") and fact.entry.seq < size]
    return (seal, places[0]) if places else (None, None)


def _day_tree(day: str, seal: Any) -> tuple[list[str], tree.Levels | None]:
    """The day's leaves in order, and their tree; nothing where readings of it lie in the archive by now."""
    since = datetime.combine(datetime.fromisoformat(day).date(), time(), UTC)
    leaves = sorted(biomes.leaves_received(since, since + timedelta(days=1)))
    kept = tree.Levels([tree.leaf_hash(bytes.fromhex(leaf)) for leaf in leaves])
    return (leaves, kept) if kept.root.hex() == seal.root else ([], None)
