from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from biomes.rules.words import Precision
from biomes.rules.zone_table import Measure


class ZoneMeasure(models.Model):
    """Something that is said of zones in numbers: income, green within reach, water. A row, so that more may follow."""

    code = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=80)
    unit = models.CharField(_("unit"), max_length=24)
    # How it is counted, and whose definition that is.
    about = models.CharField(_("definition"), max_length=300, blank=True)
    # Outside of this a figure is a slip of the pen.
    least = models.DecimalField(_("lowest plausible"), max_digits=18, decimal_places=6)
    most = models.DecimalField(_("highest plausible"), max_digits=18, decimal_places=6)
    rank = models.PositiveSmallIntegerField(_("order on pages"), default=100)

    class Meta:
        verbose_name = _("measure of zones")
        verbose_name_plural = _("measures of zones")
        ordering = ["rank", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(least__lt=F("most")), name="zone_measure_range_open"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rule(self) -> Measure:
        return Measure(code=self.code, least=self.least, most=self.most)


class ZoneIndicatorQuerySet(models.QuerySet["ZoneIndicator"]):
    def current(self) -> ZoneIndicatorQuerySet:
        """Without those that a later row corrects."""
        return self.filter(correction__isnull=True)


class ZoneIndicator(models.Model):
    """One figure about a zone, of a day and from a source. Never edited: a correction is a new row, with its reason."""

    zone = models.ForeignKey("biomes.Zone", on_delete=models.PROTECT, related_name="indicators")
    measure = models.ForeignKey("biomes.ZoneMeasure", on_delete=models.PROTECT, related_name="figures")
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)
    # The first day of what the figure speaks of; ``precision`` says whether a day, a month or a year is meant.
    on = models.DateField(_("of"))
    precision = models.CharField(_("precision of the day"), max_length=8, default=Precision.DAY.value)
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("address of the source"), blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="correction"
    )
    reason = models.CharField(_("why it was corrected"), max_length=200, blank=True)
    # The opaque code of the curator, as the ledger knows them.
    author = models.CharField(_("author"), max_length=32)
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = ZoneIndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator of a zone")
        verbose_name_plural = _("indicators of zones")
        ordering = ["zone", "measure", "-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "measure", "on", "precision", "source"],
                condition=Q(corrects__isnull=True),
                name="zone_indicator_once",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, reason="") | Q(corrects__isnull=False) & ~Q(reason=""),
                name="zone_indicator_corrected_with_reason",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="zone_indicator_has_source"),
            models.CheckConstraint(
                condition=Q(precision__in=[Precision.DAY.value, Precision.MONTH.value, Precision.YEAR.value]),
                name="zone_indicator_precision_known",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="zone_indicators_stay", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.zone_id} {self.measure_id} {self.on}"
