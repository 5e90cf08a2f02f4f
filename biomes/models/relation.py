"""Who stands beside a living system: what it is linked to, who guards it, who must answer for it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from biomes.rules.words import LinkKind

# ``[since, until)`` as a range that PostgreSQL can compare.
PERIOD = Func("since", "until", RangeBoundary(), function="TSTZRANGE", output_field=DateTimeRangeField())


class InForceQuerySet(models.QuerySet):
    def in_force(self, at: datetime) -> InForceQuerySet:
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)


class LinkQuerySet(models.QuerySet["Link"]):
    def standing(self) -> LinkQuerySet:
        """Those that nobody has ended."""
        return self.filter(ended_at__isnull=True)


class Link(models.Model):
    """An ecological connection: what reaches one living system from another, and how we know.

    Never rewritten: a link that no longer holds is ended with its reason, and another one may follow.
    """

    source = models.ForeignKey("biomes.Biome", on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey("biomes.Biome", on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(_("kind"), max_length=12, choices=[(k.value, k.value) for k in LinkKind])
    both_ways = models.BooleanField(_("both ways"), default=False)
    # The share of the target's need that comes through this link.
    strength = models.DecimalField(
        _("strength"), max_digits=3, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    evidence = models.CharField(_("evidence"), max_length=300)
    evidence_url = models.URLField(_("address of the evidence"), blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "kind"],
                condition=Q(ended_at__isnull=True),
                name="link_standing_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="")
                | Q(ended_at__isnull=False) & ~Q(end_reason=""),
                name="link_ended_with_its_reason",
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="link_between_two"),
            models.CheckConstraint(
                condition=Q(strength__gte=0, strength__lte=1), name="link_strength_is_a_share"
            ),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in LinkKind]), name="link_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class Guardianship(models.Model):
    """A person who holds a living system's trust, by hand 1 or 2, under an instrument, over a period."""

    biome = models.ForeignKey("biomes.Biome", on_delete=models.PROTECT, related_name="guardianships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="guardianships")
    hand = models.PositiveSmallIntegerField(_("hand"), default=1, choices=[(1, "1"), (2, "2")])
    instrument = models.CharField(_("instrument"), max_length=200)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("guardianship")
        verbose_name_plural = _("guardianships")
        ordering = ["biome", "hand", "-since"]
        constraints = [
            models.CheckConstraint(condition=Q(hand__in=[1, 2]), name="guardianship_two_hands"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")),
                name="guardianship_since_before_until",
            ),
            ExclusionConstraint(
                name="guardianship_one_per_hand",
                expressions=[
                    ("biome", RangeOperators.EQUAL),
                    ("hand", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="guardianship_one_hand_each",
                expressions=[
                    ("biome", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.biome_id} {self.hand}"

    @property
    def subject(self) -> str:
        return f"biomes.guardianship/{self.pk}"


class Jurisdiction(models.Model):
    """The organisation that must answer for a living system or a zone, over a period."""

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="jurisdictions"
    )
    biome = models.ForeignKey(
        "biomes.Biome", on_delete=models.CASCADE, null=True, blank=True, related_name="jurisdictions"
    )
    zone = models.ForeignKey(
        "biomes.Zone", on_delete=models.CASCADE, null=True, blank=True, related_name="jurisdictions"
    )
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        constraints = [
            models.CheckConstraint(
                condition=Q(biome__isnull=True) ^ Q(zone__isnull=True), name="jurisdiction_over_one"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")),
                name="jurisdiction_since_before_until",
            ),
            ExclusionConstraint(
                name="jurisdiction_one_per_biome",
                expressions=[("biome", RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
                condition=Q(biome__isnull=False),
            ),
            ExclusionConstraint(
                name="jurisdiction_one_per_zone",
                expressions=[("zone", RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
                condition=Q(zone__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}"
