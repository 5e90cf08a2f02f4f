"""Petitions whose signers are kept longer than 180 days: a record with a public reason and an end."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ExemptionQuerySet(models.QuerySet["Exemption"]):
    def standing(self, at: datetime) -> ExemptionQuerySet:
        return self.filter(ended_at__isnull=True, since__lte=at, until__gt=at)


class Exemption(models.Model):
    """Why the signers of one petition are not forgotten over ``[since, until)``, unless it is ended before."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="exemptions")
    reason = models.CharField(_("reason"), max_length=300)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"))
    # Opaque codes.
    made_by = models.CharField(max_length=32)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.CharField(max_length=32, blank=True)

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exemption from forgetting")
        verbose_name_plural = _("exemptions from forgetting")
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(since__lt=F("until")), name="exemption_since_before_until"),
        ]

    def __str__(self) -> str:
        return f"exemption of {self.petition_id}"

    @property
    def last_day(self) -> datetime:
        """The last moment they are kept: an end at midnight is the day before, as whoever wrote it chose it."""
        return self.until - timedelta(microseconds=1)

    @property
    def subject(self) -> str:
        return f"petitions.exemption/{self.key}"
