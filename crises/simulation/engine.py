"""One simulated day of one member: the only door to the inner loops.

The compiled engine is imported on first use (107 MB, seconds), the NumPy twin is for tests and
for machines without a compiler; both have the same functions.
"""

from __future__ import annotations

import fcntl
import importlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from .forcing import SEGMENTS_A_DAY
from .layout import Agents, Array, Feeds, Filter, closed_filter, constants, inner
from .scenario import Scenario
from .setting import Segment, Setting
from .state import Day, DroneDay, Ledger, State

ENGINES = {"numba": ".kernels", "numpy": ".oracle"}


@cache
def _engine(name: str) -> ModuleType:
    return importlib.import_module(ENGINES[name], __package__)


def warm() -> None:
    """Loads (or, once per machine, compiles) the kernels: for the start of a worker.

    Of several processes that begin together one compiles, and the others read what it kept.
    """
    from .samples import small_scenario  # kept out of the way of those who only read scenarios

    scenario = small_scenario()
    with _one_at_a_time():
        advance_day(scenario, 0, start(scenario, 0))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """A lock the kernel drops when its holder dies, beside the machine code they share; none where they share none."""
    folder = os.environ.get("NUMBA_CACHE_DIR")
    with ExitStack() as held:
        if folder:
            # Whoever may not write there compiles for itself.
            with suppress(OSError):
                Path(folder).mkdir(parents=True, exist_ok=True)
                lock = held.enter_context((Path(folder) / "compiling.lock").open("a"))
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start(scenario: Scenario, member: int) -> State:
    """The member's first state: background and blooms as it drew them."""
    setting = Setting.of(scenario, member)
    water, background = scenario.terrain.water, scenario.background
    xx, yy = scenario.grid.centres()
    algae = np.full(water.shape, background.chlorophyll_ug_l, float)
    toxin = np.full(water.shape, background.toxin_ug_l, float)
    for blob, size, shift in zip(
        scenario.blobs, setting.draw.bloom_size, setting.draw.bloom_shift, strict=True
    ):
        x, y = np.array(scenario.grid.metres(blob.lon, blob.lat)) + shift * blob.radius_m
        hill = size * np.exp(-((xx - x) ** 2 + (yy - y) ** 2) / (2 * blob.radius_m**2))
        algae += blob.chlorophyll_ug_l * hill
        toxin += blob.toxin_ug_l * hill
    nutrient = np.full(water.shape, background.nutrient_ug_l, float)
    kept = {n: np.where(water, f, 0).astype(setting.dtype)
            for n, f in (("algae", algae), ("nutrient", nutrient), ("toxin", toxin))}  # fmt: skip
    return State(member=member, day=0, steps=0, barrier_mg_m2=0.0, **kept)


def day_zero(scenario: Scenario, member: int) -> Day:
    """The picture before anything happened."""
    setting = Setting.of(scenario, member)
    state = start(scenario, member)
    return _day(setting, state, {}, setting.agents(), 0.0)


def advance_day(scenario: Scenario, member: int, state: State, *, engine: str = "numba") -> tuple[State, Day]:
    """The state a day later and that day as it can be looked at. Same arguments, same bits."""
    if state.member != member or state.day >= scenario.days:
        raise ValueError(f"member {state.member} after day {state.day} cannot go on as member {member}")
    setting, inner_loops = Setting.of(scenario, member), _engine(engine)
    table = _Table(setting, state)
    for index in range(SEGMENTS_A_DAY):
        table.advance(inner_loops, state.day, index)
    after = State(
        member=member,
        day=state.day + 1,
        steps=table.steps,
        barrier_mg_m2=state.barrier_mg_m2 + table.held,
        algae=inner(table.algae).copy(),
        nutrient=inner(table.nutrient).copy(),
        toxin=inner(table.toxin).copy(),
    )
    return after, _day(setting, after, table.ledger(state, after), table.agents, table.held)


