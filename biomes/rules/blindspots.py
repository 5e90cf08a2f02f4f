"""Where nobody measures, and which stations or walks would tell most for a budget.

A Gaussian process over places: what is measured at one place tells something of another, the more the nearer it lies
and more within one living system than across two. The covariance of two places is

    k = exp(-distance / LENGTH_KM) * (1 within one living system, ACROSS between two)

with variance 1 everywhere: 1 means "nobody knows", 0 "as if measured". A station adds noise STATION.noise to what it
sees, a walk WALK.noise, an accepted sighting what `glances` says. What is left unknown at a place is the kriging variance (N. Cressie, *Statistics for Spatial
Data*, 1993, chapter 3), weighed by the people who live beside it.

Sites are chosen one by one, each time the one that takes away most; once by what it takes away, once by what it takes
away for its cost, and the better of the two lists is kept (A. Krause, A. Singh and C. Guestrin, "Near-optimal sensor
placements in Gaussian processes", JMLR 9, 2008; J. Leskovec et al., "Cost-effective outbreak detection in networks",
KDD 2007). They prove such choices near the best where gains only diminish. For this measure, the fall of variance,
gains usually diminish but need not (A. Das and D. Kempe, STOC 2008), so no bound is claimed here: the tests compare with
the best of all choices and with chance.

LENGTH_KM, ACROSS, the noises and the costs are this project's assumptions, not measurements.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from biomes.rules import place

LENGTH_KM = 3.0
ACROSS = 0.4
KM_PER_DEGREE = 111.195  # of latitude, on a sphere of the mean radius
# A place is known by points about so far apart, at most so many of them.
STEP_KM = 1.5
MOST_SPOTS = 12

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Means:
    """A way of looking: how noisy, and what it costs in days of work."""

    code: str
    noise: float
    cost: int


STATION = Means("station", 0.05, 12)
WALK = Means("walk", 0.6, 2)
MEANS = (STATION, WALK)
# Of a walk's noise, what all who look at one living system with bare eyes miss alike (`glances`).
EYES = 0.3


@dataclass(frozen=True, slots=True)
class Point:
    lon: float
    lat: float
    system: str
    people: float = 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """A site taken up: which point, how it would be looked at, and the share of all uncertainty it takes away."""

    index: int
    means: Means
    gain: float
    left: float


@dataclass(frozen=True, slots=True)
class Survey:
    """What is unknown at each point now, the choices, and what would be unknown after them."""

    before: tuple[float, ...]
    after: tuple[float, ...]
    choices: tuple[Choice, ...]
    unknown_before: float
    unknown_after: float
    cost: int


def spots(geometry: place.Geometry) -> list[tuple[float, float]]:
    """Points spread evenly over a place, more over a larger one; at least one, and all of them inside."""
    area = shapely.from_geojson(json.dumps(geometry))
    if not area.area:  # a pin
        return [(float(area.centroid.x), float(area.centroid.y))]
    wanted = min(max(round(place.area_km2(geometry) / STEP_KM**2), 1), MOST_SPOTS)
    west, south, east, north = area.bounds
    across = 1
    while across <= 64:
        xs = west + (east - west) * (np.arange(across) + 0.5) / across
        ys = south + (north - south) * (np.arange(across) + 0.5) / across
        grid = [(float(x), float(y)) for y in ys for x in xs]
        inside = [spot for spot in grid if shapely.contains_xy(area, *spot)]
        if len(inside) >= wanted:
            every = np.linspace(0, len(inside) - 1, wanted).round().astype(int)
            return [inside[i] for i in every]
        across += 1
    middle = area.representative_point()
    return [(float(middle.x), float(middle.y))]


def covariance(ones: Sequence[Point], others: Sequence[Point]) -> Floats:
    """Between every two places. A product of two covariances is one, so the matrix is never negative."""
    a, b = _flat(ones), _flat(others)
    squeeze = np.cos(np.radians((a[:, None, 1] + b[None, :, 1]) / 2))
    east, north = (a[:, None, 0] - b[None, :, 0]) * squeeze, a[:, None, 1] - b[None, :, 1]
    near = np.exp(-np.hypot(east, north) * KM_PER_DEGREE / LENGTH_KM)
    return np.asarray(near * np.where(_same(ones, others), 1.0, ACROSS), dtype=float)


def _same(ones: Sequence[Point], others: Sequence[Point]) -> NDArray[np.bool_]:
    """Whether two lie in one living system."""
    systems = np.array([one.system for one in ones]), np.array([two.system for two in others])
    return np.equal.outer(*systems)


def _flat(points: Sequence[Point]) -> Floats:
    return np.array([(point.lon, point.lat) for point in points], dtype=float).reshape(-1, 2)


def survey(
    points: Sequence[Point],
    stations: Sequence[Point],
    *,
    most: int,
    budget: int,
    means: Sequence[Means] = MEANS,
    glances: Sequence[tuple[Point, float]] = (),
) -> Survey:
    """The better of two greedy lists: by what a site takes away, and by what it takes away for its cost."""
    if not points:
        return Survey((), (), (), 0.0, 0.0, 0)
    known = posterior(points, stations, glances=glances)
    weights = _weights(points)
    lists = [
        greedy(known, weights, most=most, budget=budget, means=means, by_cost=by) for by in (False, True)
    ]
    choices, left = min(lists, key=lambda found: float(weights @ np.diag(found[1])))
    before = np.clip(np.diag(known), 0.0, 1.0)
    after = np.clip(np.diag(left), 0.0, 1.0)
    return Survey(
        before=tuple(before.tolist()),
        after=tuple(after.tolist()),
        choices=tuple(choices),
        unknown_before=float(weights @ before),
        unknown_after=float(weights @ after),
        cost=sum(one.means.cost for one in choices),
    )


def posterior(
    points: Sequence[Point],
    stations: Sequence[Point],
    noise: float = STATION.noise,
    glances: Sequence[tuple[Point, float]] = (),
) -> Floats:
    """The covariance of all points, given what measures at the stations and who looked where, how noisily."""
    prior = covariance(points, points)
    looked = [point for point, _own in glances]
    if not (sites := [*stations, *looked]):
        return prior
    seen = covariance(sites, sites) + np.diag([noise] * len(stations) + [own for _point, own in glances])
    seen[len(stations) :, len(stations) :] += EYES * _same(looked, looked)
    cross = covariance(points, sites)
    return np.asarray(prior - cross @ np.linalg.solve(seen, cross.T), dtype=float)


def _weights(points: Sequence[Point]) -> Floats:
    """By people; where nobody lives beside anything, every place alike."""
    people = np.array([max(point.people, 0.0) for point in points], dtype=float)
    return people / people.sum() if people.sum() > 0 else np.full(len(points), 1 / len(points))


def greedy(
    known: Floats,
    weights: Floats,
    *,
    most: int,
    budget: int,
    means: Sequence[Means] = MEANS,
    by_cost: bool = False,
    allowed: Sequence[int] | None = None,
) -> tuple[list[Choice], Floats]:
    """Up to ``most`` sites within ``budget``, each the best given those before it; and what is left unknown.

    Every means may be used once at a place. Equal gains go to the first in order.
    """
    left, chosen, spent = known.copy(), list[Choice](), 0
    whole = float(weights @ np.diag(known)) or 1.0
    sites = np.arange(len(known)) if allowed is None else np.asarray(allowed)
    taken: set[tuple[int, str]] = set()
    while len(chosen) < most:
        affordable = [way for way in means if spent + way.cost <= budget]
        found = _best(left, weights, sites, affordable, taken, by_cost=by_cost)
        if found is None:
            break
        site, way, gain = found
        left = left - np.outer(left[:, site], left[site]) / (left[site, site] + way.noise)
        taken.add((site, way.code))
        spent += way.cost
        chosen.append(Choice(site, way, gain / whole, float(weights @ np.diag(left))))
    return chosen, left


def _best(
    left: Floats,
    weights: Floats,
    sites: NDArray[np.intp],
    means: Sequence[Means],
    taken: set[tuple[int, str]],
    *,
    by_cost: bool,
) -> tuple[int, Means, float] | None:
    """The site and means that take away most now; None where nothing would tell anything more."""
    best: tuple[float, int, Means, float] | None = None
    fall = weights @ left**2
    for way in means:
        gains = fall / (np.diag(left) + way.noise)
        free = [int(site) for site in sites if (int(site), way.code) not in taken]
        if not free:
            continue
        site = free[int(np.argmax(gains[free]))]
        worth = float(gains[site]) / (way.cost if by_cost else 1)
        if gains[site] > 1e-9 and (best is None or worth > best[0]):
            best = (worth, site, way, float(gains[site]))
    return None if best is None else best[1:]


def predict(points: Sequence[Point], sites: Sequence[Point], seen: Floats, noise: float) -> Floats:
    """What is expected at the points (rows of ``seen`` are days, columns the sites)."""
    held = covariance(sites, sites) + noise * np.eye(len(sites))
    return np.asarray(seen @ np.linalg.solve(held, covariance(sites, points)), dtype=float)
