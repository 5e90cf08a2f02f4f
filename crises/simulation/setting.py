"""A scenario and one member's draws as the arrays the engines need, segment by segment."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np

from .flow import Modes, modes_of
from .forcing import SEGMENTS_A_DAY, Forcing, forcing
from .grids import BadScenario, Floats, Terrain, faces_along
from .layout import (
    Agents,
    Array,
    Current,
    Feeds,
    Filter,
    Rates,
    Water,
    closed_filter,
    current_of,
    padded,
    water_of,
)
from .measures import DroneLine
from .parameters import surface_light, temperature_factor
from .scenario import Scenario

SEGMENT_S = 86_400 / SEGMENTS_A_DAY
# Wet biomass per chlorophyll-a: about 4 ug of chlorophyll in a mg of wet bloom (Felip and Catalan 2000).
WET_PER_CHLOROPHYLL = 250.0
LONGEST_REACTION_S = 3600.0
MOST_SUBSTEPS = 6
MOST_STEPS_A_DAY = 40_000


@dataclass(frozen=True)
class Segment:
    """Six hours of constant weather, cut into steps that are stable."""

    drifting: Current  # carries algae: current and wind
    carried: Current  # carries what is dissolved
    water: Water
    reactions: int
    substeps: int

    @property
    def reaction_days(self) -> float:
        return SEGMENT_S / 86_400 / self.reactions


@dataclass(frozen=True)
class Setting:
    scenario: Scenario
    member: int
    draw: Forcing
    dtype: Any

    @classmethod
    def of(cls, scenario: Scenario, member: int) -> Setting:
        return cls(scenario, member, forcing(scenario, member), np.dtype(scenario.precision))

    @property
    def mg_m2_to_kg(self) -> float:
        return self.scenario.grid.cell_m**2 * 1e-6

    def modes(self, day: float) -> Modes:
        barrier = self.scenario.plan.barrier
        return modes_of(self.scenario, barrier_stands=barrier is not None and day >= barrier.from_day)

    def segment(self, day: int, index: int) -> Segment:
        """The flow of a segment and the largest steps that keep it stable."""
        k = day * SEGMENTS_A_DAY + index
        modes = self.modes(day + index / SEGMENTS_A_DAY)
        wind, cell = self.draw.wind[k], self.scenario.grid.cell_m
        u, v = modes.mix(self._weights(k))
        faces = modes.faces
        with np.errstate(divide="ignore", invalid="ignore"):
            rate_x = np.where(faces.open_x, u / (faces.depth_x * cell**2), 0.0)
            rate_y = np.where(faces.open_y, v / (faces.depth_y * cell**2), 0.0)
        drift = self.draw.parameters["wind_drift_share"] * wind / cell
        drift_x, drift_y = rate_x + drift[0] * faces.open_x, rate_y + drift[1] * faces.open_y
        spread = self.draw.parameters["diffusion_m2_s"] / cell**2
        depth = self.scenario.terrain.depth
        fastest = max(
            _fastest(rate_x, rate_y, faces.depth_x, faces.depth_y, depth),
            _fastest(drift_x, drift_y, faces.depth_x, faces.depth_y, depth),
        )
        reactions, substeps = steps_for(fastest, spread)
        dt = SEGMENT_S / (reactions * substeps)
        shapes = (faces.open_x, faces.open_y, spread * dt, self.dtype)
        return Segment(
            drifting=current_of(drift_x * dt, drift_y * dt, *shapes),
            carried=current_of(rate_x * dt, rate_y * dt, *shapes),
            water=water_of(depth, faces.depth_x, faces.depth_y, rate_x * dt, rate_y * dt, self.dtype),
            reactions=reactions,
            substeps=substeps,
        )

    def _weights(self, k: int) -> Floats:
        """How much of each mode flows: all of the through-flow, wind as speed squared, eddies."""
        wind, currents = self.draw.wind[k], self.scenario.currents
        push = wind * math.hypot(*wind) / self.draw.parameters["bed_drag_m_s"]
        eddies = self.draw.eddies[k]
        size = currents.eddy_m_s / math.sqrt(len(eddies)) if len(eddies) else 0.0
        return np.concatenate([[1.0], push, size * eddies])

    def rates(self, day: int) -> Rates:
        p, t = self.draw.parameters, self.dtype.type
        when = date.fromisoformat(self.scenario.starts_on) + timedelta(days=day)
        light = surface_light(p["light_surface_umol"], when.timetuple().tm_yday, self.scenario.overcast)
        return Rates(
            growth=t(p["growth_per_day"] * temperature_factor(self.draw.temperature_c)),
            loss=t(p["loss_per_day"]),
            half_saturation=t(p["half_saturation_ug_l"]),
            bound=t(p["nutrient_per_algae"]),
            returned=t(p["remineralised_share"] * p["nutrient_per_algae"] * p["loss_per_day"]),
            released=t(p["toxin_quota"] * p["loss_per_day"] + p["toxin_excretion_per_day"]),
            decay=t(p["toxin_decay_per_day"]),
            light=t(light),
            light_half=t(p["light_half_umol"]),
            shade_water=t(p["attenuation_per_m"]),
            shade_algae=t(p["self_shading_m2_mg"]),
        )

    def loss(self) -> Array:
        """Death and settling of every cell, per day; a rising population loses nothing to the bed."""
        p, depth = self.draw.parameters, self.scenario.terrain.depth
        sinking = np.divide(max(p["settling_m_day"], 0.0), depth, where=depth > 0, out=np.zeros_like(depth))
        return (p["loss_per_day"] + sinking).astype(self.dtype)

    def feeds(self, at_day: float) -> tuple[Feeds, float]:
        """Source loads by cell after their cuts, and their sum in kg a day."""
        cuts = {cut.source: cut.at(at_day) for cut in self.scenario.plan.cuts}
        rows, columns, rates, total = [], [], [], 0.0
        for source in self.scenario.sources:
            load = source.load_kg_day * (1 - cuts.get(source.name, 0.0))
            j, i = _cells_near(
                self.scenario.terrain, source.lon, source.lat, source.radius_m, f"The source {source.name}"
            )
            # Equal rise in every cell: the load over the volume of its cells, mg / m3.
            rise = load * 1e6 / self.scenario.terrain.volume_m3[j, i].sum()
            rows.append(j)
            columns.append(i)
            rates.append(np.full(len(j), rise))
            total += load
        if not rows:
            return Feeds(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)), 0.0
        return Feeds(np.concatenate(rows), np.concatenate(columns), np.concatenate(rates)), total

    def drones(self) -> tuple[Placed, ...]:
        """Every drone of the plan at its cell."""
        return _placed(self.scenario.terrain, self.scenario.plan.drones)

    def agents(self) -> Agents:
        """The day's drones, their hoppers empty."""
        drones, p = self.drones(), self.draw.parameters
        row, column = (np.array([cell[axis] for cell in drones], np.int64) for axis in (2, 3))
        volume = self.scenario.terrain.volume_m3[row, column] if drones else np.zeros(0)
        passed = np.array([24 * d.capacity_m3_h for d, *_ in drones], float) / volume
        hopper = np.array([d.hopper_kg for d, *_ in drones], float) / WET_PER_CHLOROPHYLL
        return Agents(
            row=row,
            column=column,
            clear_algae=p["drone_share_particles"] * passed,
            clear_toxin=p["drone_share_dissolved"] * passed,
            hours=np.array([d.hours_a_day for d, *_ in drones], float),
            starts=np.array([24 * d.from_day for d, *_ in drones], float),
            room=hopper / self.mg_m2_to_kg,
            done=np.zeros((len(drones), 3)),
        )

    def sieve(self, at_day: float, held_mg_m2: float) -> Filter:
        """The filtering barrier's faces, and what still fits."""
        ny, nx = self.scenario.grid.ny, self.scenario.grid.nx
        barrier = self.scenario.plan.barrier
        if barrier is None or barrier.kind != "filtering" or at_day < barrier.from_day:
            return closed_filter(ny)
        path = faces_along(self.scenario.grid, barrier.line)
        x = np.array(sorted(path.across_x), np.int64).reshape(-1, 2)
        y = np.array(sorted(path.across_y), np.int64).reshape(-1, 2)
        x = x[(x[:, 1] > 0) & (x[:, 1] < nx)]  # the grid's own edge belongs to the openings
        y = y[(y[:, 0] > 0) & (y[:, 0] < ny)]
        capacity = barrier.capacity_kg / WET_PER_CHLOROPHYLL / self.mg_m2_to_kg
        return Filter(
            np.searchsorted(x[:, 0], np.arange(ny + 1)).astype(np.int64), x[:, 1].copy(),
            np.searchsorted(y[:, 0], np.arange(ny + 2)).astype(np.int64), y[:, 1].copy(),
            np.array([barrier.share]), np.array([max(0.0, capacity - held_mg_m2), 0.0]),
        )  # fmt: skip

    def with_halo(self, field: Array, quantity: str) -> Array:
        """The field padded; beyond each opening stands what flows in there."""
        out = padded(field, self.dtype)
        for opening in self.scenario.openings:
            value = getattr(opening, f"{quantity}_ug_l")
            stretch = slice(opening.start + 2, opening.stop + 2)
            match opening.side:
                case "west":
                    out[stretch, :2] = value
                case "east":
                    out[stretch, -2:] = value
                case "south":
                    out[:2, stretch] = value
                case _:
                    out[-2:, stretch] = value
        return out


