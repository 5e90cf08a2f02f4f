"""The lattice: which living systems would feel it when one of them falls ill, and how to draw all of them.

    kell streams --0.35--> harl river --0.81--> lagoon --0.46--> aquifer
    if kell streams fall ill: harl river would feel 0.35, the lagoon 0.28, the aquifer 0.13

What is felt is the product of the strengths along the best single path. Parallel paths are not added, because nobody
knows whether they carry the same need twice; so each share is the least that the links on record say, not a forecast.
Below one twentieth nothing is told: a chain of guesses that thin says nothing.

The drawing is layered: what flows out stands above what it flows into (K. Sugiyama, S. Tagawa and M. Toda, "Methods
for visual understanding of hierarchical system structures", IEEE Transactions on SMC 11, 1981). The same links give
the same drawing, whatever the order of their rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import heappop, heappush
from math import hypot

from biomes.rules import labels

CUT = Decimal("0.05")

WIDTH = 760.0
PER_ROW = 3
ROW = 150.0
RADIUS = 15.0
# Of the names below the circles, as a narrow screen writes them; two lines of them fit between two rows.
LETTERS, LINE = 30.0, 34.0
BELOW_CIRCLE = 42.0
# Between two names side by side.
GAP = 12.0
_SWEEPS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One link; ``key`` names its row. ``strength`` is the share of the target's need, from 0 to 1."""

    key: int
    source: str
    target: str
    strength: Decimal
    both_ways: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A link followed in one of its directions."""

    source: str
    target: str
    key: int


@dataclass(frozen=True, slots=True)
class Felt:
    """What one living system would feel of another's illness, and along which links."""

    node: str
    share: Decimal
    path: tuple[Step, ...]

    @property
    def by_way_of(self) -> tuple[str, ...]:
        return tuple(step.target for step in self.path[:-1])


def reach(start: str, edges: Iterable[Edge], *, cut: Decimal = CUT) -> list[Felt]:
    """Everything that would feel at least ``cut`` of it, most first. ``start`` itself is not told.

    A best-first search: shares only shrink along a path, so the first path that arrives is the strongest, and a
    cycle can never be worth going round. Among equals the path with fewer links, then the one first by name.
    """
    leaving = _leaving(edges)
    found: dict[str, Felt] = {}
    waiting: list[tuple[Decimal, int, tuple[tuple[str, int], ...], tuple[Step, ...]]] = []
    heappush(waiting, (Decimal(-1), 0, (), ()))
    while waiting:
        share, hops, names, path = heappop(waiting)
        here = path[-1].target if path else start
        if here in found or (path and here == start):
            continue
        if path:
            found[here] = Felt(here, -share, path)
        for step, strength in leaving.get(here, ()):
            further = share * strength
            if further and -further >= cut and step.target not in found:
                trail = (*names, (step.target, step.key))
                heappush(waiting, (further, hops + 1, trail, (*path, step)))
    return sorted(found.values(), key=lambda one: (-one.share, len(one.path), one.node))


def _leaving(edges: Iterable[Edge]) -> dict[str, list[tuple[Step, Decimal]]]:
    leaving: dict[str, list[tuple[Step, Decimal]]] = {}
    for edge in edges:
        if not 0 <= edge.strength <= 1:
            raise ValueError(f"strength {edge.strength} is no share")
        leaving.setdefault(edge.source, []).append((Step(edge.source, edge.target, edge.key), edge.strength))
        if edge.both_ways:
            back = Step(edge.target, edge.source, edge.key)
            leaving.setdefault(edge.target, []).append((back, edge.strength))
    return leaving


# --- Drawing ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Spot:
    """``room`` is how wide its name may be, so that it touches no neighbour's."""

    node: str
    x: float
    y: float
    room: float = WIDTH

    def lines(self, name: str) -> list[tuple[str, float]]:
        """The name in at most two lines, each with its foot."""
        lines = labels.lines_of(name, self.room, LETTERS)
        return [(line, self.y + BELOW_CIRCLE + LINE * number) for number, line in enumerate(lines)]


@dataclass(frozen=True, slots=True)
class Wire:
    """A link as a curve, with an arrow head at each end it leads to."""

    edge: Edge
    path: str
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    width: float
    height: float
    spots: tuple[Spot, ...]
    wires: tuple[Wire, ...]


