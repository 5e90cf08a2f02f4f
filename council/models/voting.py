import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from council.rules.decision import Outcome, Roll, Rule
from council.rules.reading import read_roll
from council.rules.tally import override_rule

OUTCOMES = [
    (Outcome.ADOPTED.value, _("Adopted")),
    (Outcome.REJECTED.value, _("Rejected")),
    (Outcome.NO_QUORUM.value, _("No quorum")),
    (Outcome.TIED.value, _("Tied")),
    (Outcome.VETOED.value, _("Vetoed")),
    (Outcome.VOID.value, _("Void")),
]


class Voting(models.Model):
    """One time a motion was put to the vote: the rule, the text and the roll frozen at its opening."""

    VOTE, OVERRIDE = "vote", "override"

    motion = models.ForeignKey("council.Motion", on_delete=models.PROTECT, related_name="votings")
    number = models.PositiveSmallIntegerField(_("round"))
    purpose = models.CharField(
        max_length=8, default=VOTE, choices=[(VOTE, _("Vote")), (OVERRIDE, _("Override"))]
    )
    rule = models.ForeignKey("council.DecisionRule", on_delete=models.PROTECT, related_name="votings")
    text_sha256 = models.CharField(max_length=64)
    roll = models.JSONField()
    roll_sha256 = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    # Called out and written down by two tellers: no sealed ballot enters such a round.
    in_room = models.BooleanField(default=False)
    sitting = models.ForeignKey(
        "council.Sitting", on_delete=models.PROTECT, null=True, blank=True, related_name="votings"
    )
    # Held on paper and entered later: when it was called. Its roll is that of this moment.
    held_at = models.DateTimeField(null=True, blank=True)
    # The round whose words were corrected after a dispute; this one counts them again.
    recounts = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="recounted_by"
    )

    class Meta:
        verbose_name = _("voting")
        verbose_name_plural = _("votings")
        ordering = ["motion", "number"]
        constraints = [
            models.UniqueConstraint(fields=["motion", "number"], name="voting_round_once"),
            models.CheckConstraint(
                condition=models.Q(opened_at__lt=models.F("closes_at")), name="voting_opens_before_it_closes"
            ),
            models.CheckConstraint(
                condition=models.Q(in_room=True, sitting__isnull=False)
                | models.Q(in_room=False, sitting__isnull=True, held_at__isnull=True, recounts__isnull=True),
                name="voting_in_a_room_of_a_sitting",
            ),
        ]
        triggers = [pgtrigger.Protect(name="voting_frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.motion_id} {self.number}"

    @property
    def is_override(self) -> bool:
        return self.purpose == self.OVERRIDE

    @property
    def counted_by(self) -> Rule:
        """The rule as it counts this voting: an override has its own chambers."""
        return override_rule(self.rule.rule) if self.is_override else self.rule.rule

    def frozen_roll(self) -> Roll:
        return read_roll({"seats": self.roll["seats"]})


# A decision is kept as it was made; only the chair's word on a tie may be written on it, once.
TIE_BROKEN_ONCE = """
IF OLD.casting_at IS NULL AND NEW.casting_at IS NOT NULL
   AND to_jsonb(NEW) - 'casting_at' - 'casting_vote' = to_jsonb(OLD) - 'casting_at' - 'casting_vote' THEN
    RETURN NEW;
END IF;
RAISE EXCEPTION 'a decision is kept as it was made' USING ERRCODE = 'check_violation';
"""


class ClosedDecision(models.Model):
    """What a voting came to, with the working that derives it. Written once, at the close."""

    voting = models.OneToOneField(Voting, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(_("outcome"), max_length=10, choices=OUTCOMES)
    working = models.JSONField(_("working"))
    # Ballots whose mandate had ended by the count: opened like all others, and not counted.
    set_aside = models.JSONField(default=list, blank=True)
    closed_at = models.DateTimeField(_("closed at"))
    # What was called in the room, line by line; empty where ballots were sealed.
    words = models.JSONField(default=dict, blank=True)
    # A tie broken by the chair: the word and the moment.
    casting_vote = models.CharField(max_length=3, blank=True, choices=[("yes", _("Yes")), ("no", _("No"))])
    casting_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-closed_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=[outcome.value for outcome in Outcome]),
                name="decision_outcome_known",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="decision_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="decision_as_made",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=TIE_BROKEN_ONCE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voting_id} {self.outcome}"
