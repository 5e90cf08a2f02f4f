from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from charters.rules.escalation import Step
from charters.rules.lifecycle import DutyState


class DutyQuerySet(models.QuerySet["Duty"]):
    def open(self) -> "DutyQuerySet":
        return self.filter(discharged_at__isnull=True, withdrawn_at__isnull=True)

    def late(self, at: datetime) -> "DutyQuerySet":
        return self.open().filter(due_at__lte=at)

    def done_late(self) -> "DutyQuerySet":
        return self.filter(discharged_at__gt=F("due_at"))


class Duty(models.Model):
    """What a body owes, about what, and by when; anybody may see that it is late."""

    # What is owed, as a slug: "petition-response", "debate", "case-answer"...
    kind = models.SlugField(_("kind"), max_length=60)
    # The subject it is owed on: a petition, a case, a motion.
    matter = models.CharField(_("matter"), max_length=120)
    about = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    holder = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="duties")
    opened_at = models.DateTimeField(_("opened at"))
    due_at = models.DateTimeField(_("due at"))
    discharged_at = models.DateTimeField(_("discharged at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    escalated_at = models.DateTimeField(_("escalated at"), null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "matter", "holder"],
                condition=Q(discharged_at__isnull=True, withdrawn_at__isnull=True),
                name="duty_open_once",
            ),
            models.CheckConstraint(
                condition=Q(discharged_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="duty_ends_one_way",
            ),
        ]
        indexes = [models.Index(fields=["matter"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.matter}"

    @property
    def subject(self) -> str:
        return f"charters.duty/{self.pk}"

    def state_at(self, at: datetime) -> DutyState:
        if self.discharged_at:
            return DutyState.DISCHARGED
        if self.withdrawn_at:
            return DutyState.WITHDRAWN
        return DutyState.LATE if self.due_at <= at else DutyState.OPEN

    def until(self, at: datetime) -> datetime:
        """The moment up to which it may be late: its end, or now."""
        return min(at, self.discharged_at or self.withdrawn_at or at)


class Escalation(models.Model):
    """A step that a late duty took: when it fell, and when it was told. A row is never changed."""

    duty = models.ForeignKey("charters.Duty", on_delete=models.PROTECT, related_name="escalations")
    step = models.CharField(_("step"), max_length=10)
    # By the rule, from the due date; the worker that told it may have been late itself.
    since = models.DateTimeField(_("since"))
    told_at = models.DateTimeField(_("told at"))

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "step"], name="escalation_once"),
            models.CheckConstraint(
                condition=Q(step__in=[step.value for step in Step]), name="escalation_step_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.step}"