def draw(edges: Iterable[Edge]) -> Drawing:
    """Every linked living system once, every link once."""
    links = sorted(edges, key=lambda one: (one.source, one.target, one.key))
    rows = _rows(_ordered(_layers(links), links))
    at = {
        node: (
            WIDTH * (index + 0.5) / len(row) + _stagger(number, len(row)),
            ROW * (number + 0.5),
        )
        for number, row in enumerate(rows)
        for index, node in enumerate(row)
    }
    sides: dict[frozenset[str], int] = {}
    wires = []
    for link in links:
        pair = frozenset((link.source, link.target))
        wires.append(_wire(link, at, sides.get(pair, 0)))
        sides[pair] = sides.get(pair, 0) + 1
    room = {node: WIDTH / len(row) - GAP for row in rows for node in row}
    spots = tuple(Spot(node, *at[node], room[node]) for node in sorted(at))
    return Drawing(WIDTH, max(ROW * len(rows), ROW), spots, tuple(wires))


def _stagger(number: int, count: int) -> float:
    """Rows of one stand a little to either side, so that a long link does not run through its neighbours."""
    return (-60.0 if number % 2 else 60.0) if count < PER_ROW else 0.0


def _layers(links: Sequence[Edge]) -> dict[str, int]:
    """The longest way down to each node, over links that close no cycle."""
    down: dict[str, list[str]] = {}
    for link in links:
        if not _leads(down, link.target, link.source):
            down.setdefault(link.source, []).append(link.target)
    nodes = sorted({end for link in links for end in (link.source, link.target)})
    layer = dict.fromkeys(nodes, 0)
    for _round in nodes:
        for source in nodes:
            for target in down.get(source, ()):
                layer[target] = max(layer[target], layer[source] + 1)
    return layer


def _leads(down: Mapping[str, Sequence[str]], start: str, end: str) -> bool:
    seen, waiting = set(), [start]
    while waiting:
        node = waiting.pop()
        if node == end:
            return True
        if node not in seen:
            seen.add(node)
            waiting += down.get(node, ())
    return False


def _ordered(layer: Mapping[str, int], links: Sequence[Edge]) -> list[list[str]]:
    """Each layer in the order that keeps neighbours near: the mean place of a node's neighbours, a few times over."""
    beside: dict[str, list[str]] = {node: [] for node in layer}
    for link in links:
        beside[link.source].append(link.target)
        beside[link.target].append(link.source)
    layers = [sorted(n for n in layer if layer[n] == level) for level in sorted(set(layer.values()))]
    for _sweep in range(_SWEEPS):
        place = {node: (i + 0.5) / len(row) for row in layers for i, node in enumerate(row)}
        for row in layers:
            row.sort(key=lambda node: (sum(place[n] for n in beside[node]) / len(beside[node]), node))
    return layers


def _rows(layers: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """At most three names stand side by side; a fuller layer takes several rows."""
    return [row[i : i + PER_ROW] for row in layers for i in range(0, len(row), PER_ROW)]


def _wire(link: Edge, at: Mapping[str, tuple[float, float]], side: int) -> Wire:
    (x1, y1), (x2, y2) = at[link.source], at[link.target]
    length = hypot(x2 - x1, y2 - y1) or 1.0
    # Across the straight line; further out for each link that joins the same two, and for long ways.
    bend = (26.0 + 44.0 * side) * (1 if length < 1.5 * ROW else 2.4)
    cx, cy = (x1 + x2) / 2 - (y2 - y1) / length * bend, (y1 + y2) / 2 + (x2 - x1) / length * bend
    cx = min(max(cx, RADIUS), WIDTH - RADIUS)
    ax, ay = _towards((x1, y1), (cx, cy), RADIUS + 3)
    bx, by = _towards((x2, y2), (cx, cy), RADIUS + 9)
    heads = [_head((bx, by), (cx, cy))]
    if link.both_ways:
        ax, ay = _towards((x1, y1), (cx, cy), RADIUS + 9)
        heads.append(_head((ax, ay), (cx, cy)))
    return Wire(link, f"M{ax:.1f} {ay:.1f}Q{cx:.1f} {cy:.1f} {bx:.1f} {by:.1f}", tuple(heads))


def _towards(point: tuple[float, float], other: tuple[float, float], by: float) -> tuple[float, float]:
    length = hypot(other[0] - point[0], other[1] - point[1]) or 1.0
    return point[0] + (other[0] - point[0]) * by / length, point[1] + (other[1] - point[1]) * by / length


def _head(tip: tuple[float, float], behind: tuple[float, float]) -> str:
    """A small triangle that points away from ``behind``, its tip a little beyond the end of the line."""
    length = hypot(tip[0] - behind[0], tip[1] - behind[1]) or 1.0
    ux, uy = (tip[0] - behind[0]) / length, (tip[1] - behind[1]) / length
    x, y = tip[0] + 7 * ux, tip[1] + 7 * uy
    return (
        f"M{x:.1f} {y:.1f}L{x - 13 * ux - 6 * uy:.1f} {y - 13 * uy + 6 * ux:.1f}"
        f"L{x - 13 * ux + 6 * uy:.1f} {y - 13 * uy - 6 * ux:.1f}Z"
    )
