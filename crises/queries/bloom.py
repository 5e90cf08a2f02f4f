"""The bloom as a field of numbers, for maps that draw it: decoded from the newest finished run."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crises import simulation as sim
from crises.models import Run
from crises.queries.runs import finished_runs, frame
from crises.rules.run_life import Arm
from ledger import files


@dataclass(frozen=True, slots=True)
class BloomField:
    """Median toxin of one day and arm; row 0 is north, None is land."""

    values: list[list[float | None]]
    # West, south, east, north in degrees.
    bounds: tuple[float, float, float, float]
    unit: str
    limit: float
    at: date
    run: Run
    # Of the frame it was decoded from.
    sha256: str


def bloom_now(biome_slug: str, at: datetime) -> BloomField | None:
    """The day of the newest run nearest to ``at``; None where nothing was computed yet."""
    run = finished_runs().filter(biome__slug=biome_slug).first()
    if run is None:
        return None
    day = min(max((at.date() - run.begins_on).days, 1), run.days)
    return bloom_of(run, Arm.BASELINE.value, day)


def bloom_of(run: Run, arm: str, day: int) -> BloomField | None:
    """One day of one arm of a finished run; None where there is no such frame."""
    found = frame(run, arm, "median", day)
    if found is None:
        return None
    field = sim.frames.decode(files.load(found.file), found.scale)[::-1]
    document = run.statistics.document
    west, south, east, north = document["map"]["bounds"]
    return BloomField(
        values=[[None if v != v else float(v) for v in row] for row in field.tolist()],
        bounds=(west, south, east, north),
        unit=document["limit"]["unit"],
        limit=document["limit"]["value"],
        at=date.fromordinal(run.begins_on.toordinal() + day),
        run=run,
        sha256=found.sha256,
    )


def depths(biome_slug: str) -> tuple[float, float, float] | None:
    """Depth at the shore and far from it, and how far that is, in metres: for depth lines on a map."""
    run = finished_runs().filter(biome__slug=biome_slug).first()
    if run is None:
        return None
    depth: dict[str, Any] = run.scenario.document["model"]["depth"]
    if "shore_m" not in depth:
        return None
    return float(depth["shore_m"]), float(depth["deep_m"]), float(depth["reach_m"])
