from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from council.rules.nominations import STANDING, State

STATES = [
    (State.ASKED.value, _("waits for an answer")),
    (State.ACCEPTED.value, _("accepted")),
    (State.DECLINED.value, _("declined")),
    (State.WITHDRAWN.value, _("withdrawn")),
    (State.GIVEN.value, _("given")),
]


class NominationQuerySet(models.QuerySet["Nomination"]):
    def public(self) -> "NominationQuerySet":
        """Those whose person agreed to be named."""
        return self.filter(state__in=[State.ACCEPTED.value, State.GIVEN.value])


class Nomination(models.Model):
    """A person for one hand of a seat, over ``[since, until)``; a motion that takes it up gives the mandate."""

    code = models.UUIDField(unique=True, default=uuid4, editable=False)
    seat = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="nominations")
    hand = models.PositiveSmallIntegerField(_("hand"), default=1, choices=[(1, "1"), (2, "2")])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="nominations")
    # None: from the day on which the motion is enacted.
    since = models.DateTimeField(_("since"), null=True, blank=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    attests = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=9, choices=STATES, default=State.ASKED.value)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="nominations_made"
    )
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "hand", "person"],
                condition=Q(state__in=sorted(state.value for state in STANDING)),
                name="nomination_once_while_it_stands",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(since__lt=F("until")),
                name="nomination_since_before_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.hand} {self.code}"

    def get_absolute_url(self) -> str:
        return reverse("council:seat", args=[self.seat.code]) + "#nominations"

    @property
    def subject(self) -> str:
        return f"council.nomination/{self.code}"

    @property
    def status(self) -> State:
        return State(self.state)
