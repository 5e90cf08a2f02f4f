from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biomes.rules.pictures import ALT_LENGTH, Licence


class PictureQuerySet(models.QuerySet["Picture"]):
    def public(self) -> PictureQuerySet:
        return self.filter(is_public=True)


class Picture(models.Model):
    """A photograph of a living system, a sighting, a story: re-encoded, with words for those who do not see it."""

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    # What it belongs to, as the ledger names it: "biomes.biome/vessa-lagoon".
    subject = models.CharField(_("belongs to"), max_length=200, db_index=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    alt = models.CharField(_("what it shows"), max_length=ALT_LENGTH)
    licence = models.CharField(_("licence"), max_length=32, default=Licence.CC_BY.value)
    credit = models.CharField(_("credit"), max_length=120, blank=True)
    # Of the largest width that is kept.
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    # Width in pixels -> name of the file.
    files: models.JSONField[Any, Any] = models.JSONField(_("files"))
    # Set by the act that publishes what it belongs to; until then only its sender and those who decide see it.
    is_public = models.BooleanField(_("public"), default=False)
    kept_at = models.DateTimeField(_("kept at"))
    kept_by = models.CharField(_("sent by"), max_length=32, blank=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["subject", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(alt=""), name="picture_in_words"),
            models.CheckConstraint(
                condition=Q(licence__in=[one.value for one in Licence]), name="picture_licence_known"
            ),
        ]

    def __str__(self) -> str:
        return self.alt

    @property
    def widths(self) -> list[int]:
        return sorted(int(width) for width in self.files)
