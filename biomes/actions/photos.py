"""A person's pictures with what they file: kept in the same act, shown by the act that accepts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from biomes.actions.pictures import CannotKeep, keep_picture
from biomes.models import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPhoto:
    """A picture as it was sent: ``position`` is its place among several."""

    data: bytes
    alt: str
    position: int = 0


class CannotKeepPhoto(CannotKeep):
    """A picture was refused, and which one; the message is fit to show."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


def keep_photos(
    photos: Sequence[SentPhoto], *, subject: str, by: str, at: datetime, drawer: str = ""
) -> None:
    """All of them or, with the act they belong to, nothing; and those that waited in ``drawer`` go over."""
    for photo in photos:
        try:
            keep_picture(
                data=photo.data, subject=subject, alt=photo.alt, by=by, at=at, position=photo.position
            )
        except CannotKeep as why:
            raise CannotKeepPhoto(str(why), photo.position) from why
    if drawer:
        Picture.objects.filter(subject=drawer).update(subject=subject, kept_by=by)
