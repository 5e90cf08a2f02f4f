from datetime import datetime
from uuid import uuid4

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

PERIOD = Func("since", "until", RangeBoundary(), function="TSTZRANGE", output_field=DateTimeRangeField())


class SessionQuerySet(models.QuerySet["Session"]):
    def running(self, at: datetime) -> "SessionQuerySet":
        return self.filter(since__lte=at, until__gt=at)


class Session(models.Model):
    """A dated period of a council's calendar, over ``[since, until)``: what it has not decided by its end lapses."""

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    body = models.ForeignKey("council.Body", on_delete=models.PROTECT, related_name="sessions")
    title = models.CharField(_("name"), max_length=80)
    since = models.DateTimeField(_("begins"))
    until = models.DateTimeField(_("ends"))
    # When what was left over at its end lapsed.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(condition=Q(since__lt=F("until")), name="session_since_before_until"),
            ExclusionConstraint(
                name="session_one_at_a_time",
                expressions=[("body", RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
            ),
        ]
        triggers = [pgtrigger.Protect(name="session_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        return f"council.session/{self.key.hex}"
