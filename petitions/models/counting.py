"""What the count writes, all of it together: batches, and totals by place and by hour."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class Batch(models.Model):
    """The signatures counted at one moment, with the root that lets each of them be checked."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField(_("number"))
    counted_at = models.DateTimeField(_("counted at"))
    count = models.PositiveIntegerField(_("signatures"))
    total = models.PositiveIntegerField(_("total after it"))
    root = models.CharField(_("root"), max_length=64)

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ["petition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "number"], name="batch_number_once"),
            models.CheckConstraint(condition=models.Q(count__gte=1), name="batch_not_empty"),
        ]
        triggers = [pgtrigger.Protect(name="batch_is_final", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.petition_id} #{self.number}"


class ZoneCount(models.Model):
    """How many signed from one zone; no zone means elsewhere."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="zone_counts")
    zone = models.ForeignKey("biomes.Zone", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count by zone")
        verbose_name_plural = _("counts by zone")
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "zone"], name="zone_count_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.zone_id} {self.count}"


class HourCount(models.Model):
    """How many were confirmed within one hour."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="hour_counts")
    hour = models.DateTimeField(_("hour"))
    count = models.PositiveIntegerField(default=0)
    # Of them signed on paper, at the hour their sheet was accepted.
    paper = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = _("count by hour")
        verbose_name_plural = _("counts by hour")
        ordering = ["hour"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "hour"], name="hour_count_once"),
            models.CheckConstraint(
                condition=models.Q(paper__lte=models.F("count")), name="hour_count_paper_within"
            ),
        ]
        # What moves at the moment is looked up by hour alone.
        indexes = [models.Index(fields=["hour"], name="hour_count_hour")]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.hour:%Y-%m-%dT%H} {self.count}"


class BasinCount(models.Model):
    """How many signed from the zones of one living system; none means from no published system's zone.

    Reckoned anew from the counts by zone at every tick, so it follows the map of zones as it is now.
    A zone beside two systems is in both: the sum over basins may be more than the total.
    """

    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="basin_counts")
    biome = models.ForeignKey(
        "biomes.Biome", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count by basin")
        verbose_name_plural = _("counts by basin")
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "biome"], name="basin_count_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.biome_id} {self.count}"


class Printed(models.Model):
    """The table by place as it is published: cells move together and by several, never by one signature."""

    petition = models.OneToOneField("petitions.Petition", on_delete=models.PROTECT, related_name="printed")
    # Slug of the zone ("" elsewhere) -> count; a place that is withheld is not in it.
    cells = models.JSONField(default=dict)
    # The petition's total when the table last changed.
    total = models.PositiveIntegerField(default=0)
    printed_at = models.DateTimeField(_("printed at"), null=True, blank=True)
    # Signatures added or taken off since the table was last looked at.
    moved = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("printed table")
        verbose_name_plural = _("printed tables")

    def __str__(self) -> str:
        return f"printed {self.petition_id}"
