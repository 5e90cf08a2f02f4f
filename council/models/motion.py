from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from council.models.rule import MOTION_KINDS
from council.rules import lifecycle
from council.rules.lifecycle import State
from council.rules.reading import fingerprint

STATES = [
    (State.DRAFT.value, _("Draft")),
    (State.SUBMITTED.value, _("Submitted")),
    (State.INADMISSIBLE.value, _("Inadmissible")),
    (State.ADMISSIBLE.value, _("Admitted")),
    (State.SCHEDULED.value, _("Scheduled")),
    (State.DEBATE.value, _("In debate")),
    (State.POSTPONED.value, _("Postponed")),
    (State.VOTING_OPEN.value, _("Voting open")),
    (State.CLOSED.value, _("Closed")),
    (State.ADOPTED.value, _("Adopted")),
    (State.REJECTED.value, _("Rejected")),
    (State.NO_QUORUM.value, _("No quorum")),
    (State.TIED.value, _("Tied")),
    (State.VOID.value, _("Void")),
    (State.CONSENT_WINDOW.value, _("Adopted, open to objection")),
    (State.VETOED.value, _("Vetoed")),
    (State.OVERRIDE_OPEN.value, _("Override vote open")),
    (State.ENACTED.value, _("Enacted")),
    (State.ENACTED_OVER_VETO.value, _("Enacted over a veto")),
    (State.VETO_SUSTAINED.value, _("Veto sustained")),
    (State.WITHDRAWN.value, _("Withdrawn")),
    (State.LAPSED.value, _("Lapsed")),
]

# The look of a state's tag, as the face knows it; what is only ahead looks queued.
LOOKS = {
    State.DEBATE: "open",
    State.VOTING_OPEN: "open",
    State.OVERRIDE_OPEN: "open",
    State.CONSENT_WINDOW: "consent",
    State.ENACTED: "enacted",
    State.ENACTED_OVER_VETO: "enacted",
    State.ADOPTED: "adopted",
    State.REJECTED: "rejected",
    State.VETO_SUSTAINED: "rejected",
    State.INADMISSIBLE: "rejected",
    State.VETOED: "rejected",
    State.NO_QUORUM: "failed",
    State.VOID: "failed",
    State.TIED: "failed",
    State.WITHDRAWN: "withdrawn",
    State.LAPSED: "lapsed",
    State.DRAFT: "draft",
    State.CLOSED: "closed",
}


def values(states: frozenset[State]) -> list[str]:
    return sorted(state.value for state in states)


class MotionQuerySet(models.QuerySet["Motion"]):
    def public(self) -> "MotionQuerySet":
        """Submitted once, at least: a draft that was dropped stays its mover's alone."""
        return self.filter(state__in=values(lifecycle.PUBLIC), number__isnull=False)

    def for_viewer(self, user: Any) -> "MotionQuerySet":
        """The public ones, and one's own drafts."""
        if not getattr(user, "is_authenticated", False):
            return self.public()
        submitted = models.Q(state__in=values(lifecycle.PUBLIC), number__isnull=False)
        return self.filter(submitted | models.Q(mover=user))

    def open_to_ballots(self) -> "MotionQuerySet":
        return self.filter(state__in=values(lifecycle.OPEN_TO_BALLOTS))

    def ahead(self) -> "MotionQuerySet":
        return self.filter(state__in=values(lifecycle.AHEAD))


