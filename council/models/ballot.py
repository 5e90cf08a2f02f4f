from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from council.rules.commitment import lent
from council.rules.seats import Choice

CHOICES = [
    (Choice.YES.value, _("Yes")),
    (Choice.NO.value, _("No")),
    (Choice.ABSTAIN.value, _("Abstain")),
]
# A ballot is kept as it was cast; only being followed by a later one may be written on it, once.
SUPERSEDED_ONCE = """
IF OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL
   AND to_jsonb(NEW) - 'superseded_at' = to_jsonb(OLD) - 'superseded_at' THEN
    RETURN NEW;
END IF;
RAISE EXCEPTION 'a ballot is kept as it was cast' USING ERRCODE = 'check_violation';
"""
# The last line of defence behind the action's lock: nothing enters a voting that has been counted,
# and nothing sealed one that is called in the room.
NOT_AFTER_CLOSE = """
IF EXISTS (SELECT 1 FROM council_closeddecision WHERE voting_id = NEW.voting_id) THEN
    RAISE EXCEPTION 'this voting is closed' USING ERRCODE = 'check_violation';
END IF;
IF EXISTS (SELECT 1 FROM council_voting WHERE id = NEW.voting_id AND in_room) THEN
    RAISE EXCEPTION 'this voting is called in the room' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class BallotQuerySet(models.QuerySet["Ballot"]):
    def live(self) -> "BallotQuerySet":
        return self.filter(superseded_at__isnull=True)


class Ballot(models.Model):
    """One hand's choice for one seat, sealed by a commitment until the close."""

    voting = models.ForeignKey("council.Voting", on_delete=models.PROTECT, related_name="ballots")
    seat = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="ballots")
    hand = models.PositiveSmallIntegerField(choices=[(1, "1"), (2, "2")])
    mandate = models.ForeignKey("council.Mandate", on_delete=models.PROTECT, related_name="ballots")
    # By whom, where it was not the hand's own mandate holder: a proxy, or a substitute who was called.
    proxy = models.ForeignKey(
        "council.Proxy", on_delete=models.PROTECT, null=True, blank=True, related_name="ballots"
    )
    call = models.ForeignKey(
        "council.Call", on_delete=models.PROTECT, null=True, blank=True, related_name="ballots"
    )
    choice = models.CharField(max_length=7, choices=CHOICES)
    cast_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ballots")
    cast_at = models.DateTimeField()
    # Its place among the ballots of the voting; counted under the motion's lock.
    n = models.PositiveIntegerField()
    idempotency_key = models.UUIDField()
    salt = models.BinaryField(max_length=32)
    commitment = models.CharField(max_length=64, unique=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    # The member's own signature, where she enrolled a passkey: the key, and what it answered.
    signed_with = models.ForeignKey(
        "council.BallotKey", on_delete=models.PROTECT, null=True, blank=True, related_name="ballots"
    )
    authenticator = models.BinaryField(default=b"", max_length=2048)
    client = models.BinaryField(default=b"", max_length=2048)
    signature = models.BinaryField(default=b"", max_length=64)

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ["voting", "n"]
        constraints = [
            models.UniqueConstraint(
                fields=["voting", "seat", "hand"],
                condition=models.Q(superseded_at__isnull=True),
                name="ballot_one_live_per_hand",
            ),
            models.UniqueConstraint(fields=["voting", "n"], name="ballot_place_once"),
            models.UniqueConstraint(
                fields=["voting", "seat", "cast_by", "idempotency_key"], name="ballot_key_once"
            ),
            models.CheckConstraint(
                condition=models.Q(choice__in=[choice.value for choice in Choice]), name="ballot_choice_known"
            ),
            models.CheckConstraint(condition=models.Q(hand__in=[1, 2]), name="ballot_two_hands"),
            models.CheckConstraint(
                condition=models.Q(proxy__isnull=True) | models.Q(call__isnull=True),
                name="ballot_one_authority",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_with__isnull=True, signature=b"")
                | models.Q(
                    ~models.Q(signature=b""), signed_with__isnull=False, proxy__isnull=True, call__isnull=True
                ),
                name="ballot_signed_by_its_holder",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="ballot_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="ballot_as_cast",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=SUPERSEDED_ONCE,
            ),
            pgtrigger.Trigger(
                name="ballot_before_close",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=NOT_AFTER_CLOSE,
            ),
        ]

    def __str__(self) -> str:
        # Never the choice: this line may be printed anywhere.
        return f"{self.voting_id} {self.seat_id} {self.hand}"

    @property
    def signed(self) -> dict[str, Any]:
        """Its signature, as the log carries it; nothing where it is not signed."""
        if self.signed_with is None:
            return {}
        told = {name: bytes(getattr(self, name)).hex() for name in ("authenticator", "client", "signature")}
        return {"signed": {"key": str(self.signed_with.code), **told}}

    @property
    def lent(self) -> dict[str, str]:
        """By whom, where it was not the hand's own holder: the proxy's seat, or the substitute's call."""
        return lent(self.proxy.holder.code if self.proxy else "", str(self.call.code) if self.call else "")
