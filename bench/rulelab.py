"""The rule lab: who can carry and who can stop a motion, and a body's past under another rule.

Limits: `sets_13_seats_ms` <= 200 (the Mar Menor's thirteen seats, every set listed), `counts_60_seats_s` <= 2 (two chambers
of thirty, six kinds of seats), `replay_1000_s` <= 5 (a thousand decisions of two chambers under a charter's majority and a
thousand seeded absences). Each is the slowest of five. No server is needed: the rules are pure.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

from bench.petitions_world import report
from council.rules.coalitions import coalitions
from council.rules.decision import Outcome, Roll, RollSeat
from council.rules.monotone import TooManyKinds
from council.rules.reading import read_rule
from council.rules.replay import Past, everybody_says_yes, replay, with_absences
from council.rules.seats import BallotCast, Choice

TIMES, DECISIONS = 5, 1000
LIMITS: dict[str, float] = {
    "sets_13_seats_ms": 200,
    "counts_60_seats_s": 2,
    "replay_1000_s": 5,
    "refusal_s": 2,
}
MORE_THAN_HALF = {"base": "in_office", "num": 1, "den": 2, "strict": True}
# Ley 19/2022 and its Real Decreto: all of one administration and four of the citizens.
LAGOON = {
    "quorum": MORE_THAN_HALF,
    "pass": [MORE_THAN_HALF],
    "groups": [{"all_of_any": ["STATE", "REGION"]}, {"at_least": 4, "of": "CITIZEN"}],
}
CHARTER = {"quorum": MORE_THAN_HALF, "pass": [{"base": "cast", "num": 2, "den": 3}]}
WEIGHTED = {"pass": [{"base": "weight:people", "num": 65, "den": 100}]}


def roll(body: str, **groups: int) -> list[RollSeat]:
    return [
        RollSeat(code=f"{body}-{group}-{i}", body=body, group=group)
        for group, count in groups.items()
        for i in range(count)
    ]


def slowest(work: Callable[[], Any]) -> float:
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return max(took)


def two_chambers() -> Roll:
    return Roll(seats=(*roll("H", CITIZEN=12), *roll("B", BIOME=9)))


def a_past(seed: int) -> list[Past]:
    chance, seats = Random(seed), two_chambers()
    said = [Choice.YES, Choice.YES, Choice.NO, Choice.ABSTAIN, None]
    return [
        Past(
            motion=f"2150-{i}",
            round_=1,
            roll=seats,
            ballots=tuple(
                BallotCast(seat=seat.code, choice=choice)
                for seat in seats.seats
                if (choice := chance.choice(said)) is not None
            ),
            outcome=Outcome.REJECTED,
        )
        for i in range(DECISIONS)
    ]


def weighted(count: int) -> Roll:
    seats = roll("Q", PEOPLE=count)
    return Roll(
        seats=tuple(replace(s, weights={"people": Fraction(100 + 7 * i)}) for i, s in enumerate(seats))
    )


def refused() -> None:
    try:
        coalitions(read_rule({"chambers": [{"body": "Q", **WEIGHTED}]}), weighted(40))
    except TooManyKinds:
        return
    raise SystemExit("forty seats of forty kinds were listed")


def measure() -> dict[str, float]:
    lagoon = read_rule({"chambers": [{"body": "M", **LAGOON}]})
    thirteen = Roll(seats=tuple(roll("M", STATE=3, REGION=3, CITIZEN=7)))
    both = read_rule({"chambers": [{"body": "H", **LAGOON}, {"body": "B", **LAGOON}]})
    sixty = Roll(seats=tuple(s for b in "HB" for s in roll(b, STATE=10, REGION=10, CITIZEN=10)))
    charter = read_rule({"chambers": [{"body": "H", **CHARTER}, {"body": "B", **CHARTER}]})
    past, weights = a_past(1), read_rule({"chambers": [{"body": "Q", **WEIGHTED}]})

    def year() -> None:
        replay(charter, past)
        with_absences(charter, [everybody_says_yes(charter, two_chambers())], seed=1)

    found = coalitions(lagoon, thirteen)
    return {
        "winning_13_seats": found.winning.count,
        "sets_13_seats_ms": round(slowest(lambda: coalitions(lagoon, thirteen)) * 1000, 1),
        "sets_16_weights_ms": round(slowest(lambda: coalitions(weights, weighted(16))) * 1000, 1),
        "winning_60_seats": coalitions(both, sixty).winning.count,
        "counts_60_seats_s": round(slowest(lambda: coalitions(both, sixty)), 3),
        "refusal_s": round(slowest(refused), 3),
        "replay_1000_s": round(slowest(year), 3),
    }


if __name__ == "__main__":
    report("rulelab", measure(), LIMITS)
