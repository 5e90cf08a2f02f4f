"""Conditions that only ever get easier with more seats, and the least that meets them.

A condition is a sum with a bound, or so many of several conditions:

    Sum({0: 1, 1: 1}, need=2)      counts or weights of classes 0 and 1 come to 2
    Of(1, (a, b))                  a or b;  Of(2, (a, b)) is both

Classes hold seats that the rule cannot tell apart; a vector says how many of each. Whoever is
wanted to block a condition is wanted to meet its dual, so one search finds both. Where every class
is one seat, a truth table does the same: a whole number with one bit for each of the 2^n sets.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

# Looks at a kind of seat before the searches of one question give up, and rows before a product of
# searches does: under two seconds on one slow core.
MOST_LOOKS = 800_000
MOST_FOUND = 20_000


class TooManyKinds(Exception):
    """The seats differ in too many ways for every least set to be found in good time."""


@dataclass(frozen=True, slots=True)
class Sum:
    """These classes, each counted so much, come to ``need`` at least."""

    weights: Mapping[int, int]
    need: int


@dataclass(frozen=True, slots=True)
class Of:
    """At least ``k`` of these conditions hold."""

    k: int
    parts: tuple["Condition", ...]


Condition = Sum | Of
Vector = tuple[int, ...]
ALWAYS = Of(0, ())
NEVER = Of(1, ())


def every(*parts: Condition) -> Of:
    return Of(len(parts), parts)


def holds(condition: Condition, counts: Sequence[int]) -> bool:
    if isinstance(condition, Sum):
        return sum(w * counts[c] for c, w in condition.weights.items()) >= condition.need
    met = 0
    for part in condition.parts:
        if met >= condition.k:
            break
        met += holds(part, counts)
    return met >= condition.k


def dual(condition: Condition, sizes: Sequence[int]) -> Condition:
    """What must be held back so that the rest cannot meet the condition."""
    if isinstance(condition, Sum):
        return Sum(condition.weights, _total(condition, sizes) - condition.need + 1)
    return Of(len(condition.parts) - condition.k + 1, tuple(dual(part, sizes) for part in condition.parts))


def _total(condition: Sum, sizes: Sequence[int]) -> int:
    return sum(w * sizes[c] for c, w in condition.weights.items())


def tidy(condition: Condition, sizes: Sequence[int]) -> Condition:
    """The same condition without parts that always or never hold."""
    if isinstance(condition, Sum):
        if condition.need <= 0:
            return ALWAYS
        return condition if _total(condition, sizes) >= condition.need else NEVER
    parts = [tidy(part, sizes) for part in condition.parts]
    k = condition.k - sum(part == ALWAYS for part in parts)
    left = tuple(part for part in parts if part not in (ALWAYS, NEVER))
    if k <= 0:
        return ALWAYS
    if k > len(left):
        return NEVER
    return left[0] if len(left) == 1 else Of(k, left)


# --- By counts: a search over the classes -----------------------------------------------------------
def least(condition: Condition, sizes: Sequence[int], tries: "Tries") -> list[Vector]:
    """Every vector that meets the condition and of which no seat can be spared."""
    return _least(tidy(condition, sizes), sizes, tries)


class Tries:
    """What one question may cost, all its searches together."""

    def __init__(self) -> None:
        self.count = 0

    def one_more(self, kinds: int) -> None:
        self.count += kinds
        if self.count > MOST_LOOKS:
            raise TooManyKinds


def _least(condition: Condition, sizes: Sequence[int], tries: Tries) -> list[Vector]:
    if condition == ALWAYS:
        return [(0,) * len(sizes)]
    if condition == NEVER:
        return []
    apart = _apart(condition)
    if apart is None:
        return _search(condition, sizes, tries)
    families = [_least(tidy(part, sizes), sizes, tries) for part in apart.parts]
    found: list[Vector] = []
    for chosen in combinations(families, apart.k):
        for rows in product(*chosen):
            found.append(tuple(map(sum, zip(*rows, strict=True))))
            if len(found) > MOST_FOUND:
                raise TooManyKinds
    return found


def _apart(condition: Condition) -> Of | None:
    """The condition as parts that share no class, whose least sets simply go together; else None."""
    if isinstance(condition, Sum):
        return None
    knots = _knots(condition.parts)
    if len(knots) == 1:
        return None
    if len(knots) == len(condition.parts):
        return condition
    # Parts can be held together only where all are asked for.
    return every(*(every(*knot) for knot in knots)) if condition.k == len(condition.parts) else None


def _knots(parts: Sequence[Condition]) -> list[tuple[Condition, ...]]:
    """Parts that share a class, directly or by way of another part, together."""
    knots: list[tuple[frozenset[int], tuple[Condition, ...]]] = []
    for part in parts:
        reach: frozenset[int] = _classes_in(part)
        held: tuple[Condition, ...] = (part,)
        for other in [knot for knot in knots if knot[0] & reach]:
            knots.remove(other)
            reach, held = reach | other[0], (*other[1], *held)
        knots.append((reach, held))
    return [held for _, held in knots]


def _classes_in(condition: Condition) -> frozenset[int]:
    if isinstance(condition, Sum):
        return frozenset(c for c, weight in condition.weights.items() if weight)
    return frozenset[int]().union(*(_classes_in(part) for part in condition.parts))


def _search(condition: Condition, sizes: Sequence[int], tries: Tries) -> list[Vector]:
    order = sorted(_classes_in(condition), key=lambda c: sizes[c])
    found: list[Vector] = []

    def met(counts: Sequence[int]) -> bool:
        tries.one_more(len(order))
        return holds(condition, counts)

    for counts in _walk(met, order, sizes, [0] * len(sizes)):
        # A later class may have made a seat of an earlier one needless.
        if not any(n and met((*counts[:c], n - 1, *counts[c + 1 :])) for c, n in enumerate(counts)):
            found.append(counts)
    return found


def _walk(
    met: Callable[[Sequence[int]], bool], order: Sequence[int], sizes: Sequence[int], counts: list[int]
) -> Generator[Vector, None, bool]:
    """Depth first, class by class; a branch is left as soon as it cannot win, or has won (then True)."""
    if met(counts):
        yield tuple(counts)
        return True
    if not order:
        return False
    first, rest = order[0], order[1:]
    for n in range(sizes[first] + 1):
        counts[first] = n
        at_most = list(counts)
        for c in rest:
            at_most[c] = sizes[c]
        if met(at_most) and (yield from _walk(met, rest, sizes, counts)):
            break
    counts[first] = 0
    return False


# --- By sets: a truth table over single seats -------------------------------------------------------
def truth(condition: Condition, n: int) -> int:
    """Bit ``s`` is set where the seats whose bits are in ``s`` meet the condition; classes are single seats."""
    if isinstance(condition, Sum):
        return _threshold(tuple(condition.weights.get(i, 0) for i in range(n)), condition.need)
    # reached[j]: the sets that meet j of the parts so far, at least.
    full = (1 << (1 << n)) - 1
    reached = [full] + [0] * max(condition.k, 0)
    for part in condition.parts:
        table = truth(part, n)
        for j in range(len(reached) - 1, 0, -1):
            reached[j] |= reached[j - 1] & table
    return reached[max(condition.k, 0)]


def _threshold(weights: tuple[int, ...], need: int) -> int:
    below = [sum(weights[:i]) for i in range(len(weights) + 1)]

    @cache
    def table(i: int, need: int) -> int:
        """Over the first ``i`` seats."""
        if need <= 0:
            return (1 << (1 << i)) - 1
        if need > below[i]:
            return 0
        return table(i - 1, need) | table(i - 1, need - weights[i - 1]) << (1 << (i - 1))

    return table(len(weights), need)


def turned_by(table: int, i: int, n: int) -> int:
    """The sets with seat ``i`` that meet the condition and would not without it."""
    without = _without(i, n)
    return table & ~((table & without) << (1 << i)) & ~without


def least_of(table: int, n: int) -> list[int]:
    """The sets of a truth table of which no seat can be spared, as bit masks."""
    for i in range(n):
        table &= ~((table & _without(i, n)) << (1 << i))
    return [s for s, bit in enumerate(reversed(f"{table:b}")) if bit == "1"]


def _without(i: int, n: int) -> int:
    """The truth table of "seat ``i`` is not in the set": blocks of 2^i ones and 2^i noughts."""
    block, width = (1 << (1 << i)) - 1, 2 << i
    while width < 1 << n:
        block |= block << width
        width *= 2
    return block
