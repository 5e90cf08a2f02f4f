from __future__ import annotations

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from biomes.models.relation import PERIOD, InForceQuerySet
from biomes.rules.words import LEVELS, Direction, Verification


class Indicator(models.Model):
    """Something that is measured, in one unit; other units are converted on the way in."""

    code = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=60)
    unit = models.CharField(_("unit"), max_length=12)
    # How long a reading speaks for the present.
    validity_hours = models.PositiveIntegerField(_("speaks for (hours)"), default=72)
    # Outside this a value is kept and flagged as wild.
    plausible_low = models.DecimalField(_("lowest plausible"), max_digits=18, decimal_places=6)
    plausible_high = models.DecimalField(_("highest plausible"), max_digits=18, decimal_places=6)
    # The ends of the ruler that pages draw.
    scale_low = models.DecimalField(_("ruler from"), max_digits=18, decimal_places=6)
    scale_high = models.DecimalField(_("ruler to"), max_digits=18, decimal_places=6)
    # Only a measured toxin lets an alarm say "toxic".
    is_toxin = models.BooleanField(_("is a toxin"), default=False)
    rank = models.PositiveSmallIntegerField(_("order on pages"), default=100)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["rank", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(plausible_low__lt=F("plausible_high"), scale_low__lt=F("scale_high")),
                name="indicator_ranges_open",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return f"biomes.indicator/{self.code}"

    @property
    def validity(self) -> timedelta:
        return timedelta(hours=self.validity_hours)


class ThresholdQuerySet(InForceQuerySet):
    def verified(self) -> ThresholdQuerySet:
        """Those whose value somebody has checked; only they decide anything."""
        return self.exclude(verification="")


class Threshold(models.Model):
    """A limit with its source, in force over ``[since, until)``. Never edited: a correction is a new row.

    It holds for one living system, or for a part of the typology (FM1.3, FM1, FM), or everywhere.
    """

    indicator = models.ForeignKey("biomes.Indicator", on_delete=models.PROTECT, related_name="thresholds")
    level = models.CharField(_("level"), max_length=12, choices=[(s.value, s.value) for s in LEVELS])
    direction = models.CharField(
        _("harmful side"), max_length=5, choices=[(d.value, d.value) for d in Direction]
    )
    value = models.DecimalField(_("limit"), max_digits=18, decimal_places=6)
    biome = models.ForeignKey(
        "biomes.Biome", on_delete=models.CASCADE, null=True, blank=True, related_name="thresholds"
    )
    typology_code = models.CharField(_("part of the typology"), max_length=8, blank=True)
    # A few words for the line on a chart: "WHO alert level 2".
    label = models.CharField(_("short name"), max_length=40, blank=True)
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("address of the source"), blank=True)
    source_year = models.PositiveSmallIntegerField(_("year of the source"))
    # How, when and where the value was checked. Without a check the row is shown, and used for nothing.
    verification = models.CharField(
        _("how it was checked"), max_length=12, blank=True, choices=[(v.value, v.value) for v in Verification]
    )
    verified_on = models.DateField(_("checked on"), null=True, blank=True)
    verified_note = models.CharField(_("checked in"), max_length=200, blank=True)
    since = models.DateTimeField(_("in force since"))
    until = models.DateTimeField(_("in force until"), null=True, blank=True)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    author = models.CharField(_("author"), max_length=32, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = ThresholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("threshold")
        verbose_name_plural = _("thresholds")
        ordering = ["indicator", "value", "since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=[s.value for s in LEVELS]), name="threshold_level_known"
            ),
            models.CheckConstraint(
                condition=Q(direction__in=[d.value for d in Direction]), name="threshold_direction_known"
            ),
            models.CheckConstraint(
                condition=Q(biome__isnull=True) | Q(typology_code=""), name="threshold_one_scope"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")), name="threshold_since_before_until"
            ),
            models.CheckConstraint(
                condition=Q(verification="")
                | Q(verification__in=[v.value for v in Verification], verified_on__isnull=False),
                name="threshold_checked_on_a_day",
            ),
            ExclusionConstraint(
                name="threshold_one_in_force",
                expressions=[
                    ("indicator", RangeOperators.EQUAL),
                    ("level", RangeOperators.EQUAL),
                    ("direction", RangeOperators.EQUAL),
                    (Coalesce("biome", 0), RangeOperators.EQUAL),
                    ("typology_code", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.direction} {self.value.normalize():f}"

    @property
    def subject(self) -> str:
        return f"biomes.threshold/{self.pk}"
