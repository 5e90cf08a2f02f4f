"""Pictures of a subject, and one by its address as far as somebody may see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts import queries as people
from accounts.rules.roles import Role
from biomes.models import Biome, Picture
from biomes.rules.profile import is_picture


def pictures_of(subject: str) -> QuerySet[Picture]:
    """All of them, in order; for those who made or decide about the subject."""
    return Picture.objects.filter(subject=subject)


def pictures_by_subject(subjects: Iterable[str]) -> dict[str, list[Picture]]:
    """The same for many subjects, in one query; one without pictures has an empty list."""
    found: dict[str, list[Picture]] = {subject: [] for subject in subjects}
    for picture in Picture.objects.filter(subject__in=list(found)):
        found[picture.subject].append(picture)
    return found


def public_pictures_of(subject: str) -> QuerySet[Picture]:
    return Picture.objects.public().filter(subject=subject)


def picture_for(uuid: UUID, viewer: Any, at: datetime) -> Picture | None:
    """Public, or the viewer sent it, or decides about it; None otherwise."""
    found = Picture.objects.filter(uuid=uuid).first()
    if found is None or found.is_public or _decides(found, viewer, at):
        return found
    return None


def _decides(picture: Picture, viewer: Any, at: datetime) -> bool:
    if not getattr(viewer, "is_authenticated", False):
        return False
    sent = bool(picture.kept_by) and picture.kept_by == viewer.code
    return sent or any(people.has_role(viewer, role, at) for role in (Role.CURATOR, Role.MODERATOR))


def pictures_named(uuids: Iterable[str]) -> list[Picture]:
    """In the order named; addresses that name none are left out. For those who decide."""
    wanted = [one for one in uuids if is_picture(one)]
    found = {str(one.uuid): one for one in Picture.objects.filter(uuid__in=wanted)}
    return [found[one] for one in wanted if one in found]


def shown_pictures(biome: Biome) -> list[Picture]:
    """A published living system's pictures in the order of its profile."""
    return shown_pictures_of([biome])[biome.pk]


def shown_pictures_of(biomes: Sequence[Biome]) -> dict[int, list[Picture]]:
    """The same for many, by primary key, in one query."""
    named = pictures_named([uuid for one in biomes for uuid in one.pictures])
    found = {str(one.uuid): one for one in named if one.is_public}
    return {one.pk: [found[uuid] for uuid in one.pictures if uuid in found] for one in biomes}
