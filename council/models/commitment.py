from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from council.rules import alliances
from council.rules.alliances import RULE, Finding, Standing
from council.rules.measures import How, Measure, Side

HOWS = [(How.REACHES.value, _("reaches it by that day")), (How.STAYS.value, _("stays there until that day"))]
SIDES = [(Side.AT_LEAST.value, _("at least")), (Side.AT_MOST.value, _("at most"))]
FINDINGS = [(Finding.KEPT.value, _("Kept")), (Finding.BROKEN.value, _("Broken"))]
STANDINGS = {
    Standing.OPEN: _("Open"),
    Standing.DUE: _("Due today"),
    Standing.OVERDUE: _("Overdue"),
    Standing.KEPT: _("Kept"),
    Standing.BROKEN: _("Broken"),
    Standing.DISPUTED: _("Disputed"),
    Standing.RELEASED: _("Released"),
}
LOOKS = {
    Standing.OPEN: "queued",
    Standing.DUE: "owed",
    Standing.OVERDUE: "overdue",
    Standing.KEPT: "enacted",
    Standing.BROKEN: "failed",
    Standing.DISPUTED: "consent",
    Standing.RELEASED: "withdrawn",
}
_MEASURE = ("indicator", "biome", "limit")


class Commitment(models.Model):
    """What one party owes by a day: to one other or to all, shown by an indicator or told in words."""

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    alliance = models.ForeignKey("council.Alliance", on_delete=models.PROTECT, related_name="commitments")
    owes = models.ForeignKey(
        "council.Party", on_delete=models.PROTECT, related_name="owed", verbose_name=_("owed by")
    )
    # Nobody named: owed to every other party.
    to = models.ForeignKey(
        "council.Party",
        on_delete=models.PROTECT,
        related_name="awaited",
        null=True,
        blank=True,
        verbose_name=_("owed to"),
    )
    what = models.CharField(_("what"), max_length=400)
    due_on = models.DateField(_("by"))
    # How it is seen: in words, or by an indicator of a living system, a side and a limit.
    shown_by = models.CharField(_("shown by"), max_length=300, blank=True)
    indicator = models.ForeignKey(
        "biomes.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    biome = models.ForeignKey(
        "biomes.Biome", on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    how = models.CharField(_("how"), max_length=8, choices=HOWS, blank=True)
    side = models.CharField(_("side"), max_length=8, choices=SIDES, blank=True)
    limit = models.DecimalField(_("limit"), max_digits=18, decimal_places=6, null=True, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    # When its parties were told that it is due, and when readings were last looked through.
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    looked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to__isnull=True) | ~Q(owes=F("to")), name="commitment_not_to_oneself"
            ),
            models.CheckConstraint(
                condition=Q(**dict.fromkeys((f"{name}__isnull" for name in _MEASURE), True), how="", side="")
                | Q(
                    **dict.fromkeys((f"{name}__isnull" for name in _MEASURE), False),
                    how__in=[how.value for how in How],
                    side__in=[side.value for side in Side],
                ),
                name="commitment_measured_wholly",
            ),
            models.CheckConstraint(
                condition=~Q(shown_by="") | Q(indicator__isnull=False), name="commitment_is_shown_somehow"
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return f"{reverse('council:alliance', args=[self.alliance.code])}#c-{self.key.hex}"

    @property
    def subject(self) -> str:
        return f"council.commitment/{self.key.hex}"

    @property
    def measure(self) -> Measure | None:
        return Measure(How(self.how), Side(self.side), self.limit) if self.limit is not None else None

    def standing_on(self, day: date, findings: "Iterable[CommitmentFinding] | None" = None) -> Standing:
        return alliances.standing(
            due_on=self.due_on,
            day=day,
            voices=self.voices(findings),
            owes=str(self.owes_id),
            released=self.released_at is not None,
        )

    def voices(self, findings: "Iterable[CommitmentFinding] | None" = None) -> dict[str, Finding]:
        """The latest finding of each party, and of the rule."""
        told = self.findings.all() if findings is None else findings
        rows = sorted(told, key=lambda row: (row.found_at, row.pk))
        return {row.voice: Finding(row.finding) for row in rows}


class CommitmentFinding(models.Model):
    """What a party, or the rule by the readings, found of a commitment, on what evidence. Never edited."""

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    commitment = models.ForeignKey("council.Commitment", on_delete=models.PROTECT, related_name="findings")
    finding = models.CharField(_("finding"), max_length=6, choices=FINDINGS)
    # Nobody: found by the rule, from readings.
    party = models.ForeignKey(
        "council.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments_found",
        verbose_name=_("found by"),
    )
    found_at = models.DateTimeField(_("found at"))
    # Something on the record here, as a subject, or a page elsewhere.
    evidence = models.CharField(_("evidence"), max_length=300)
    note = models.CharField(_("in words"), max_length=600, blank=True)
    # Of the rule: the reading that decides it, by its leaf, and how many were looked through.
    leaf = models.CharField(_("leaf"), max_length=64, blank=True)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6, null=True, blank=True)
    measured_at = models.DateTimeField(_("measured at"), null=True, blank=True)
    reading_count = models.PositiveIntegerField(_("readings"), default=0)

    class Meta:
        verbose_name = _("finding on a commitment")
        verbose_name_plural = _("findings on commitments")
        ordering = ["found_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finding__in=[finding.value for finding in Finding]), name="finding_known"
            ),
            models.CheckConstraint(
                condition=Q(party__isnull=False, found_by__isnull=False, leaf="", value__isnull=True)
                | (Q(party__isnull=True, found_by__isnull=True, value__isnull=False) & ~Q(leaf="")),
                name="finding_by_party_or_rule",
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="finding_rests_on_evidence"),
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(party__isnull=True), name="finding_by_rule_once"
            ),
        ]
        triggers = [pgtrigger.Protect(name="finding_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.finding}"

    @property
    def voice(self) -> str:
        return str(self.party_id) if self.party_id else RULE

    @property
    def is_link(self) -> bool:
        return self.evidence.startswith("https://")


def look_of(standing: Standing) -> tuple[Any, str]:
    """A standing in words, and the look of its tag."""
    return STANDINGS[standing], LOOKS[standing]
