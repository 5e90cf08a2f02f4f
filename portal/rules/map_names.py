"""The names on a map: each where it belongs or near by, none over another. What finds no room is left out.

On a narrow screen the letters are larger and names that are `minor` are not shown; there too none lies over another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from biomes.rules import labels
from biomes.rules.labels import Box
from portal.rules import drawing
from portal.rules.drawing import Paper, Point

# Of letters as `static/css/data.css` draws them: (on a wide screen, on a narrow one).
SIZES = {"water": (30.0, 48.0), "river": (16.0, 29.0), "under": (16.0, 29.0)}
SIZE = (19.0, 34.0)
# The italic of the water is spaced.
WATER_LETTER = 0.667
MARK = 10.0
# The line under a name; on a narrow screen, where letters are larger, the style sheet drops it further.
UNDER, NARROW_DROP = 24.0, 12.0
# Up and down, in parts of the size of the letters.
_STEPS = (0.0, -1.4, 1.4, -2.8, 2.8)


@dataclass(frozen=True, slots=True)
class Label:
    css: str
    x: str
    y: str
    text: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Name:
    """What a feature is called and where it asks to be written."""

    text: str
    at: Point
    kind: str
    under: str = ""
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a name at one place."""

    text: str
    x: float
    y: float
    anchor: str
    style: str

    def box(self, is_narrow: bool = False) -> Box:
        size = SIZES.get(self.style, SIZE)[is_narrow]
        letter = WATER_LETTER if self.style == "water" else labels.LETTER
        foot = self.y + (NARROW_DROP if is_narrow and self.style == "under" else 0)
        return labels.box_of(self.text, self.x, foot, size, anchor=self.anchor, letter=letter)


def settled(names: Sequence[Name | None], paper: Paper, marks: Sequence[Point]) -> list[Label]:
    """Waters choose first, then what is not minor, then the others; each in the order it came."""
    given = sorted((one for one in names if one), key=lambda one: (one.kind != "water", one.is_minor))
    ways = [_ways(one) for one in given]
    chosen = labels.settle(
        [[[line.box() for line in way] for way in each] for each in ways],
        paper=Box(0, 0, paper.width, paper.height),
        marks=[Box(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in marks],
    )
    found = [
        (name, each[number])
        for name, each, number in zip(given, ways, chosen, strict=True)
        if number is not None
    ]
    return [label for name, way in _fit_for_narrow(found) for label in _written(name, way)]


def _fit_for_narrow(found: Sequence[tuple[Name, Sequence[Line]]]) -> list[tuple[Name, Sequence[Line]]]:
    """What would lie over another in larger letters is minor."""
    large = [[] if name.is_minor else [[line.box(is_narrow=True) for line in way]] for name, way in found]
    everywhere = Box(-1e9, -1e9, 1e9, 1e9)
    stays = labels.settle(large, paper=everywhere)
    return [
        (name if keeps is not None else replace(name, is_minor=True), way)
        for (name, way), keeps in zip(found, stays, strict=True)
    ]


def _ways(name: Name) -> list[list[Line]]:
    x, y = name.at
    if name.kind == "station":
        places = [
            (x + 14, y + 6, "start"),
            (x - 14, y + 6, "end"),
            (x, y - 16, "middle"),
            (x, y + 30, "middle"),
        ]
        return [[Line(name.text, *place, "station")] for place in places]
    size = SIZES.get(name.kind, SIZE)[0]
    alone = [[Line(name.text, x, y + step * size, "middle", name.kind)] for step in _STEPS]
    if not name.under or name.kind in {"water", "river"}:
        return alone
    both = [[*way, Line(name.under, x, way[0].y + UNDER, "middle", "under")] for way in alone]
    return both + alone


def _written(name: Name, way: Sequence[Line]) -> list[Label]:
    css = {"water": "water-name", "station": "on-water place", "river": "place-kind on-river"}
    minor = " minor" if name.is_minor else ""
    return [
        Label(
            ("place-kind" if line.style == "under" else css.get(name.kind, "place")) + minor,
            drawing.short(line.x),
            drawing.short(line.y),
            line.text,
            line.anchor,
        )
        for line in way
    ]
