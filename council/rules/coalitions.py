"""Who can carry a motion, who can stop one, and what staying away does: a rule on a roll.

A set of seats *wins* if a motion is adopted when all of it say yes and every other voting seat says no.
It *blocks* if none is adopted when all of it say no and every other says yes. Everybody then votes, so
bases are fixed, the quorum is as good as it gets, and a further yes never hurts: every rule is monotone
here. Absence is told apart: a set *denies the quorum* if, when it stays away and every other voting
seat says yes, the outcome is `no_quorum`; that too only gets easier with more seats.

A joint seat is one voter: its hands agree. A tie is no adoption: the chair's word is not foreseen.
Objections filed after adoption (`affected_biomes`) are outside of all of this.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, prod

from council.rules.conditions import Kind, Table, table_by_seat, table_of
from council.rules.decision import Roll, Rule
from council.rules.monotone import Condition, Tries, Vector, dual, holds, least, least_of, truth, turned_by

# Up to so many voting seats every set is listed; above, counts of each kind of seat.
MOST_EXACT = 16
Sets = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Least sets as counts of each kind, how many sets each stands for, and the sets where they are few."""

    vectors: tuple[Vector, ...]
    ways: tuple[int, ...]
    sets: Sets | None

    @property
    def count(self) -> int:
        return sum(self.ways)

    @property
    def smallest(self) -> int | None:
        return min((sum(vector) for vector in self.vectors), default=None)


@dataclass(frozen=True, slots=True)
class Coalitions:
    kinds: tuple[Kind, ...]
    winning: Family
    blocking: Family
    absence: Family
    alone: tuple[str, ...]
    without_influence: tuple[str, ...]
    # For each kind, the share of the others' votes that one seat of it decides (Banzhaf's measure).
    swings: tuple[Fraction, ...] | None

    @property
    def voters(self) -> int:
        return sum(len(kind.seats) for kind in self.kinds)

    @property
    def is_exact(self) -> bool:
        return self.winning.sets is not None


def coalitions(rule: Rule, roll: Roll) -> Coalitions:
    """Every least winning, blocking and quorum-denying set; TooManyKinds where they cannot be found in time."""
    table = table_of(rule, roll)
    return _by_sets(table) if len(table.voters) <= MOST_EXACT else _by_counts(table)


def blockers_alone(rule: Rule, roll: Roll) -> tuple[str, ...]:
    """Seats whose single no stops everything; cheap, however many kinds there are."""
    table = table_of(rule, roll)
    return _alone(table, table.wins())


def _by_counts(table: Table) -> Coalitions:
    wins, sizes, tries = table.wins(), table.sizes, Tries()
    winning, blocking, absence = (
        _counted(least(condition, sizes, tries), sizes)
        for condition in (wins, dual(wins, sizes), table.denies())
    )
    return _told(table, wins, winning, blocking, absence, None)


def _by_sets(table: Table) -> Coalitions:
    single = table_by_seat(table)
    n, wins = len(single.kinds), single.wins()
    carried = truth(wins, n)
    winning, blocking, absence = (
        _listed(single, table.sizes, least_of(found, n))
        for found in (carried, truth(dual(wins, single.sizes), n), truth(single.denies(), n))
    )
    firsts = [sum(table.sizes[:c]) for c in range(len(table.kinds))]
    swings = tuple(Fraction(turned_by(carried, i, n).bit_count(), 2 ** (n - 1)) for i in firsts)
    return _told(table, table.wins(), winning, blocking, absence, swings)


def _told(
    table: Table,
    wins: Condition,
    winning: Family,
    blocking: Family,
    absence: Family,
    swings: tuple[Fraction, ...] | None,
) -> Coalitions:
    used = {c for vector in winning.vectors for c, count in enumerate(vector) if count}
    idle = (kind for c, kind in enumerate(table.kinds) if c not in used)
    return Coalitions(
        kinds=table.kinds,
        winning=winning,
        blocking=blocking,
        absence=absence,
        alone=_alone(table, wins),
        without_influence=_seats(idle),
        swings=swings,
    )


def _alone(table: Table, wins: Condition) -> tuple[str, ...]:
    sizes = table.sizes
    if not holds(wins, sizes):
        # Nothing is ever adopted: there is nothing to stop.
        return ()
    return _seats(
        kind
        for c, kind in enumerate(table.kinds)
        if not holds(wins, (*sizes[:c], sizes[c] - 1, *sizes[c + 1 :]))
    )


def _seats(kinds: Iterable[Kind]) -> tuple[str, ...]:
    return tuple(sorted(code for kind in kinds for code in kind.seats))


def _counted(vectors: Sequence[Vector], sizes: Sequence[int]) -> Family:
    ordered = sorted(vectors, key=lambda vector: (sum(vector), vector))
    return Family(tuple(ordered), tuple(prod(map(comb, sizes, vector)) for vector in ordered), None)


def _listed(single: Table, sizes: Sequence[int], masks: Sequence[int]) -> Family:
    """Sets of seats from bit masks, and the counts of each kind that they come to."""
    codes = [kind.seats[0] for kind in single.kinds]
    kind_of = [c for c, size in enumerate(sizes) for _ in range(size)]
    sets, counts = [], Counter[Vector]()
    for mask in masks:
        chosen = [i for i in range(len(codes)) if mask >> i & 1]
        sets.append(tuple(sorted(codes[i] for i in chosen)))
        each = Counter(kind_of[i] for i in chosen)
        counts[tuple(each[c] for c in range(len(sizes)))] += 1
    vectors = sorted(counts, key=lambda vector: (sum(vector), vector))
    ordered = tuple(sorted(sets, key=lambda codes: (len(codes), codes)))
    return Family(tuple(vectors), tuple(counts[v] for v in vectors), ordered)
