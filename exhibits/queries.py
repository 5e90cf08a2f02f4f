"""Reads of exhibits: what the public sees, what an artist works on, and what a run gives a scene."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from accounts import queries as accounts
from accounts.rules.roles import Role
from crises import queries as crises
from exhibits.models import Exhibit, Scene
from exhibits.rules.numbers import Number, numbers_of

READERS = (Role.CURATOR, Role.MODERATOR)


def public_exhibits() -> QuerySet[Exhibit]:
    """Published works, newest first."""
    return Exhibit.objects.public().select_related("artist", "biome")


def public_exhibit(slug: str) -> Exhibit | None:
    return _whole(public_exhibits()).filter(slug=slug).first()


def exhibits_for(biome_slug: str) -> QuerySet[Exhibit]:
    return public_exhibits().filter(biome__slug=biome_slug)


def is_gone(slug: str) -> bool:
    """It was public and was withdrawn: its address says so."""
    return Exhibit.objects.filter(slug=slug, state="withdrawn", published_at__isnull=False).exists()


def exhibit_seen_by(slug: str, viewer: Any, at: datetime) -> Exhibit | None:
    """A public one for everybody; any for its artist and for those who review."""
    found = _whole(Exhibit.objects.select_related("artist", "biome")).filter(slug=slug).first()
    if found is None or found.is_public or is_artist_of(found, viewer):
        return found
    return found if found.state == "review" and _reviews(viewer, at) else None


def _reviews(viewer: Any, at: datetime) -> bool:
    return any(accounts.has_role(viewer, role, at) for role in READERS)


def is_artist_of(exhibit: Exhibit, viewer: Any) -> bool:
    return bool(getattr(viewer, "is_authenticated", False)) and exhibit.artist_id == viewer.pk


def may_withdraw(exhibit: Exhibit, viewer: Any, at: datetime) -> bool:
    """Its artist, or a curator."""
    return exhibit.is_public and (
        is_artist_of(exhibit, viewer) or accounts.has_role(viewer, Role.CURATOR, at)
    )


def exhibits_of(user: Any) -> QuerySet[Exhibit]:
    return Exhibit.objects.filter(artist=user).select_related("biome").order_by("-drafted_at", "-pk")


def own_exhibit(slug: str, user: Any) -> Exhibit | None:
    return _whole(exhibits_of(user)).filter(slug=slug).first()


def _whole(found: QuerySet[Exhibit]) -> QuerySet[Exhibit]:
    scenes = Scene.objects.order_by("number").prefetch_related("versions", "sources")
    return found.prefetch_related(Prefetch("scenes", scenes), "versions")


def scene_of(exhibit: Exhibit, number: int) -> Scene | None:
    return next((scene for scene in exhibit.scenes.all() if scene.number == number), None)


# --- Words in the reader's language -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """An exhibit's or a scene's words, in the language they are in."""

    words: Any
    language: str
    by_machine: bool


def told(of: Exhibit | Scene, language: str, original: str) -> Told:
    """The version in the reader's language if there is one, else the original, and which it is."""
    version = next((v for v in of.versions.all() if v.language == language), None)
    if language == original or version is None:
        return Told(of, original, False)
    return Told(version, language, version.by_machine)


# --- What a run gives a scene -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Material:
    """One night of a run, ready to be drawn and written about."""

    run: int
    arm: str
    day: int
    frame_sha256: str
    picture: dict[str, Any]
    numbers: dict[str, Any]
    part: str


class NoMaterial(Exception):
    """The run has no such night; the message names it."""


def finished_runs() -> QuerySet[Any]:
    """Runs an exhibit can be made from."""
    return crises.finished_runs()


def nights_of(run: Any) -> list[tuple[str, int]]:
    """The nights a draft begins with: the first, the one of the finding, the same with the plan, the last."""
    document = run.statistics.document
    finding, last = int(document["finding"]["day"]), int(document["days"])
    found = [("baseline", 1), ("baseline", finding)]
    if document.get("comparison"):
        found.append(("plan", finding))
    return list(dict.fromkeys([*found, ("baseline", last)]))


def material(run: Any, arm: str, day: int) -> Material:
    """Picture and numbers of a night, both from the frame and the statistics of that run."""
    # numpy only for those who draw: pages read what was drawn.
    import numpy as np

    from exhibits.rules import pictures

    document = run.statistics.document
    bloom = crises.bloom_of(run, arm, day)
    if bloom is None:
        raise NoMaterial(f"{run.number} {arm} {day}")
    view = document["map"]["view"]
    field = pictures.cropped(np.array(bloom.values, dtype=float), view)
    depth = crises.documents_of(run)["scenario"]["model"]["depth"]
    is_plan = arm == "plan"
    night = pictures.Night(
        field=field, cell_m=float(document["map"]["cell_m"]), limit=float(document["limit"]["value"]),
        shore_m=float(depth.get("shore_m", 1)), deep_m=float(depth.get("deep_m", 4)),
        reach_m=float(depth.get("reach_m", 1500)), seed=int(bloom.sha256[:15], 16),
        barrier=pictures.moved(document["map"]["barrier"], view) if is_plan else (),
        drones=pictures.moved(document["map"]["drones"], view) if is_plan else (),
    )  # fmt: skip
    numbers: Mapping[str, Number] = numbers_of(
        document, arm=arm, day=day, peak=float(np.nanmax(field)), deep_m=night.deep_m
    )
    part = pictures.thickest(field)
    filled: dict[str, Any] = {name: number.to_dict() for name, number in numbers.items()}
    filled["where"] = {"part": part}
    if town := next((z["name"] for z in document["zones"] if z["slug"] == document["finding"]["zone"]), ""):
        filled["town_name"] = {"text": town}
    return Material(
        run=run.number, arm=arm, day=day, frame_sha256=bloom.sha256, picture=pictures.picture(night),
        numbers=filled,
        part=part
    )  # fmt: skip
