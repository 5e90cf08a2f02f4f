"""What an operator may switch: a pause of all signing, and how often is counted. Dated rows, never a flag."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from petitions.rules import switches


class PauseQuerySet(models.QuerySet["Pause"]):
    def in_force(self, at: datetime) -> PauseQuerySet:
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)


class Pause(models.Model):
    """Nobody can sign over ``[since, until)``; each local midnight in it gives every open petition a day."""

    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    # Published on every open petition.
    reason = models.CharField(_("reason"), max_length=switches.REASON)
    # The last midnight whose day was given; null before the first.
    given_through = models.DateTimeField(null=True, blank=True)
    begun_by = models.CharField(max_length=32)
    ended_by = models.CharField(max_length=32, blank=True)

    objects = PauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("pause of signing")
        verbose_name_plural = _("pauses of signing")
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lte=F("until")), name="pause_since_before_until"
            ),
            models.UniqueConstraint(
                fields=["until"],
                condition=Q(until__isnull=True),
                nulls_distinct=False,
                name="pause_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"pause {self.pk}"

    @property
    def subject(self) -> str:
        return f"petitions.pause/{self.pk}"


class Interval(models.Model):
    """From ``since`` on, a petition is counted again after so many seconds."""

    seconds = models.PositiveSmallIntegerField(_("seconds"))
    since = models.DateTimeField(_("since"))
    set_by = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("interval of counting")
        verbose_name_plural = _("intervals of counting")
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seconds__gte=switches.SHORTEST, seconds__lte=switches.LONGEST),
                name="interval_sensible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seconds} s"

    @property
    def subject(self) -> str:
        return f"petitions.interval/{self.pk}"
