"""How many it takes, as dated rows; and the moment a petition passed one."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from petitions.rules.thresholds import Kind, Need

PERIOD = Func("since", "until", RangeBoundary(), function="TSTZRANGE", output_field=DateTimeRangeField())
KINDS = {Kind.RESPONSE: _("Response"), Kind.DEBATE: _("Debate")}


class InForceQuerySet(models.QuerySet):
    def in_force(self, at: datetime) -> InForceQuerySet:
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)


class Threshold(models.Model):
    """How many signatures a body answers to, or debates, over ``[since, until)``."""

    body = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="petition_thresholds"
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=[(kind.value, words) for kind, words in KINDS.items()]
    )
    count = models.PositiveIntegerField(_("signatures"))
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    # Why, as it is published; and who, as an opaque code.
    reason = models.CharField(_("reason"), max_length=300, blank=True, db_default="")
    set_by = models.CharField(max_length=32, blank=True, db_default="")

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("threshold")
        verbose_name_plural = _("thresholds")
        ordering = ["body", "count"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in Kind]), name="petition_threshold_kind_known"
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="petition_threshold_positive"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")),
                name="petition_threshold_since_before_until",
            ),
            ExclusionConstraint(
                name="petition_threshold_one_at_a_time",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.kind} {self.count}"

    def need(self) -> Need:
        return Need(self.count, {row.zone.slug: row.count for row in self.zones.all()})


class ThresholdZone(models.Model):
    """A number that a threshold also needs from one zone."""

    threshold = models.ForeignKey("petitions.Threshold", on_delete=models.CASCADE, related_name="zones")
    zone = models.ForeignKey("biomes.Zone", on_delete=models.PROTECT, related_name="+")
    count = models.PositiveIntegerField(_("signatures"))

    class Meta:
        verbose_name = _("threshold of a zone")
        verbose_name_plural = _("thresholds of zones")
        constraints = [models.UniqueConstraint(fields=["threshold", "zone"], name="threshold_zone_once")]

    def __str__(self) -> str:
        return f"{self.zone_id} {self.count}"


class SponsorNeed(models.Model):
    """How many sponsors a petition from one zone needs, where it is not the usual five."""

    zone = models.ForeignKey("biomes.Zone", on_delete=models.PROTECT, related_name="+")
    count = models.PositiveSmallIntegerField(_("sponsors"))
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True, db_default="")
    set_by = models.CharField(max_length=32, blank=True, db_default="")

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("sponsors of a zone")
        verbose_name_plural = _("sponsors of zones")
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1, count__lte=20), name="sponsor_need_sensible"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")),
                name="sponsor_need_since_before_until",
            ),
            ExclusionConstraint(
                name="sponsor_need_one_at_a_time",
                expressions=[("zone", RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone_id} {self.count}"


class CrossingQuerySet(models.QuerySet["Crossing"]):
    def standing(self) -> CrossingQuerySet:
        return self.filter(withdrawn_at__isnull=True)


class Crossing(models.Model):
    """The moment a petition passed a threshold, once; and the duty that began with it."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="crossings")
    kind = models.CharField(
        _("kind"), max_length=10, choices=[(kind.value, words) for kind, words in KINDS.items()]
    )
    threshold = models.ForeignKey(
        "petitions.Threshold", on_delete=models.PROTECT, null=True, blank=True, related_name="crossings"
    )
    # The number that was needed, kept even where it was the site's default.
    needed = models.PositiveIntegerField(_("needed"))
    crossed_at = models.DateTimeField(_("passed at"))
    duty = models.ForeignKey("charters.Duty", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = CrossingQuerySet.as_manager()

    class Meta:
        verbose_name = _("threshold passed")
        verbose_name_plural = _("thresholds passed")
        ordering = ["crossed_at", "needed"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "kind"], condition=Q(withdrawn_at__isnull=True), name="crossing_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.kind}"