# Line, number within it, row and column.
Placed = tuple[DroneLine, int, int, int]


@lru_cache(maxsize=8)
def _placed(terrain: Terrain, lines: tuple[DroneLine, ...]) -> tuple[Placed, ...]:
    """Where the drones hold station; kept, for they stay there day after day."""
    found = []
    for line in lines:
        for index, (lon, lat) in enumerate(line.stations()):
            j, i = _cells_near(terrain, lon, lat, 0.0, f"A drone of {line.name}")
            found.append((line, index, int(j[0]), int(i[0])))
    return tuple(found)


@lru_cache(maxsize=32)
def _cells_near(terrain: Terrain, lon: float, lat: float, radius_m: float, what: str) -> tuple[Array, Array]:
    """Water cells within a radius; the nearest one where none is, if it is less than 1 km away."""
    grid = terrain.grid
    xx, yy = grid.centres()
    x, y = grid.metres(lon, lat)
    away = np.where(terrain.water, np.hypot(xx - x, yy - y), np.inf)
    j, i = np.nonzero(away <= radius_m)
    if len(j) == 0:
        j, i = (np.array([part]) for part in np.unravel_index(np.argmin(away), away.shape))
        if away[j[0], i[0]] > max(1000.0, 2 * grid.cell_m):
            raise BadScenario(f"{what} lies more than a kilometre from the water.", "far_from_water")
    return j.astype(np.int64), i.astype(np.int64)


