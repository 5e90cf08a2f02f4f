from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from biomes.rules.cells import CELLS
from biomes.rules.lifecycle import PUBLIC, UNREGISTERED
from biomes.rules.sighted import Sighted, State
from biomes.rules.words import Precision

SHOWN_WITH = sorted(stage.value for stage in PUBLIC | UNREGISTERED)
KINDS = sorted(kind.value for kind in Sighted)


class SightingQuerySet(models.QuerySet["Sighting"]):
    def public(self) -> SightingQuerySet:
        """Accepted, of a living system that is itself readable and that somebody has looked at."""
        looked = Q(biome__filing__isnull=True) | Q(biome__filing__looked_at__isnull=False)
        return self.filter(looked, state=State.ACCEPTED.value, biome__stage__in=SHOWN_WITH)


class Sighting(models.Model):
    """What a person saw, without a station. Its place was coarsened before it came here."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    biome = models.ForeignKey("biomes.Biome", on_delete=models.PROTECT, related_name="sightings")
    # The opaque code of the person; no page shows who saw something.
    observer = models.CharField(_("observer"), max_length=32)
    kind = models.CharField(_("what"), max_length=12)
    said = models.TextField(_("in the observer’s words"), max_length=1000, blank=True)
    language = models.CharField(_("language"), max_length=8)
    seen_at = models.DateTimeField(_("seen at"))
    precision = models.CharField(_("precision of the time"), max_length=8)
    lon = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6)
    lat = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6)
    cell_m = models.PositiveIntegerField(_("place known to (m)"))
    filed_at = models.DateTimeField(_("filed at"))
    state = models.CharField(_("state"), max_length=10, default=State.WAITING.value)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = SightingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sighting")
        verbose_name_plural = _("sightings")
        ordering = ["-seen_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="sighting_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="sighting_state_known"
            ),
            models.CheckConstraint(
                condition=Q(precision__in=[Precision.INSTANT.value, Precision.DAY.value]),
                name="sighting_precision_known",
            ),
            models.CheckConstraint(condition=Q(cell_m__in=CELLS), name="sighting_cell_known"),
            models.CheckConstraint(
                condition=Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90), name="sighting_on_earth"
            ),
        ]
        indexes = [
            models.Index(fields=["biome", "state", "-seen_at"], name="sighting_of_biome"),
            models.Index(fields=["observer", "-filed_at"], name="sighting_of_observer"),
            models.Index(
                fields=["filed_at"], condition=Q(state=State.WAITING.value), name="sighting_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seen_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("biomes:sighting", args=[self.uuid])

    @property
    def subject(self) -> str:
        return f"biomes.sighting/{self.uuid}"

    @property
    def point(self) -> dict[str, object]:
        return {"type": "Point", "coordinates": [float(self.lon), float(self.lat)]}


class CorroborationNeed(models.Model):
    """How many people must bear a kind of sighting out; without a row the rule's own numbers hold."""

    kind = models.CharField(_("what"), max_length=12, unique=True)
    people = models.PositiveSmallIntegerField(_("people"))
    hours = models.PositiveSmallIntegerField(_("within hours"))
    radius_m = models.PositiveIntegerField(_("within metres"))
    reason = models.CharField(_("why these numbers"), max_length=200)
    set_by = models.CharField(_("set by"), max_length=32)
    set_at = models.DateTimeField(_("set at"))

    class Meta:
        verbose_name = _("need of corroboration")
        verbose_name_plural = _("needs of corroboration")
        ordering = ["kind"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="need_kind_known"),
            models.CheckConstraint(
                condition=Q(people__gte=2, people__lte=50, hours__gte=1, hours__lte=720)
                & Q(radius_m__gte=100, radius_m__lte=50_000),
                name="need_within_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.people}"


class Corroboration(models.Model):
    """Sightings that bear each other out. Each sighting stands in at most one, so that news is told once."""

    biome = models.ForeignKey("biomes.Biome", on_delete=models.PROTECT, related_name="corroborations")
    kind = models.CharField(_("what"), max_length=12)
    found_at = models.DateTimeField(_("found at"))
    sightings = models.ManyToManyField(
        "biomes.Sighting", through="biomes.Corroborated", related_name="corroborations"
    )

    class Meta:
        verbose_name = _("corroboration")
        verbose_name_plural = _("corroborations")
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="corroboration_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.found_at:%Y-%m-%d}"


class Corroborated(models.Model):
    """A sighting's part in a corroboration."""

    corroboration = models.ForeignKey("biomes.Corroboration", on_delete=models.CASCADE, related_name="+")
    sighting = models.OneToOneField("biomes.Sighting", on_delete=models.CASCADE, related_name="corroborated")

    class Meta:
        verbose_name = _("corroborated sighting")
        verbose_name_plural = _("corroborated sightings")

    def __str__(self) -> str:
        return f"{self.corroboration_id} {self.sighting_id}"
