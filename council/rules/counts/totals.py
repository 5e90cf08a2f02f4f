"""Approval and score: the options with the highest totals fill the seats.

Approval: a paper gives one vote to each option it names. Score: it gives each its points; an option
it does not name gets none. Equal totals across the last seat are a tie that changes the result; an act
outside the count may say who of them takes the seats that are left.
"""

from collections.abc import Sequence

from council.rules.counts.papers import Budget, Contest, Method, merged
from council.rules.counts.stages import Reason, ReportedTie, Result, Stage, Step, Tie
from council.rules.counts.ties import Given, NoSuchTie


def result(contest: Contest, budget: Budget, given: Given = ()) -> Result:
    totals = _totals(contest, budget)
    order = sorted(contest.options, key=lambda option: -totals[option])
    seats = min(contest.seats, len(order))
    last = totals[order[seats - 1]]
    above = [option for option in order if totals[option] > last]
    level = tuple(option for option in order if totals[option] == last)
    is_open = len(above) + len(level) > seats
    chosen = _chosen(given, level if is_open else (), seats - len(above))
    elected = [*above, *chosen] if is_open else order[:seats]
    reached = tuple((option, Reason.SETTLED if option in chosen else Reason.MOST) for option in elected)
    return Result(
        tuple(elected), seats - len(elected), level if is_open and not chosen else (),
        (Stage(1, Step.TOTALS, totals, elected=reached),),
        tuple(_ties(order, totals, level if is_open else (), chosen)), 0,
    )  # fmt: skip


def _chosen(given: Given, level: tuple[str, ...], seats: int) -> tuple[str, ...]:
    """Who takes the seats that a tie leaves, in the order of the options; NoSuchTie where that is not asked."""
    if not given:
        return ()
    if len(given) != 1 or len(given[0]) != seats or len(set(given[0]) & set(level)) != seats:
        raise NoSuchTie
    return tuple(option for option in level if option in given[0])


def _totals(contest: Contest, budget: Budget) -> dict[str, int]:
    totals = dict.fromkeys(contest.options, 0)
    for paper in merged(contest.papers):
        budget.spend(1 + len(paper.options))
        points = paper.points if contest.method is Method.SCORE else (1,) * len(paper.options)
        for option, given in zip(paper.options, points, strict=True):
            totals[option] += given * paper.count
    return totals


def _ties(
    order: Sequence[str], totals: dict[str, int], material: tuple[str, ...], chosen: tuple[str, ...]
) -> list[ReportedTie]:
    """Every set of equal totals; only the one across the last seat changes anything."""
    ties = []
    for total in sorted(set(totals.values()), reverse=True):
        level = tuple(option for option in order if totals[option] == total)
        if len(level) > 1:
            settled = chosen if level == material else ()
            ties.append(
                ReportedTie(Tie(1, Step.TOTALS, level, ""), material=level == material, settled=settled)
            )
    return ties