class Motion(models.Model):
    """A question put to a council: its words, what it would enact, and where it stands."""

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    # Given when it is submitted: "2150-17".
    number = models.CharField(_("number"), max_length=12, unique=True, null=True, blank=True)
    body = models.ForeignKey("council.Body", on_delete=models.PROTECT, related_name="motions")
    kind = models.CharField(_("kind"), max_length=20, choices=MOTION_KINDS)
    title = models.CharField(_("question"), max_length=160)
    summary = models.CharField(_("in one or two sentences"), max_length=400)
    text = models.TextField(_("what is resolved"), max_length=8000)
    language = models.CharField(_("language"), max_length=8, default="en")
    # What adoption enacts ("charters.amendment/12", "crises.run/7"), and where the motion came from.
    act = models.CharField(_("enacts"), max_length=120, blank=True)
    origin = models.CharField(_("origin"), max_length=120, blank=True)
    evidence = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name=_("evidence")
    )
    # The biomes it touches; their seats are asked for consent.
    affects = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name=_("affects")
    )
    # The biomes that were found touched besides, as their seats had said; the words that are voted on stay as they are.
    concerned = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name=_("found touched")
    )
    # Articles that an emergency measure suspends, as subjects.
    suspends = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name=_("suspends")
    )
    # The words of the other motion, by hash, that an amendment from the floor was written against.
    base_sha256 = models.CharField(max_length=64, blank=True)
    mover = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="motions", verbose_name=_("mover")
    )
    mover_seat = models.ForeignKey(
        "council.Seat", on_delete=models.PROTECT, null=True, blank=True, related_name="motions"
    )
    state = models.CharField(_("state"), max_length=20, choices=STATES, default=State.DRAFT.value)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    rule = models.ForeignKey(
        "council.DecisionRule", on_delete=models.PROTECT, null=True, blank=True, related_name="motions"
    )
    text_sha256 = models.CharField(max_length=64, blank=True)
    recalls = models.PositiveSmallIntegerField(default=0)
    drafted_at = models.DateTimeField()
    # Since when the council's members may read the draft and move it too.
    shared_at = models.DateTimeField(null=True, blank=True)
    # When an urgency motion dispensed it from the rule's notice.
    urgent_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    scheduled_at = models.DateTimeField(null=True, blank=True)
    # When voting is due to open and to close; settled by the secretary, carried out by the sweep.
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    # Scheduled to be called out in a sitting, written down by two tellers; the clock opens no such vote.
    in_room = models.BooleanField(_("called in the room"), default=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    # Adopted without a vote, no seat in the room objecting.
    unopposed_at = models.DateTimeField(null=True, blank=True)
    consent_until = models.DateTimeField(null=True, blank=True)
    vetoed_at = models.DateTimeField(null=True, blank=True)
    enacted_at = models.DateTimeField(null=True, blank=True)
    in_force_on = models.DateField(_("in force on"), null=True, blank=True)

    objects = MotionQuerySet.as_manager()

    class Meta:
        verbose_name = _("motion")
        verbose_name_plural = _("motions")
        ordering = ["-submitted_at", "-id"]
        indexes = [models.Index(fields=["state", "closes_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]), name="motion_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"]) | models.Q(number__isnull=False),
                name="motion_numbered_once_submitted",
            ),
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True)
                | models.Q(closes_at__isnull=True)
                | models.Q(opens_at__lt=models.F("closes_at")),
                name="motion_opens_before_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("council:motion", args=[self.code])

    @property
    def code(self) -> str:
        return self.number or self.key.hex

    @property
    def subject(self) -> str:
        return f"council.motion/{self.code}"

    @property
    def status(self) -> State:
        return State(self.state)

    @property
    def look(self) -> str:
        """The state as the face's tags know it."""
        return LOOKS.get(self.status, "queued")

    @property
    def touched(self) -> list[str]:
        """The living systems whose consent it asks for: what its mover named, and what was found besides."""
        return sorted({*self.affects, *self.concerned})

    def words(self) -> dict[str, Any]:
        """What is frozen when it is scheduled, and hashed."""
        told = {
            "act": self.act,
            "affects": sorted(self.affects),
            "kind": self.kind,
            "number": self.code,
            "summary": self.summary,
            "text": self.text,
            "title": self.title,
        }
        # Only where they are: the words of all other motions hash as they always did.
        if self.suspends:
            told["suspends"] = sorted(self.suspends)
        return told | ({"base": self.base_sha256} if self.base_sha256 else {})

    def words_sha256(self) -> str:
        return fingerprint(self.words())


class Recusal(models.Model):
    """A seat that takes no part in one motion: out of base and quorum; it may still be heard."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="recusals")
    seat = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="recusals")
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=[
            ("mandatory", _("mandatory")),
            ("voluntary", _("voluntary")),
            ("upheld", _("challenge upheld")),
        ],
    )
    reason = models.CharField(_("reason"), max_length=300)
    # What a mandatory one rests on.
    interest = models.ForeignKey(
        "council.Interest", on_delete=models.PROTECT, null=True, blank=True, related_name="recusals"
    )
    at = models.DateTimeField()
    # Its substitutes take part instead, from here on: recusals alone would keep the chamber from its quorum.
    covered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        constraints = [models.UniqueConstraint(fields=["motion", "seat"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.motion_id} {self.seat_id}"
