"""Does a tie change who is elected? Every way of taking it is counted; none is drawn by lot.

A tie that leaves the elected as they are whichever way it is taken says so and the count goes on.
One that does not ends the count there: who is elected in any case, how many seats stay open, between whom.
An act outside the count may settle it (``given``); then the count goes on from there, to its end or to
the next such tie.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from council.rules.counts.papers import Budget, Contest, TooMuchWork, merged
from council.rules.counts.stages import ReportedTie, Result, Tally, Tie

Run = Callable[[Contest, Sequence[str], Budget], Tally]
Elected = frozenset[str]
Given = Sequence[tuple[str, ...]]
# Ways of taking all ties together that are tried before a tie is reported as not proved either way:
# MOST_WAYS, and fewer for a count of many different papers.
MOST_WAYS, WAYS_BY_PAPERS = 500, 500_000


class NoSuchTie(Exception):
    """An act settles a tie that the count does not have, or takes what does not stand in it."""


def most_ways(contest: Contest) -> int:
    return min(MOST_WAYS, WAYS_BY_PAPERS // max(1, len(merged(contest.papers))))


@dataclass(slots=True)
class _Ways:
    run: Run
    contest: Contest
    budget: Budget
    left: int
    by_choice: dict[tuple[str, ...], set[Elected]] = field(default_factory=dict)

    def explore(self, tally: Tally, taken: tuple[str, ...]) -> set[Elected]:
        """All outcomes below ``taken``; each choice on the way keeps its own."""
        path = tuple(tie.chosen for tie in tally.open_ties)
        below: set[Elected] = {frozenset(tally.elected)}
        for depth in range(len(path) - 1, len(taken) - 1, -1):
            self.by_choice[path[: depth + 1]] = set(below)
            for other in tally.open_ties[depth].options:
                if other != path[depth]:
                    way = (*path[:depth], other)
                    self.by_choice[way] = self._try(way)
                    below |= self.by_choice[way]
        return below

    def _try(self, way: tuple[str, ...]) -> set[Elected]:
        self.left -= 1
        if self.left < 0:
            raise TooMuchWork
        return self.explore(self.run(self.contest, way, self.budget), way)


@dataclass(slots=True)
class _Count:
    """A count carried on over the ties that were settled: what was taken so far, what is left open."""

    run: Run
    contest: Contest
    budget: Budget
    taken: tuple[str, ...] = ()
    # By place among the open ties: how those that changed the result were reported when they were open.
    settled: dict[int, ReportedTie] = field(default_factory=dict)
    outcomes: set[Elected] = field(default_factory=set)

    def settle(self, given: Given) -> Result:
        for choice in given:
            tally, at, reported = self._left_open()
            if at is None or len(choice) != 1 or choice[0] not in reported[-1].tie.options:
                raise NoSuchTie
            self.settled[at] = reported[-1]
            self.taken = (*(tie.chosen for tie in tally.open_ties[:at]), choice[0])
        tally, at, reported = self._left_open()
        if at is None:
            return Result(tally.elected, 0, (), tally.stages, tuple(reported), tally.places)
        if reported[-1].material is None:
            return _unproved(tally, self.contest, reported)
        return _cut(tally, self.contest, reported, self.outcomes)

    def _left_open(self) -> tuple[Tally, int | None, list[ReportedTie]]:
        """The count with what was taken: all its ties, or those up to the first that leaves it open."""
        tally = self.run(self.contest, self.taken, self.budget)
        ways = _Ways(self.run, self.contest, self.budget, most_ways(self.contest))
        try:
            self.outcomes = ways.explore(tally, self.taken)
        except TooMuchWork:
            return self._reported(tally, None)
        return self._reported(tally, ways)

    def _reported(self, tally: Tally, ways: _Ways | None) -> tuple[Tally, int | None, list[ReportedTie]]:
        ties: list[ReportedTie] = []
        path: tuple[str, ...] = ()
        for tie in tally.ties:
            if tie.by is not None or tie.harmless:
                ties.append(ReportedTie(tie, material=False))
                continue
            at, path = len(path), (*path, tie.chosen)
            if at < len(self.taken):
                ties.append(self._taken(tie, at))
            elif ways is None:
                return tally, at, [*ties, ReportedTie(tie, material=None)]
            elif certain := self._material(tie, path[:-1], ways):
                return tally, at, [*ties, ReportedTie(tie, material=True, outcomes=certain)]
            else:
                ties.append(ReportedTie(tie, material=False))
        return tally, None, ties

    def _taken(self, tie: Tie, at: int) -> ReportedTie:
        if at not in self.settled:
            return ReportedTie(tie, material=False)
        was = self.settled[at]
        return ReportedTie(tie, material=was.material, outcomes=was.outcomes, settled=(tie.chosen,))

    def _material(
        self, tie: Tie, path: tuple[str, ...], ways: _Ways
    ) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each choice with those elected in any case after it; nothing where all choices come to the same."""
        each = {choice: ways.by_choice[(*path, choice)] for choice in tie.options}
        if all(each[choice] == each[tie.options[0]] for choice in tie.options):
            return ()
        return tuple((c, _ordered(self.contest, frozenset.intersection(*each[c]))) for c in tie.options)


def settle(run: Run, contest: Contest, budget: Budget, given: Given = ()) -> Result:
    return _Count(run, contest, budget).settle(given)


def _cut(tally: Tally, contest: Contest, ties: list[ReportedTie], outcomes: set[Elected]) -> Result:
    sure = frozenset.intersection(*outcomes)
    maybe = frozenset.union(*outcomes) - sure
    elected = tuple(option for option in tally.elected if option in sure)
    stages = tuple(stage for stage in tally.stages if stage.number < ties[-1].tie.stage)
    seats = max(len(outcome) for outcome in outcomes) - len(sure)
    return Result(elected, seats, _ordered(contest, maybe), stages, tuple(ties), tally.places)


def _unproved(tally: Tally, contest: Contest, ties: list[ReportedTie]) -> Result:
    """Too many ways to try: what stood before the first such tie is certain, the rest is left open."""
    stages = tuple(stage for stage in tally.stages if stage.number < ties[-1].tie.stage)
    sure = tuple(option for stage in stages for option, _ in stage.elected)
    gone = {stage.whose for stage in stages} | set(sure)
    between = tuple(option for option in contest.options if option not in gone)
    return Result(sure, len(tally.elected) - len(sure), between, stages, tuple(ties), tally.places)


def _ordered(contest: Contest, options: Elected) -> tuple[str, ...]:
    return tuple(option for option in contest.options if option in options)
