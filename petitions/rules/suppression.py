"""Places with few signatures, published so that no subtraction gives anybody away.

A place with fewer than five is withheld, nought included; and always, beside them, the smallest
place that is not small (all of them, if several tie). Which of the withheld are the small ones is
not said. So whatever table was printed, swapping the numbers of any two withheld places prints
the same: each of them might be small or not, though the total is public and the method is known.
Where nothing would be left to show, nothing is shown, small or not.
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


def printed_sums(tables: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """By place, over many tables: the sum of what each of them prints by itself, and of nothing else.

    Exact sums less the printed cells would be the withheld ones. A sum of printed cells is known to whoever can read
    and add, so it gives nobody away; a place that no table prints has no sum.
    """
    sums: dict[str, int] = {}
    for counts in tables:
        published = publish(counts)
        for place, count in published.shown.items() if published else ():
            sums[place] = sums.get(place, 0) + count
    return sums
