"""Blind spots: where nobody measures, who lives there, and which sites would tell most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from biomes import queries as biomes
from biomes.rules import blindspots as rule

MOST_SITES, USUAL_SITES = 12, 4
MOST_BUDGET, USUAL_BUDGET = 120, 30


@dataclass(frozen=True, slots=True)
class Spot:
    """One living system: how much of it is unknown now and after the choices, on average over its points."""

    biome: Any
    finding: Any
    people: int
    heard: int
    sighted: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Site:
    """A choice in words of the map."""

    biome: Any
    lon: float
    lat: float
    means: str
    cost: int
    gain: float


@dataclass(frozen=True, slots=True)
class BlindSpots:
    spots: list[Spot]
    sites: list[Site]
    unknown_before: float
    unknown_after: float
    cost: int
    points: int
    stations: list[tuple[float, float]]


def blind_spots(at: datetime, *, most: int, budget: int) -> BlindSpots:
    """Most unknown first, weighed by the people who live beside it."""
    ground = biomes.ground(at)
    found = rule.survey(ground.points, ground.stations, most=most, budget=budget, glances=ground.glances)
    findings = biomes.states_of(ground.biomes.values(), at)
    sites = [
        Site(
            biome=ground.biomes[ground.points[one.index].system],
            lon=ground.points[one.index].lon,
            lat=ground.points[one.index].lat,
            means=one.means.code,
            cost=one.means.cost,
            gain=one.gain,
        )
        for one in found.choices
    ]
    spots = [_spot(one, findings[one.pk], ground, found) for one in ground.biomes.values()]
    spots.sort(key=lambda one: (-round(one.before, 2) * one.people, -one.before, one.biome.name))
    return BlindSpots(
        spots=spots,
        sites=sites,
        unknown_before=found.unknown_before,
        unknown_after=found.unknown_after,
        cost=found.cost,
        points=len(ground.points),
        stations=[(one.lon, one.lat) for one in ground.stations],
    )


def _spot(biome: Any, finding: Any, ground: biomes.Ground, found: rule.Survey) -> Spot:
    own = [i for i, point in enumerate(ground.points) if point.system == biome.slug]
    return Spot(
        biome=biome,
        finding=finding,
        people=round(sum(ground.points[i].people for i in own)),
        heard=ground.heard[biome.slug],
        sighted=ground.sighted[biome.slug],
        before=sum(found.before[i] for i in own) / len(own),
        after=sum(found.after[i] for i in own) / len(own),
    )
