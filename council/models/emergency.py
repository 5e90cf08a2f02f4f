from datetime import datetime

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from council.rules.emergency import EndedBy

ENDS = [
    (EndedBy.EXPIRY.value, _("its term was over")),
    (EndedBy.UNCONFIRMED.value, _("it was not confirmed")),
]


class EmergencyQuerySet(models.QuerySet["Emergency"]):
    def running(self) -> "EmergencyQuerySet":
        return self.filter(ended_at__isnull=True)


class Emergency(models.Model):
    """What a council declared under the emergency procedure: since when, until when, what it suspends."""

    motion = models.OneToOneField("council.Motion", on_delete=models.PROTECT, related_name="emergency")
    # The alert it is tied to and the articles it suspends, as subjects.
    alert = models.CharField(_("alert"), max_length=120)
    articles = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"))
    confirm_by = models.DateTimeField(_("confirmed by"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    # Motions that confirmed and renewed it, by number.
    confirmed_by = models.CharField(max_length=12, blank=True)
    renewed_by = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=12, blank=True, choices=ENDS)

    objects = EmergencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("emergency")
        verbose_name_plural = _("emergencies")
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__lt=F("until"), confirm_by__lte=F("until")), name="emergency_has_an_end"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | Q(ended_at__isnull=False, ended_by__in=[why.value for why in EndedBy]),
                name="emergency_end_says_why",
            ),
        ]
        triggers = [
            # What is over stays over.
            pgtrigger.Protect(
                name="emergency_over",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
            pgtrigger.Protect(name="emergency_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return self.motion.get_absolute_url()

    @property
    def code(self) -> str:
        return self.motion.code

    @property
    def subject(self) -> str:
        return f"council.emergency/{self.code}"

    @property
    def runs_until(self) -> datetime:
        """When it ends if nothing more is decided."""
        return self.ended_at or (self.until if self.confirmed_at else self.confirm_by)

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None