def steps_for(fastest: float, spread: float) -> tuple[int, int]:
    """Reactions in a segment and transport steps between two: dt <= 0.9 / (fastest + 2.4 D/dx2)."""
    needed = max(1, math.ceil(SEGMENT_S * (fastest + 2.4 * spread) / 0.9))
    if needed * SEGMENTS_A_DAY > MOST_STEPS_A_DAY:
        raise BadScenario(
            "The current is too fast for this grid: widen or deepen the narrowest water, or use larger cells.",
            "too_fast",
        )
    reactions = max(math.ceil(needed / MOST_SUBSTEPS), math.ceil(SEGMENT_S / LONGEST_REACTION_S))
    return reactions, math.ceil(needed / reactions)


def _fastest(rate_x: Floats, rate_y: Floats, depth_x: Floats, depth_y: Floats, depth: Floats) -> float:
    """The largest share of a face's or cell's water that moves on in a second, in either direction."""
    wet = np.where(depth > 0, depth, np.inf)
    fx, fy = rate_x * depth_x, rate_y * depth_y
    out_x = (np.maximum(fx[:, 1:], 0) - np.minimum(fx[:, :-1], 0)) / wet
    out_y = (np.maximum(fy[1:], 0) - np.minimum(fy[:-1], 0)) / wet
    return float(max(np.abs(rate_x).max(), np.abs(rate_y).max(), out_x.max(), out_y.max()))
