"""The bundle of a count: what was counted and what it came to, so that anybody counts it again.

Canonical JSON (RFC 8785); options are codes, never names; equal ballots stand once with their number.
docs/log-format.md states it for a second implementation, and ledger/verify.py reads it without this code.
"""

from collections.abc import Sequence
from typing import Any

import rfc8785

from council.rules.counts.count import count, record
from council.rules.counts.papers import Contest, Method, Paper, merged
from council.rules.counts.ties import Given

VERSION = 1
# Digits behind the point of every amount.
PLACES = {Method.SCOTTISH: 5, Method.MEEK: 9, Method.IRV: 0, Method.APPROVAL: 0, Method.SCORE: 0}


def bundle(election: str, contest: Contest, given: Given = (), supersedes: str = "") -> dict[str, Any]:
    """Count the contest and say everything that was counted with everything it came to.

    ``supersedes``: the fingerprint of the count whose ballots were at fault.
    """
    return ({"supersedes": supersedes} if supersedes else {}) | {
        "v": VERSION,
        "election": election,
        "options": list(contest.options),
        "max_points": contest.max_points,
        "places": PLACES[contest.method],
        "ballots": [ballot_row(paper) for paper in merged(contest.papers)],
        "settled": [list(taken) for taken in given],
        **record(contest, count(contest, given=given)),
    }


def canonical(data: dict[str, Any]) -> bytes:
    return rfc8785.dumps(data)


def contest_of(data: dict[str, Any]) -> Contest:
    """The contest that a bundle was made from."""
    papers = tuple(paper_of(row) for row in data["ballots"])
    method = Method(data["method"])
    return Contest(method, data["seats"], tuple(data["options"]), papers, data["max_points"])


def given_of(data: dict[str, Any]) -> Sequence[tuple[str, ...]]:
    return [tuple(taken) for taken in data["settled"]]


def open_tie(data: dict[str, Any]) -> dict[str, Any] | None:
    """The tie that leaves the result open, or None where it is whole."""
    return next(
        (tie for tie in data["ties"] if tie["changes_result"] is not False and "settled" not in tie), None
    )


def ballot_row(paper: Paper) -> dict[str, Any]:
    """A ballot as a bundle writes it."""
    row: dict[str, Any] = {"options": list(paper.options), "count": paper.count}
    return row | ({"points": list(paper.points)} if paper.points else {})


def paper_of(row: dict[str, Any]) -> Paper:
    return Paper(tuple(row["options"]), row["count"], tuple(row.get("points", ())))
