"""What is counted: the options, the seats to fill and the papers, each as often as it was handed in."""

from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    SCOTTISH = "stv_scottish"
    MEEK = "stv_meek"
    IRV = "irv"
    APPROVAL = "approval"
    SCORE = "score"


RANKED = frozenset({Method.SCOTTISH, Method.MEEK, Method.IRV})


@dataclass(frozen=True, slots=True)
class Paper:
    """Options in order of preference (or approved, in any order); for `score`, each with its points."""

    options: tuple[str, ...]
    count: int = 1
    points: tuple[int, ...] = ()

    @property
    def marks(self) -> list[tuple[str, int | None]]:
        """Each option it names, with its points where there are any."""
        return list(zip(self.options, self.points or (None,) * len(self.options), strict=True))


@dataclass(frozen=True, slots=True)
class Contest:
    method: Method
    seats: int
    options: tuple[str, ...]
    papers: tuple[Paper, ...]
    max_points: int = 0

    @property
    def valid(self) -> int:
        """Papers that say something; an empty one is counted nowhere."""
        return sum(paper.count for paper in self.papers if paper.options)

    @property
    def empty(self) -> int:
        return sum(paper.count for paper in self.papers if not paper.options)


class TooMuchWork(Exception):
    """The count would take more steps than were granted."""


@dataclass(slots=True)
class Budget:
    """Steps left. A count has no clock: the same input stops at the same step on any machine."""

    steps: int | None = None

    def spend(self, steps: int) -> None:
        if self.steps is None:
            return
        self.steps -= steps
        if self.steps < 0:
            raise TooMuchWork


def merged(papers: tuple[Paper, ...]) -> tuple[Paper, ...]:
    """Equal papers as one with their number, in an order that does not depend on how they came in."""
    numbers: dict[tuple[tuple[str, ...], tuple[int, ...]], int] = {}
    for paper in papers:
        key = paper.options, paper.points
        numbers[key] = numbers.get(key, 0) + paper.count
    return tuple(Paper(options, numbers[options, points], points) for options, points in sorted(numbers))
