"""The one way into a count, and its record: plain JSON, amounts as exact decimal text, no floats."""

from typing import Any

from council.rules.counts import meek, totals, transferable
from council.rules.counts.papers import Budget, Contest, Method
from council.rules.counts.stages import ReportedTie, Result, Stage, decimal, shown
from council.rules.counts.ties import Given, settle


def count(contest: Contest, budget: Budget | None = None, given: Given = ()) -> Result:
    """``given``: for each tie that left the result open, in turn, what an act outside the count takes."""
    budget = budget or Budget()
    if contest.method in (Method.APPROVAL, Method.SCORE):
        return totals.result(contest, budget, given)
    run = meek.run if contest.method is Method.MEEK else transferable.run
    return settle(run, contest, budget, given)


def record(contest: Contest, result: Result) -> dict[str, Any]:
    """What is answered, stored and exported."""
    return {
        "method": contest.method.value,
        "seats": contest.seats,
        "valid": contest.valid,
        "empty": contest.empty,
        "elected": list(result.elected),
        "open_seats": result.open_seats,
        "between": list(result.between),
        "rounds": [_round(stage, result.places) for stage in result.stages],
        "ties": [_tie(tie) for tie in result.ties],
    }


def _round(stage: Stage, places: int) -> dict[str, Any]:
    row: dict[str, Any] = {
        "number": stage.number,
        "step": stage.step.value,
        "totals": shown(stage.totals, places),
        "exhausted": decimal(stage.exhausted, places),
        "lost": decimal(stage.lost, places),
        "elected": [{"option": option, "reason": reason.value} for option, reason in stage.elected],
    }
    if stage.quota:
        row["quota"] = decimal(stage.quota, places)
    if stage.whose:
        row["option"] = stage.whose
    if stage.moved is not None:
        row["moved"] = shown(stage.moved, places)
    if stage.value:
        row["value"] = decimal(stage.value, places)
    if stage.kept is not None:
        row["keep"] = shown(stage.kept, places)
    return row


def _tie(reported: ReportedTie) -> dict[str, Any]:
    tie = reported.tie
    row: dict[str, Any] = {
        "round": tie.stage,
        "step": tie.step.value,
        "options": list(tie.options),
        "changes_result": reported.material,
    }
    if tie.by is not None:
        row |= {"taken": tie.chosen, "told_apart_by_round": tie.by}
    elif tie.chosen and reported.material is False:
        row["taken"] = tie.chosen
    if reported.settled:
        row["settled"] = list(reported.settled)
    if reported.outcomes:
        row["outcomes"] = [{"taken": option, "elected": list(who)} for option, who in reported.outcomes]
    return row
