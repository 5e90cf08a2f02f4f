"""Where the names on a drawing stand, so that none lies over another. What finds no room is left out.

The width of a text is reckoned from above, for the widest letters a reader's machine may have: a name that fits by this
reckoning fits on the page. A table beside each drawing says everything that stands on it, and what does not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import combining, east_asian_width

# Widths and heights in parts of the size of the letters.
LETTER, SQUARE_LETTER = 0.62, 1.05
ABOVE, BELOW = 0.85, 0.3
MORE = "…"


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def lies_in(self, other: "Box") -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def width_of(text: str, size: float, letter: float = LETTER) -> float:
    return size * sum(_letter(one, letter) for one in text)


def _letter(one: str, letter: float) -> float:
    if combining(one):
        return 0.0
    return SQUARE_LETTER if east_asian_width(one) in {"W", "F"} else letter


def box_of(
    text: str, x: float, y: float, size: float, *, anchor: str = "middle", letter: float = LETTER
) -> Box:
    """The room of a line of text whose foot stands at (x, y); ``anchor`` as SVG says it."""
    width = width_of(text, size, letter)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(left, y - ABOVE * size, left + width, y + BELOW * size)


# All the boxes of one way to write a label: its lines.
Way = Sequence[Box]


def settle(wanted: Sequence[Sequence[Way]], *, paper: Box, marks: Sequence[Box] = ()) -> list[int | None]:
    """Which of its ways each label takes, or None; who comes first chooses first.

    Of the ways that touch no other label: one on the paper and beside the marks, else one on the paper, else any.
    """
    taken, marked = _Ground(), _Ground(marks)
    chosen: list[int | None] = []
    for ways in wanted:
        free = [number for number, way in enumerate(ways) if not taken.meets(way)]
        inside = [number for number in free if all(box.lies_in(paper) for box in ways[number])]
        clear = [number for number in inside if not marked.meets(ways[number])]
        best = next(iter([*clear, *inside, *free]), None)
        chosen.append(best)
        taken.add(ways[best] if best is not None else ())
    return chosen


class _Ground:
    """Boxes by the squares they touch, so that one is held against its neighbours alone."""

    SQUARE = 80.0

    def __init__(self, boxes: Sequence[Box] = ()) -> None:
        self.by_square: dict[tuple[int, int], list[Box]] = {}
        self.add(boxes)

    def add(self, boxes: Sequence[Box]) -> None:
        for box in boxes:
            for square in self._squares(box):
                self.by_square.setdefault(square, []).append(box)

    def meets(self, boxes: Sequence[Box]) -> bool:
        return any(
            box.meets(other)
            for box in boxes
            for square in self._squares(box)
            for other in self.by_square.get(square, ())
        )

    def _squares(self, box: Box) -> Iterator[tuple[int, int]]:
        for column in range(int(box.left // self.SQUARE), int(box.right // self.SQUARE) + 1):
            for row in range(int(box.top // self.SQUARE), int(box.bottom // self.SQUARE) + 1):
                yield column, row


def lines_of(text: str, room: float, size: float, *, most: int = 2) -> list[str]:
    """The text in lines that fit into ``room``, broken between words; what is too much ends with an ellipsis."""
    words, lines = text.split(), [""]
    while words:
        longer = f"{lines[-1]} {words[0]}".strip()
        if width_of(longer, size) > room and lines[-1] and len(lines) < most:
            lines.append("")
            continue
        if width_of(longer, size) > room:
            return [*lines[:-1], _cut(" ".join([lines[-1], *words]).strip(), room, size)]
        lines[-1] = longer
        words.pop(0)
    return lines


def _cut(text: str, room: float, size: float) -> str:
    while text and width_of(text + MORE, size) > room:
        text = text[:-1]
    return text.rstrip() + MORE