class _Table:
    """The arrays of a day in the making."""

    def __init__(self, setting: Setting, state: State) -> None:
        self.setting, self.steps = setting, state.steps
        self.algae = setting.with_halo(state.algae, "chlorophyll")
        self.nutrient = setting.with_halo(state.nutrient, "nutrient")
        self.toxin = setting.with_halo(state.toxin, "toxin")
        self.work = np.stack([self.algae, self.nutrient, self.toxin])
        nx = setting.scenario.grid.nx
        self.flux, self.rows = np.zeros((3, nx + 1), setting.dtype), np.zeros((4, nx), setting.dtype)
        self.borders, self.sums, self.fed_kg = np.zeros((3, 2)), np.zeros(4), 0.0
        self.agents, self.loss = setting.agents(), setting.loss()
        self.rates = setting.rates(state.day)
        self.no_sieve = closed_filter(setting.scenario.grid.ny)
        self.held_before, self.held = state.barrier_mg_m2, 0.0
        self.constants = constants(setting.dtype)

    def advance(self, loops: Any, day: int, index: int) -> None:
        setting = self.setting
        segment = setting.segment(day, index)
        begin = day + index / SEGMENTS_A_DAY
        feeds, load_kg_day = setting.feeds(begin + 0.5 / SEGMENTS_A_DAY)
        sieve = setting.sieve(begin, self.held_before + self.held)
        self._compute(loops, segment, sieve, feeds, 24.0 * begin)
        self.steps += segment.reactions * segment.substeps
        self.held += float(sieve.room[1])
        self.fed_kg += load_kg_day / SEGMENTS_A_DAY

    def _compute(self, loops: Any, segment: Segment, sieve: Filter, feeds: Feeds, hour: float) -> None:
        """A stretch of constant weather: half a reaction, transport, reaction, ..., half a reaction."""
        k, t = self.constants, self.setting.dtype.type
        water, days = segment.water, segment.reaction_days
        tracers = (
            (self.algae, segment.drifting, sieve),
            (self.nutrient, segment.carried, self.no_sieve),
            (self.toxin, segment.carried, self.no_sieve),
        )
        for r in range(segment.reactions + 1):
            step = t(days if 0 < r < segment.reactions else days / 2)
            loops.react(
                self.algae, self.nutrient, self.toxin, water, self.loss, self.rates, step, self.rows, self.sums, k
            )  # fmt: skip
            loops.feed(self.nutrient, feeds, float(step))
            since = hour + 24.0 * days * max(r - 0.5, 0.0)
            loops.clear(self.algae, self.toxin, self.agents, water.volume, since, float(step))
            if r == segment.reactions:
                break
            turn = (self.steps + r * segment.substeps) % 2
            for (field, current, filtered), work, border in zip(
                tracers, self.work, self.borders, strict=True
            ):
                loops.transport(
                    field, work, current, water, filtered, self.flux, border, segment.substeps, turn, k
                )

    def ledger(self, before: State, after: State) -> Ledger:
        """Every mass of the day in kg: what was there, came, changed and went."""
        to_kg, depth = self.setting.mg_m2_to_kg, self.setting.scenario.terrain.depth
        rates, done = self.rates, self.agents.done.sum(axis=0)
        grown, lost, algae_days, decayed = self.sums * to_kg
        died = float(rates.loss) * algae_days
        mass = {
            name: [float((depth * getattr(s, name)).sum()) * to_kg for s in (before, after)]
            for name in ("algae", "nutrient", "toxin")
        }
        came, went = self.borders.T * to_kg
        rows: Ledger = {
            "algae_kg": {"grown": grown, "died": -died, "settled": died - lost, "drones": -done[0] * to_kg,
                         "barrier": -self.held * to_kg},
            "nutrient_kg": {"sources": self.fed_kg, "returned": float(rates.returned) * algae_days,
                            "taken_up": -float(rates.bound) * grown},
            "toxin_kg": {"released": float(rates.released) * algae_days, "decayed": -decayed,
                         "drones": -done[1] * to_kg},
        }  # fmt: skip
        for k, (name, changes) in enumerate(zip(mass, rows.values(), strict=True)):
            first, last = mass[name]
            entries = {"before": first, "inflow": came[k], "outflow": -went[k], **changes, "after": last}
            changes.clear()
            changes.update({entry: float(kg) for entry, kg in entries.items()})
        return rows


def imbalance(account: dict[str, float]) -> float:
    """What an account fails to explain: before plus all changes, minus after."""
    return sum(kg for entry, kg in account.items() if entry != "after") - account["after"]


def _day(setting: Setting, state: State, ledger: Ledger, agents: Agents, held_mg_m2: float) -> Day:
    water, to_kg = setting.scenario.terrain.water, setting.mg_m2_to_kg
    quota = setting.draw.parameters["toxin_quota"]
    drones = []
    for (group, index, *_), (algae, toxin, days), room in zip(
        setting.drones(), agents.done, agents.room, strict=True
    ):
        drones.append(DroneDay(
            name=group.name, index=index, treated_m3=float(24 * days * group.capacity_m3_h),
            algae_kg=float(algae * to_kg), toxin_kg=float((toxin + quota * algae) * to_kg),
            hours=float(24 * days), hopper_full=bool(room <= 0),
        ))  # fmt: skip
    return Day(
        member=state.member,
        day=state.day,
        chlorophyll=_on_water(state.algae, water),
        nutrient=_on_water(state.nutrient, water),
        toxin=_on_water(state.toxin + quota * state.algae, water),
        ledger=ledger,
        treated_m3=sum(d.treated_m3 for d in drones),
        drones=tuple(drones),
        barrier_kg=held_mg_m2 * to_kg,
    )


def _on_water(field: Array, water: Array) -> Array:
    return np.where(water, field, np.nan).astype(np.float32)
