"""Approval and score: the options with the highest totals fill the seats.

Approval: a paper gives one vote to each option it names. Score: it gives each its points; an option
it does not name gets none. Equal totals across the last seat are a tie that changes the result.
"""

from collections.abc import Sequence

from council.rules.counts.papers import Budget, Contest, Method, merged
from council.rules.counts.stages import Reason, ReportedTie, Result, Stage, Step, Tie


def result(contest: Contest, budget: Budget) -> Result:
    totals = _totals(contest, budget)
    order = sorted(contest.options, key=lambda option: -totals[option])
    seats = min(contest.seats, len(order))
    last = totals[order[seats - 1]]
    above = [option for option in order if totals[option] > last]
    level = [option for option in order if totals[option] == last]
    is_open = len(above) + len(level) > seats
    elected = above if is_open else order[:seats]
    stage = Stage(1, Step.TOTALS, totals, elected=tuple((option, Reason.MOST) for option in elected))
    return Result(
        tuple(elected), seats - len(elected), tuple(level) if is_open else (), (stage,),
        tuple(_ties(order, totals, tuple(level) if is_open else ())), 0,
    )  # fmt: skip


def _totals(contest: Contest, budget: Budget) -> dict[str, int]:
    totals = dict.fromkeys(contest.options, 0)
    for paper in merged(contest.papers):
        budget.spend(1 + len(paper.options))
        points = paper.points if contest.method is Method.SCORE else (1,) * len(paper.options)
        for option, given in zip(paper.options, points, strict=True):
            totals[option] += given * paper.count
    return totals


def _ties(order: Sequence[str], totals: dict[str, int], material: tuple[str, ...]) -> list[ReportedTie]:
    """Every set of equal totals; only the one across the last seat changes anything."""
    ties = []
    for total in sorted(set(totals.values()), reverse=True):
        level = tuple(option for option in order if totals[option] == total)
        if len(level) > 1:
            ties.append(ReportedTie(Tie(1, Step.TOTALS, level, ""), material=level == material))
    return ties
