"""Text messages that came in, a row each, which is also the due row of the answer. No number is in it to be read."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.rules import names, sms


class TextQuerySet(models.QuerySet["TextMessage"]):
    def to_send(self, at: datetime) -> TextQuerySet:
        return self.exclude(box="").filter(due_at__lte=at)

    def held(self) -> TextQuerySet:
        return self.filter(is_held=True)

    def waiting(self, at: datetime) -> TextQuerySet:
        """Attempts that their owner may still confirm."""
        return self.filter(reply=sms.Reply.ASK, expires_at__gt=at)


class TextMessage(models.Model):
    """One message that came in, and the answer that is owed to it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Keyed hashes: of the carrier's name for the message, and of the number.
    told = models.CharField(max_length=64, unique=True)
    number = models.CharField(max_length=64)
    # The number, encrypted, until the answer has gone; then empty.
    box = models.TextField(blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10)
    reply = models.CharField(_("answer"), max_length=20, blank=True)
    petition = models.ForeignKey(
        "petitions.Petition", on_delete=models.CASCADE, null=True, blank=True, related_name="texts"
    )
    name = models.CharField(_("name"), max_length=names.LONGEST, blank=True)
    zone = models.ForeignKey("biomes.Zone", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=8, default="en")
    is_held = models.BooleanField(default=False)
    received_at = models.DateTimeField(_("received at"))
    expires_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = TextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text message")
        verbose_name_plural = _("text messages")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=sorted(k.value for k in sms.Kind)), name="text_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(reply__in=sorted(r.value for r in sms.Reply)), name="text_reply_known"
            ),
            # What is silent keeps nobody.
            models.CheckConstraint(
                condition=Q(is_held=False) | Q(reply="", box="", name="", zone=None),
                name="text_held_is_silent",
            ),
        ]
        indexes = [
            models.Index(fields=["number", "received_at"], name="text_number"),
            models.Index(fields=["due_at"], condition=~Q(box=""), name="text_due"),
            models.Index(fields=["received_at"], name="text_received"),
        ]

    def __str__(self) -> str:
        return f"text {self.key}"

    @property
    def label(self) -> str:
        """What its box is bound to."""
        return f"petitions/text {self.key}"
