"""Signed on paper: a sheet, its two entries, and its lines.

    sheet -- entry (one of two people)    until the lines are settled
          -- line -- Signature            once the sheet is accepted and the line counts

The scan stays with the office: what is kept here is its hash, which nobody can swap.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from petitions.rules import names, paper
from petitions.rules.paper import Stage, Standing, Written


class SheetQuerySet(models.QuerySet["Sheet"]):
    def under_way(self) -> SheetQuerySet:
        return self.filter(stage__in=sorted(stage.value for stage in paper.UNDER_WAY))


class Sheet(models.Model):
    """One sheet of paper that came back signed."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="sheets")
    number = models.CharField(_("number"), max_length=paper.LETTERS)
    # SHA-256 of the scan, in hexadecimal.
    scan = models.CharField(_("hash of the scan"), max_length=64)
    stage = models.CharField(_("stage"), max_length=10, default=Stage.REGISTERED.value)
    # Drawn when it is registered, promised by its hash, published when the sheet ends.
    seed = models.CharField(max_length=64, editable=False)
    registered_by = models.CharField(max_length=32)
    registered_at = models.DateTimeField(_("registered"))
    # The last day on which somebody signed it, as the collector says.
    collected_on = models.DateField(_("collected on"))
    # How many lines the two entries did not agree on.
    differed = models.PositiveSmallIntegerField(_("lines that differed"), default=0)
    checked_by = models.CharField(max_length=32, blank=True)
    sampled = models.PositiveSmallIntegerField(_("lines compared"), default=0)
    wrong = models.PositiveSmallIntegerField(_("of them wrong"), default=0)
    filled = models.PositiveSmallIntegerField(_("filled lines"), default=0)
    ended_by = models.CharField(max_length=32, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    fault = models.CharField(_("why it was refused"), max_length=10, blank=True)
    reason = models.CharField(_("reason"), max_length=paper.REASON, blank=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("sheet")
        verbose_name_plural = _("sheets")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=[s.value for s in Stage]), name="sheet_stage_known"),
            # Of all petitions: no paper speaks for two. One that was refused may come again.
            models.UniqueConstraint(
                fields=["number"], condition=~Q(stage="refused"), name="sheet_number_once"
            ),
            models.UniqueConstraint(fields=["scan"], condition=~Q(stage="refused"), name="sheet_scan_once"),
        ]

    def __str__(self) -> str:
        return paper.grouped(self.number)

    def get_absolute_url(self) -> str:
        return reverse("petitions:sheet", args=[self.key])

    @property
    def subject(self) -> str:
        return f"petitions.sheet/{self.key}"

    @property
    def is_under_way(self) -> bool:
        return self.stage in paper.UNDER_WAY


class SheetEntry(models.Model):
    """A sheet as one person read it; shown to nobody before the second has entered it too."""

    sheet = models.ForeignKey("petitions.Sheet", on_delete=models.CASCADE, related_name="entries")
    hand = models.PositiveSmallIntegerField()
    entered_by = models.CharField(max_length=32)
    entered_at = models.DateTimeField(_("entered"))
    # [name, slug of the zone] for each line; gone as soon as the sheet has ended.
    lines = models.JSONField(default=list)

    class Meta:
        verbose_name = _("entry of a sheet")
        verbose_name_plural = _("entries of sheets")
        ordering = ["hand"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "hand"], name="entry_once_a_hand"),
            models.UniqueConstraint(fields=["sheet", "entered_by"], name="entry_by_two_people"),
            models.CheckConstraint(condition=Q(hand__in=[1, 2]), name="entry_two_hands"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.hand}"

    def written(self) -> list[Written]:
        return paper.padded([Written(*line) for line in self.lines])


class Line(models.Model):
    """One settled line. Its signature is known by the line's own key, so that no line counts twice."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sheet = models.ForeignKey("petitions.Sheet", on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField(_("line"))
    name = models.CharField(_("name"), max_length=names.LONGEST, blank=True)
    zone = models.ForeignKey("biomes.Zone", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    twin_key = models.CharField(max_length=64, blank=True)
    standing = models.CharField(_("standing"), max_length=10, default=Standing.EMPTY.value)
    # Who settled it, where the two entries differed.
    settled_by = models.CharField(max_length=32, blank=True)
    # The receipt of the signature that is likely the same person's.
    twin = models.CharField(max_length=32, blank=True)
    held_at = models.DateTimeField(_("held since"), null=True, blank=True)
    judged_by = models.CharField(max_length=32, blank=True)
    judged_at = models.DateTimeField(_("looked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("line of a sheet")
        verbose_name_plural = _("lines of sheets")
        ordering = ["sheet", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="line_once"),
            models.CheckConstraint(
                condition=Q(standing__in=[s.value for s in Standing]), name="line_standing_known"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=paper.LINES), name="line_on_the_sheet"
            ),
        ]
        indexes = [
            models.Index(fields=["twin_key"], condition=~Q(twin_key=""), name="line_twin"),
            models.Index(fields=["held_at"], condition=Q(standing="held"), name="line_held"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.number}"

    @property
    def canonical(self) -> str:
        """What stands where an online signature has its address: never an address, and once for each line."""
        return f"paper/{self.key}"

    def written(self) -> Written:
        return Written(self.name, self.zone.slug if self.zone else "")
