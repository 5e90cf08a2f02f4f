"""Mail that is owed, a row each: never lost, one per kind and person, judged before it goes."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.rules import receipts
from petitions.rules.mail import ANNOUNCED, LetterKind

# Not sent, and nothing has ended it.
WAITING = Q(sent_at__isnull=True, held_by="", bounced_at__isnull=True, dropped_at__isnull=True)


class LetterQuerySet(models.QuerySet["Letter"]):
    def unjudged(self, at: datetime) -> LetterQuerySet:
        return self.filter(judged_at__isnull=True, due_at__lte=at)

    def held(self) -> LetterQuerySet:
        """What the limits held of filers and sponsors, and nothing has ended."""
        return (
            self.exclude(held_by="").filter(sent_at__isnull=True, dropped_at__isnull=True).exclude(email="")
        )

    def to_mail(self, at: datetime) -> LetterQuerySet:
        due = self.filter(WAITING, judged_at__isnull=False, due_at__lte=at)
        return due.exclude(email="")  # forgotten, or erased, before it went


class Letter(models.Model):
    """One mail about one petition to one person."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(_("kind"), max_length=20)
    # What the kind speaks of: a sponsor's key, a response's version; empty where there is one only.
    about = models.CharField(max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    canonical = models.CharField(max_length=254, null=True)
    language = models.CharField(max_length=8, default="en")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    origin = models.CharField(max_length=32, blank=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True, blank=True)
    held_by = models.CharField(_("held by"), max_length=20, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("mailed at"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    bounced_at = models.DateTimeField(_("bounced at"), null=True, blank=True)
    # The mail host's last word, as a status: 4.x.y may pass, 5.x.y is final.
    answer = models.CharField(_("last answer"), max_length=12, blank=True, db_default="")
    # Not sent after all, and why: its reader left, was taken off, or what it says is not so any more.
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_for = models.CharField(max_length=20, blank=True, db_default="")
    # One of many that say the same; what somebody asked for goes before them.
    is_bulk = models.BooleanField(default=False, db_default=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.UniqueConstraint(fields=["petition", "kind", "canonical", "about"], name="letter_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in LetterKind]), name="letter_kind_known"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=WAITING, name="letter_due"),
            # The order of sending: what is asked for first, then by a random key, which tells nobody who came when.
            models.Index(fields=["is_bulk", "key"], condition=WAITING, name="letter_shuffled"),
            models.Index(fields=["asked_at"], condition=~Q(held_by=""), name="letter_held"),
            models.Index(fields=["sent_at"], condition=Q(sent_at__isnull=False), name="letter_sent"),
            models.Index(fields=["bounced_at"], condition=Q(bounced_at__isnull=False), name="letter_bounced"),
            models.Index(fields=["dropped_at"], condition=Q(dropped_at__isnull=False), name="letter_dropped"),
            models.Index(fields=["origin", "asked_at"], name="letter_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.petition_id}"

    @property
    def subject(self) -> str:
        return f"petitions.mail/{self.key}"


class Mailout(models.Model):
    """One event of a petition that every signer who asked is told of; a worker writes their letters in steps."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.CASCADE, related_name="mailouts")
    kind = models.CharField(_("kind"), max_length=20)
    about = models.CharField(max_length=60, blank=True)
    begun_at = models.DateTimeField(_("begun at"))
    # The receipt of the last signer looked at: says nothing of who it is, and finds the place to go on.
    after = models.CharField(max_length=receipts.LENGTH, blank=True)
    written = models.PositiveIntegerField(_("letters written"), default=0)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail-out")
        verbose_name_plural = _("mail-outs")
        ordering = ["-begun_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "kind", "about"], name="mailout_once"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(k.value for k in ANNOUNCED)), name="mailout_kind_known"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(done_at__isnull=True), name="mailout_running"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to the signers of {self.petition_id}"


class Bounce(models.Model):
    """A mail that an address refused for good. The address is a keyed hash: nobody reads or guesses it from here."""

    class Source(models.TextChoices):
        HOST = "host", _("the mail host, while it was sent")
        REPORT = "report", _("a report, afterwards")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    address = models.CharField(max_length=64)
    kind = models.CharField(_("kind"), max_length=20)
    # The mail, so that a report sent again is one.
    mail = models.UUIDField(unique=True)
    status = models.CharField(_("status"), max_length=12)
    source = models.CharField(_("told by"), max_length=10, choices=Source.choices)
    bounced_at = models.DateTimeField(_("bounced at"))
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = _("bounce")
        verbose_name_plural = _("bounces")
        ordering = ["-bounced_at", "-id"]
        indexes = [
            models.Index(fields=["address"], condition=Q(lifted_at__isnull=True), name="bounce_address"),
            models.Index(fields=["bounced_at"], name="bounce_time"),
        ]

    def __str__(self) -> str:
        return f"bounce {self.key}"

    @property
    def subject(self) -> str:
        return f"petitions.bounce/{self.key}"
