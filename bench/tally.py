"""A count of 10,000 ballots on 20 options for five seats, every ballot its own ranking.

Limit: `scottish_s` <= 10 (also asked of Meek: `meek_s`). The ballots are drawn with seed 7, each a full or partial
order that leans to the options in front, so that there are surpluses, exclusions and ballots that run out.
"""

from __future__ import annotations

import random
import time

from bench import petitions_world as world
from council.rules.counts.count import count
from council.rules.counts.papers import Budget, Contest, Method, Paper

BALLOTS, OPTIONS, SEATS, SEED = 10_000, 20, 5, 7
LIMITS: dict[str, float] = {"scottish_s": 10, "meek_s": 10}


def papers(options: tuple[str, ...]) -> tuple[Paper, ...]:
    chance = random.Random(SEED)
    drawn = []
    for _ in range(BALLOTS):
        order = sorted(options, key=lambda option: chance.random() ** (1 + int(option[1:]) / 10))
        drawn.append(Paper(tuple(order[: chance.randint(1, OPTIONS)])))
    return tuple(drawn)


def measure() -> dict[str, float]:
    options = tuple(f"o{number:02d}" for number in range(OPTIONS))
    cast = papers(options)
    figures: dict[str, float] = {"ballots": BALLOTS, "options": OPTIONS, "seats": SEATS}
    for name, method in (("scottish", Method.SCOTTISH), ("meek", Method.MEEK), ("irv", Method.IRV)):
        budget = Budget(10**12)
        began = time.perf_counter()
        result = count(Contest(method, 1 if method is Method.IRV else SEATS, options, cast), budget)
        took = time.perf_counter() - began
        figures[f"{name}_s"] = round(took, 2)
        figures[f"{name}_rounds"] = len(result.stages)
        figures[f"{name}_steps_per_s"] = round((10**12 - (budget.steps or 0)) / took)
    return figures


if __name__ == "__main__":
    world.report("tally", measure(), LIMITS)
