"""A frame as numbers again: the field of a night, for pages that draw it themselves.

Part of the face (`crises.queries`): portal draws the newest on its map, exhibits their scenes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from crises import files
from crises.models import Frame, Run
from crises.rules.run_life import Arm, State


@dataclass(frozen=True, slots=True)
class BloomField:
    """The median of the futures on one day: rows of values, the north first, None on land."""

    values: list[list[float | None]]
    bounds: tuple[float, float, float, float]  # west, south, east, north
    unit: str
    limit: float
    at: datetime
    run: int
    sha256: str


def bloom_of(run: Run, arm: str, day: int) -> BloomField | None:
    """The middle future of one day and arm of a finished run; None where there is no such frame."""
    frame = Frame.objects.filter(run=run, arm=arm, layer="median", day=day).first()
    return _field(run, frame) if frame else None


def bloom_now(biome_slug: str, at: datetime) -> BloomField | None:
    """The newest finished run's baseline on the day nearest to ``at``."""
    run = (
        Run.objects.filter(biome__slug=biome_slug, state=State.FINISHED.value)
        .select_related("statistics")
        .order_by("-number")
        .first()
    )
    if run is None:
        return None
    day = min(max((at.date() - run.begins_on).days + 1, 1), run.days)
    return bloom_of(run, Arm.BASELINE.value, day)


def depths(biome_slug: str) -> tuple[float, float, float] | None:
    """How the water shelves in the newest run's scenario: at the shore, at its deepest, and how far out."""
    run = Run.objects.filter(biome__slug=biome_slug).select_related("scenario").order_by("-number").first()
    depth = run.scenario.document["model"].get("depth", {}) if run else {}
    if "shore_m" not in depth:
        return None
    return float(depth["shore_m"]), float(depth["deep_m"]), float(depth["reach_m"])


def _field(run: Run, frame: Frame) -> BloomField | None:
    # numpy comes with the decoder, and only to those who draw.
    from crises.simulation import frames

    try:
        field = frames.decode(files.load(frame.file), frame.scale)
    except (FileNotFoundError, files.Damaged):
        return None
    document: dict[str, Any] = run.statistics.document
    noon = datetime.combine(run.begins_on, datetime.min.time(), tzinfo=run.queued_at.tzinfo)
    return BloomField(
        values=[[None if v != v else round(float(v), 4) for v in row] for row in field[::-1]],
        bounds=tuple(document["map"]["bounds"]),
        unit=str(frame.scale.get("unit", "ug/L")),
        limit=float(document["limit"]["value"]),
        at=noon + timedelta(days=frame.day - 1, hours=12),
        run=run.number,
        sha256=frame.sha256,
    )
