"""A whole run outside the web's workers: for the command line, benches and tests.

One member is one process' work; the processes are fresh (spawn), so no thread or lock is
inherited. The web's runs are cut into days by crises.tasks instead, with the same functions.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from . import engine, statistics
from .grids import Bools
from .scenario import Scenario
from .state import Day
from .statistics import Statistics


def day_path(folder: Path, member: int, day: int) -> Path:
    return folder / f"member-{member:03d}-day-{day:03d}.npz"


def run_member(scenario: Scenario, member: int, folder: Path) -> None:
    """All days of a member, each written whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    state = engine.start(scenario, member)
    while state.day < scenario.days:
        state, day = engine.advance_day(scenario, member, state)
        path = day_path(folder, member, day.day)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(day.to_bytes())
        part.replace(path)


def run_ensemble(scenarios: Mapping[str, Scenario], folder: Path, *, workers: int = 1) -> None:
    """Every member of every named scenario, e.g. a plan and its baseline, into folder/<name>."""
    jobs = [(s, m, folder / name) for name, s in scenarios.items() for m in range(s.members)]
    if workers <= 1:
        for job in jobs:
            run_member(*job)
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn) as pool:
        for done in [pool.submit(_run_sent, s.to_dict(), m, to) for s, m, to in jobs]:
            done.result()


def _run_sent(scenario: dict[str, Any], member: int, folder: Path) -> None:
    """A scenario crosses to another process as what it is in a file."""
    run_member(Scenario.from_dict(scenario), member, folder)


def loader(folder: Path) -> Callable[[int, int], Day]:
    return lambda member, day: Day.from_bytes(day_path(folder, member, day).read_bytes())


def summarise_folder(
    scenario: Scenario, folder: Path, *, limits: Mapping[str, tuple[float, ...]], zones: Mapping[str, Bools]
) -> Statistics:
    return statistics.summarise(scenario, loader(folder), limits=limits, zones=zones)
