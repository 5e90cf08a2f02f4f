"""What is written in the room and typed by two: the sheets of tellers, and the disputes about a called word."""

from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from council.rules.roll_call import DisputeRuling, Office, Says, Word

WORDS = [
    (Word.YES.value, _("Yes")),
    (Word.NO.value, _("No")),
    (Word.ABSTAIN.value, _("Abstain")),
    (Word.ABSENT.value, _("Absent")),
]
DISPUTE_RULINGS = [
    (DisputeRuling.UPHELD.value, _("upheld")),
    (DisputeRuling.DISMISSED.value, _("dismissed")),
]
OFFICES = [
    (Office.FIRST.value, _("first teller")),
    (Office.SECOND.value, _("second teller")),
    (Office.CHAIR.value, _("chair")),
]
SAYS = [(Says.UPHOLD.value, _("the seat is right")), (Says.DISMISS.value, _("the word stands"))]
# A sheet stays as it was handed in; only what its teller says of the lines that differ is written on it.
SETTLES_ALONE = """
IF to_jsonb(NEW) - 'settles' - 'settled_at' = to_jsonb(OLD) - 'settles' - 'settled_at' THEN
    RETURN NEW;
END IF;
RAISE EXCEPTION 'a sheet stays as it was handed in' USING ERRCODE = 'check_violation';
"""
# Filed once; only its ruling is written on it, once.
RULED_ONCE = """
IF OLD.ruled_at IS NULL AND NEW.ruled_at IS NOT NULL
   AND to_jsonb(NEW) - 'ruling' - 'ruled_at' = to_jsonb(OLD) - 'ruling' - 'ruled_at' THEN
    RETURN NEW;
END IF;
RAISE EXCEPTION 'a dispute stays as it was filed' USING ERRCODE = 'check_violation';
"""


class TellerSheet(models.Model):
    """One teller's copy of a sheet: of a vote called in the room, or of a sitting that ran on paper."""

    sitting = models.ForeignKey("council.Sitting", on_delete=models.PROTECT, related_name="sheets")
    # The point of the agenda; 0 is the sheet of presence and times.
    position = models.PositiveSmallIntegerField()
    # The vote, where it was open on the platform; a sitting on paper has none until both sheets agree.
    voting = models.ForeignKey(
        "council.Voting", on_delete=models.PROTECT, null=True, blank=True, related_name="sheets"
    )
    place = models.PositiveSmallIntegerField(choices=[(1, "1"), (2, "2")])
    teller = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="teller_sheets"
    )
    lines = models.JSONField()
    salt = models.BinaryField(max_length=32)
    commitment = models.CharField(max_length=64, unique=True)
    entered_at = models.DateTimeField()
    settles = models.JSONField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("teller’s sheet")
        verbose_name_plural = _("tellers’ sheets")
        ordering = ["sitting", "position", "place"]
        constraints = [
            models.CheckConstraint(condition=Q(place__in=[1, 2]), name="teller_sheet_two_places"),
            models.UniqueConstraint(
                fields=["voting", "place"], condition=Q(voting__isnull=False), name="teller_sheet_place_once"
            ),
            models.UniqueConstraint(
                fields=["voting", "teller"], condition=Q(voting__isnull=False), name="teller_sheet_two_people"
            ),
            models.UniqueConstraint(
                fields=["sitting", "position", "place"],
                condition=Q(voting__isnull=True),
                name="paper_sheet_place_once",
            ),
            models.UniqueConstraint(
                fields=["sitting", "position", "teller"],
                condition=Q(voting__isnull=True),
                name="paper_sheet_two_people",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="teller_sheet_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="teller_sheet_as_entered",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=SETTLES_ALONE,
            ),
        ]

    def __str__(self) -> str:
        # Never a word: this line may be printed anywhere.
        return f"{self.sitting_id} {self.position} {self.place}"


class Dispute(models.Model):
    """A seat says that another word was called for it than the tellers settled."""

    code = models.UUIDField(unique=True, default=uuid4, editable=False)
    voting = models.ForeignKey("council.Voting", on_delete=models.PROTECT, related_name="disputes")
    seat = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="disputes")
    hand = models.PositiveSmallIntegerField(choices=[(1, "1"), (2, "2")])
    word = models.CharField(_("word"), max_length=7, choices=WORDS)
    reason = models.CharField(_("reason"), max_length=400)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="disputes_filed"
    )
    filed_at = models.DateTimeField()
    ruling = models.CharField(_("ruling"), max_length=9, blank=True, choices=DISPUTE_RULINGS)
    ruled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        ordering = ["filed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["voting", "seat", "hand"], name="dispute_once"),
            models.CheckConstraint(
                condition=Q(word__in=[word.value for word in Word]), name="dispute_word_known"
            ),
            models.CheckConstraint(
                condition=Q(ruling="", ruled_at__isnull=True)
                | Q(ruling__in=[ruling.value for ruling in DisputeRuling], ruled_at__isnull=False),
                name="dispute_ruled_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="dispute_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="dispute_as_filed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=RULED_ONCE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voting_id} {self.seat_id} {self.hand}"


class Voice(models.Model):
    """What one of the three who rule on a dispute says of it, once."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="voices")
    office = models.CharField(_("office"), max_length=8, choices=OFFICES)
    says = models.CharField(max_length=7, choices=SAYS)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="dispute_voices")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("voice on a dispute")
        verbose_name_plural = _("voices on disputes")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "office"], name="dispute_voice_once"),
            models.UniqueConstraint(fields=["dispute", "by"], name="dispute_three_people"),
        ]
        triggers = [
            pgtrigger.Protect(name="dispute_voice_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.office}"
