from datetime import date
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from council.rules.follow_up import ActionState, Office, is_overdue

ACTION_STATES = [
    (ActionState.OPEN.value, _("Open")),
    (ActionState.DONE.value, _("Done")),
    (ActionState.DROPPED.value, _("Dropped")),
]
OFFICES = [(Office.SECRETARY.value, _("The secretary")), (Office.CHAIR.value, _("The chair"))]
ONE_HOLDER = (
    (Q(seat__isnull=False) & Q(office="", organisation=""))
    | (Q(seat__isnull=True, organisation="") & ~Q(office=""))
    | (Q(seat__isnull=True, office="") & ~Q(organisation=""))
)


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def open(self) -> "ActionItemQuerySet":
        return self.filter(state=ActionState.OPEN.value)

    def overdue(self, today: date) -> "ActionItemQuerySet":
        return self.open().filter(due_on__lt=today)

    def to_remind(self, today: date) -> "ActionItemQuerySet":
        return self.open().filter(due_on__lte=today, reminded_at__isnull=True)


class ActionItem(models.Model):
    """What a seat, an office or an organisation is to do by a day, from a point of a sitting."""

    code = models.UUIDField(unique=True, default=uuid4, editable=False)
    point = models.ForeignKey("council.Point", on_delete=models.PROTECT, related_name="action_items")
    what = models.CharField(_("what"), max_length=300)
    due_on = models.DateField(_("due on"))
    seat = models.ForeignKey(
        "council.Seat", on_delete=models.PROTECT, null=True, blank=True, related_name="action_items"
    )
    office = models.CharField(_("office"), max_length=10, blank=True, choices=OFFICES)
    # As a subject: it may be no body of ours.
    organisation = models.CharField(_("organisation"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=ACTION_STATES, default=ActionState.OPEN.value)
    # A subject or an https link that shows what was done, or why it was dropped.
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="action_items_given"
    )
    given_at = models.DateTimeField(_("given at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ActionState]), name="action_item_state_known"
            ),
            models.CheckConstraint(condition=ONE_HOLDER, name="action_item_one_holder"),
            models.CheckConstraint(
                condition=Q(state=ActionState.OPEN.value, ended_at__isnull=True, evidence="")
                | (~Q(state=ActionState.OPEN.value) & Q(ended_at__isnull=False) & ~Q(evidence="")),
                name="action_item_ends_with_evidence",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def subject(self) -> str:
        return f"council.action_item/{self.code.hex}"

    @property
    def holder(self) -> str:
        """As a subject, or the name of the office."""
        return self.seat.subject if self.seat else self.organisation or self.office

    @property
    def status(self) -> ActionState:
        return ActionState(self.state)

    def is_overdue_on(self, today: date) -> bool:
        return is_overdue(self.status, self.due_on, today)
