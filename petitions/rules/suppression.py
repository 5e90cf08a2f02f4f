"""Places with few signatures, published so that no subtraction gives anybody away.

A place with fewer than five is withheld, nought included; and always, beside them, the smallest
place that is not small (all of them, if several tie). Which of the withheld are the small ones is
not said. So whatever table was printed, swapping the numbers of any two withheld places prints
the same: each of them might be small or not, though the total is public and the method is known.
Where nothing would be left to show, nothing is shown, small or not.

Two tables, one after the other, are subtracted as easily as one is. So a printed table stays as it
is until at least five signatures came or went, and then only those places move whose change could
be published as a table of its own, by the same rule; the others keep what was printed of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SMALL = 5


@dataclass(frozen=True, slots=True)
class Published:
    """``shown`` exactly; ``withheld`` are fewer than five, or kept back beside those."""

    shown: Mapping[str, int]
    withheld: frozenset[str] = frozenset()


def publish(counts: Mapping[str, int]) -> Published | None:
    """What may be printed; None when too few signed for any table by place."""
    if not any(count < SMALL for count in counts.values()):
        return Published(shown=dict(counts))
    least = min((count for count in counts.values() if count >= SMALL), default=None)
    shown = {place: count for place, count in counts.items() if least is not None and count > least}
    if not shown:
        return None
    return Published(shown=shown, withheld=frozenset(counts) - shown.keys())


@dataclass(frozen=True, slots=True)
class Table:
    """What is printed of a petition, place by place, and the total it had then."""

    cells: Mapping[str, int]
    total: int = 0


def renewed(before: Table, counts: Mapping[str, int], moved: int) -> Table:
    """The table to print next: ``moved`` signatures came or went since ``before`` was looked at.

    A place that was printed moves by five or not at all. All that does not move by itself is one
    group, whose change is public because the total is: it must be nought or five as well, and two
    groups must have changed, or the newest signers would all be known to be from one of them.
    """
    stands, total = publish(counts), sum(counts.values())
    # Nothing printed says something too: a first table waits for twice as many.
    if moved < (SMALL if before.cells else 2 * SMALL) or stands is None:
        return _without_small(before, counts)
    if not before.cells:
        return Table(dict(stands.shown), total)
    jumps = {
        place: counts[place] - before.cells[place]
        for place in before.cells.keys() & stands.shown.keys()
        if abs(counts[place] - before.cells[place]) >= SMALL
    }
    rest = total - before.total - sum(jumps.values())
    if 0 < abs(rest) < SMALL or len(jumps) + bool(rest) < 2:
        return _without_small(before, counts)
    shown = {place: before.cells.get(place, count) for place, count in stands.shown.items()}
    return Table(shown | {place: counts[place] for place in jumps}, total)


def _without_small(before: Table, counts: Mapping[str, int]) -> Table:
    """The old table, unless a place in it has become small, as after an invalidation: then none for now."""
    is_small = any(counts.get(place, 0) < SMALL for place in before.cells)
    return Table({}, before.total) if is_small else before


def basins_printed(
    cells: Mapping[str, int], zones_of: Mapping[str, Iterable[str]]
) -> dict[str, tuple[int, bool]]:
    """For each basin the sum of its printed zones, and whether that is all of them.

    Never an exact count: with its printed zones taken away it would be the one zone that is withheld.
    A basin none of whose zones is printed has no sum.
    """
    found = {}
    for basin, zones in zones_of.items():
        printed = [zone for zone in zones if zone in cells]
        if printed:
            found[basin] = (sum(cells[zone] for zone in printed), len(printed) == len(list(zones)))
    return found


def printed_sums(tables: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """By place, over many printed tables: the sum of their cells, and of nothing else.

    Exact sums less the printed cells would be the withheld ones. A sum of printed cells is known to whoever can read
    and add, so it gives nobody away; a place that no table prints has no sum.
    """
    sums: dict[str, int] = {}
    for cells in tables:
        for place, count in cells.items():
            sums[place] = sums.get(place, 0) + count
    return sums
