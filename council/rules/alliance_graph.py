"""Alliances as a drawing: human bodies on one side, living systems on the other, each alliance a knot between them.

    body ----.               .---- living system
              >-- alliance --<
    body ----'               '---- living system

The same alliances give the same drawing, whatever the order of their rows. Lines cross as little as the mean place of
a node's neighbours can bring about (the barycentre of K. Sugiyama, S. Tagawa and M. Toda, IEEE Transactions on SMC 11,
1981). A table beside it says everything that stands on it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from biomes.rules import labels

WIDTH, ROW, RADIUS = 760.0, 190.0, 15.0
COLUMNS = 3
# Of the names below the marks, as a narrow screen writes them.
LETTERS, LINE, BELOW_MARK, MOST_LINES = 30.0, 34.0, 42.0, 3
GAP = 14.0
_SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Bond:
    """An alliance by its number, and who is in it, by subject."""

    code: str
    bodies: tuple[str, ...]
    beings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A body, an alliance or a living system; ``x`` and ``y`` are its middle."""

    node: str
    x: float
    y: float

    @property
    def left(self) -> float:
        return self.x - RADIUS

    @property
    def top(self) -> float:
        return self.y - RADIUS

    def lines(self, name: str) -> list[tuple[str, float]]:
        """The name below it, in lines that touch no neighbour's, each with its foot."""
        found = labels.lines_of(name, WIDTH / COLUMNS - GAP, LETTERS, most=MOST_LINES)
        return [(line, self.y + BELOW_MARK + LINE * number) for number, line in enumerate(found)]


@dataclass(frozen=True, slots=True)
class Strand:
    """From a party to its alliance."""

    party: str
    code: str
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    height: float
    bodies: tuple[Mark, ...]
    knots: tuple[Mark, ...]
    beings: tuple[Mark, ...]
    strands: tuple[Strand, ...]
    width: float = WIDTH


def draw(bonds: Iterable[Bond]) -> Picture:
    """Every party once, every alliance once, a strand for each that is in one."""
    ties = sorted(bonds, key=lambda one: one.code)
    columns = _ordered(
        [
            sorted({body for tie in ties for body in tie.bodies}),
            [tie.code for tie in ties],
            sorted({being for tie in ties for being in tie.beings}),
        ],
        _neighbours(ties),
    )
    height = ROW * max(1, *(len(column) for column in columns))
    marks = [
        tuple(
            Mark(node, WIDTH * (side + 0.5) / COLUMNS, height * (place + 0.4) / len(column))
            for place, node in enumerate(column)
        )
        for side, column in enumerate(columns)
    ]
    at = {(side, mark.node): mark for side, column in enumerate(marks) for mark in column}
    strands = [
        _strand(at[side, party], at[1, tie.code])
        for tie in ties
        for side, parties in ((0, tie.bodies), (2, tie.beings))
        for party in sorted(set(parties))
    ]
    bodies, knots, beings = marks
    return Picture(height, bodies, knots, beings, tuple(strands))


def _neighbours(ties: Iterable[Bond]) -> Mapping[str, list[str]]:
    beside: dict[str, list[str]] = {}
    for tie in ties:
        for party in (*tie.bodies, *tie.beings):
            beside.setdefault(party, []).append(tie.code)
            beside.setdefault(tie.code, []).append(party)
    return beside


def _ordered(columns: list[list[str]], beside: Mapping[str, list[str]]) -> list[list[str]]:
    for _sweep in range(_SWEEPS):
        for column in columns:
            place = {node: (i + 0.5) / len(one) for one in columns for i, node in enumerate(one)}
            column.sort(key=lambda node: (_mean([place[n] for n in beside.get(node, ())]), node))
    return columns


def _mean(places: list[float]) -> float:
    return round(sum(places) / len(places), 9) if places else 0.0


def _strand(party: Mark, knot: Mark) -> Strand:
    """It leaves the party sideways, so that it passes over no name below a mark."""
    way = 1 if knot.x > party.x else -1
    x1, x2 = party.x + way * (RADIUS + 2), knot.x - way * (RADIUS + 2)
    bend = (x1 + x2) / 2
    path = f"M{x1:.1f} {party.y:.1f}C{bend:.1f} {party.y:.1f} {bend:.1f} {knot.y:.1f} {x2:.1f} {knot.y:.1f}"
    return Strand(party.node, knot.node, path)
