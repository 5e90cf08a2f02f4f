"""Mail that is owed, a row each: never lost, one per kind and person, judged before it goes."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.rules.mail import LetterKind


class LetterQuerySet(models.QuerySet["Letter"]):
    def unjudged(self, at: datetime) -> LetterQuerySet:
        return self.filter(judged_at__isnull=True, due_at__lte=at)

    def to_mail(self, at: datetime) -> LetterQuerySet:
        due = self.filter(judged_at__isnull=False, held_by="", sent_at__isnull=True, due_at__lte=at)
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
            models.Index(fields=["due_at"], condition=Q(sent_at__isnull=True, held_by=""), name="letter_due"),
            models.Index(fields=["origin", "asked_at"], name="letter_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.petition_id}"
