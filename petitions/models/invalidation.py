"""Signatures taken off a count, and put back: each a record that says by what, by whom and how many."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from petitions.rules import invalidation as rules
from petitions.rules.invalidation import Criteria, Stage


class InvalidationQuerySet(models.QuerySet["Invalidation"]):
    def running(self) -> InvalidationQuerySet:
        return self.filter(stage=Stage.RUNNING)


class Invalidation(models.Model):
    """What an auditor drew up, looked at, and started; or its reversal, which undoes all it did.

    Signatures are marked with the record that took them off, never deleted: their batch is final,
    their receipt still proves, and a reversal finds them again.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="invalidations")
    reverses = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversals"
    )
    # What was looked for. An address and a network are kept as hashes, as lists keep them.
    domain = models.CharField(_("domain"), max_length=254, blank=True)
    address = models.CharField(max_length=64, blank=True)
    origins = models.JSONField(default=list, blank=True)
    since = models.DateTimeField(_("from"), null=True, blank=True)
    # Set when it is drawn up, if nobody said: what is signed later was never looked at.
    until = models.DateTimeField(_("until"))
    zone = models.ForeignKey("biomes.Zone", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    elsewhere = models.BooleanField(_("signed from elsewhere"), default=False)
    held_by = models.CharField(_("held by"), max_length=20, blank=True)
    sheet = models.ForeignKey(
        "petitions.Sheet", on_delete=models.PROTECT, null=True, blank=True, related_name="invalidations"
    )
    # One line of the sheet, held back because the same person seems to have signed online since.
    line = models.ForeignKey(
        "petitions.Line", on_delete=models.PROTECT, null=True, blank=True, related_name="invalidations"
    )
    reason = models.CharField(_("reason"), max_length=rules.REASON)

    stage = models.CharField(_("stage"), max_length=10, default=Stage.DRAWN_UP.value)
    # What the preview counted: signatures, and attempts that wait.
    foreseen = models.PositiveIntegerField(_("signatures foreseen"), default=0)
    foreseen_waiting = models.PositiveIntegerField(_("attempts foreseen"), default=0)
    done = models.PositiveIntegerField(_("signatures done"), default=0)
    done_counted = models.PositiveIntegerField(_("of them counted"), default=0)
    done_waiting = models.PositiveIntegerField(_("attempts done"), default=0)
    # Opaque codes of people.
    drawn_up_by = models.CharField(max_length=32)
    drawn_up_at = models.DateTimeField(_("drawn up"))
    started_by = models.CharField(max_length=32, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    ended_by = models.CharField(max_length=32, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = InvalidationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invalidation")
        verbose_name_plural = _("invalidations")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=[s.value for s in Stage]), name="invalidation_stage_known"
            ),
            # Two at once on one petition would each count on what the other takes.
            models.UniqueConstraint(
                fields=["petition"], condition=Q(stage=Stage.RUNNING.value), name="invalidation_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"invalidation {self.pk} of {self.petition_id}"

    def get_absolute_url(self) -> str:
        return reverse("petitions:invalidation", args=[self.key])

    @property
    def subject(self) -> str:
        return f"petitions.invalidation/{self.key}"

    @property
    def is_running(self) -> bool:
        return self.stage == Stage.RUNNING

    @property
    def total(self) -> int:
        """All it means to do, for a bar; never less than what it did."""
        return max(self.foreseen + self.foreseen_waiting, self.done + self.done_waiting)

    @property
    def moved(self) -> int:
        return self.done + self.done_waiting

    def criteria(self) -> Criteria:
        return Criteria(
            domain=self.domain, address=self.address, origins=tuple(self.origins), since=self.since,
            until=self.until, zone_id=self.zone_id, elsewhere=self.elsewhere, held_by=self.held_by,
            sheet_id=self.sheet_id,
        )  # fmt: skip

    def moment(self) -> datetime:
        return self.ended_at or self.started_at or self.drawn_up_at
