from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biomes.rules.guests import LINK_LIFE, Kind, News


class GuestFilingQuerySet(models.QuerySet["GuestFiling"]):
    def unjudged(self) -> GuestFilingQuerySet:
        return self.filter(judged_at__isnull=True)

    def let_through(self) -> GuestFilingQuerySet:
        return self.filter(judged_at__isnull=False, held_by="")

    def lapsed(self, at: datetime) -> GuestFilingQuerySet:
        return self.filter(confirmed_at__isnull=True, asked_at__lte=at - LINK_LIFE)


class GuestFiling(models.Model):
    """What somebody without an account wants on the map, kept apart until the link in the mail is pressed.

    Only then does a pin or a sighting come to be, so that no list, queue or count can hold what nobody confirmed.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=10)
    # As the action takes it; the place is coarse already. Empty once it is filed, held or erased.
    content: models.JSONField[Any, Any] = models.JSONField(
        _("content"), default=dict, blank=True, encoder=DjangoJSONEncoder
    )
    # What it became, as the ledger names it.
    subject = models.CharField(_("became"), max_length=200, blank=True, db_index=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    canonical = models.CharField(max_length=254, blank=True, db_index=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    # A keyed hash of the network prefix, never the address.
    origin = models.CharField(max_length=32, blank=True, db_index=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked at"))
    judged_at = models.DateTimeField(_("judged at"), null=True, blank=True)
    held_by = models.CharField(_("held by"), max_length=20, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    objects = GuestFilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("filing by a guest")
        verbose_name_plural = _("filings by guests")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in Kind]), name="guest_kind_known"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, subject="")
                | Q(confirmed_at__isnull=False) & ~Q(subject=""),
                name="guest_confirmed_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def drawer(self) -> str:
        """Under what its pictures wait."""
        return f"biomes.guest/{self.key}"


class Notified(models.Model):
    """That the author of a pin or a sighting was told something; each thing once."""

    subject = models.CharField(_("subject"), max_length=200)
    news = models.CharField(_("news"), max_length=12)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("told")
        verbose_name_plural = _("told")
        constraints = [
            models.UniqueConstraint(fields=["subject", "news"], name="notified_once"),
            models.CheckConstraint(condition=Q(news__in=[n.value for n in News]), name="notified_news_known"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.news}"
