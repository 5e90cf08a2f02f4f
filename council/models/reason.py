import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from council.rules.roll_call import line_of


class Reason(models.Model):
    """Why a living system's seat voted as it did: articles and words, sealed with its ballot, opened with it."""

    ballot = models.OneToOneField("council.Ballot", on_delete=models.PROTECT, related_name="reason")
    articles = ArrayField(models.CharField(max_length=120), default=list, verbose_name=_("articles"))
    text = models.TextField(_("reason"), max_length=1200)
    # Why she did not vote as she was instructed, where she did not.
    departure = models.TextField(_("reason for the departure"), max_length=1200, blank=True, default="")
    salt = models.BinaryField(max_length=32)
    commitment = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        triggers = [pgtrigger.Protect(name="reason_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        # Never the words: this line may be printed anywhere.
        return f"{self.ballot_id}"


class RoomReason(models.Model):
    """Why a living system's seat gave the word that was called for it; told after the count, public at once."""

    voting = models.ForeignKey("council.Voting", on_delete=models.PROTECT, related_name="room_reasons")
    seat = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="room_reasons")
    hand = models.PositiveSmallIntegerField(choices=[(1, "1"), (2, "2")])
    articles = ArrayField(models.CharField(max_length=120), default=list, verbose_name=_("articles"))
    text = models.TextField(_("reason"), max_length=1200)
    departure = models.TextField(_("reason for the departure"), max_length=1200, blank=True, default="")
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="room_reasons"
    )
    told_at = models.DateTimeField(_("told at"))

    class Meta:
        verbose_name = _("reason told after a vote in the room")
        verbose_name_plural = _("reasons told after votes in the room")
        ordering = ["told_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["voting", "seat", "hand"], name="room_reason_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="room_reason_in_words"),
        ]
        triggers = [pgtrigger.Protect(name="room_reason_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.voting_id} {self.seat_id} {self.hand}"

    @property
    def line(self) -> str:
        """Of the roll that was called."""
        return line_of(self.seat.code, self.hand)
