"""The sealed name of a filer, and each request of an auditor to open it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from petitions.rules import sealing
from petitions.rules.sealing import Request, Verdict


class SealedName(models.Model):
    """Name and address of somebody who filed under a pseudonym; the key is not in the database."""

    filer = models.OneToOneField("petitions.Filer", on_delete=models.CASCADE, related_name="sealed")
    box = models.TextField(editable=False)
    sealed_at = models.DateTimeField(_("sealed at"))

    class Meta:
        verbose_name = _("sealed name")
        verbose_name_plural = _("sealed names")

    def __str__(self) -> str:
        return f"sealed name of {self.filer_id}"


class NameRequestQuerySet(models.QuerySet["NameRequest"]):
    def waiting(self) -> NameRequestQuerySet:
        return self.filter(verdict=Verdict.WAITS)

    def lapsed(self, at: datetime) -> NameRequestQuerySet:
        return self.waiting().filter(asked_at__lte=at - sealing.ANSWER_WITHIN)


class NameRequest(models.Model):
    """An auditor asks, with a public reason, that a sealed name be opened; another one answers."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="name_requests")
    reason = models.CharField(_("reason"), max_length=sealing.LONGEST_REASON)
    # Opaque codes.
    asked_by = models.CharField(max_length=32)
    asked_at = models.DateTimeField(_("asked at"))
    verdict = models.CharField(_("answer"), max_length=10, blank=True, default=Verdict.WAITS.value)
    answered_by = models.CharField(max_length=32, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = NameRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to open a name")
        verbose_name_plural = _("requests to open names")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=sorted(v.value for v in Verdict)), name="name_request_verdict_known"
            ),
            # Also in the database: no code of ours can let one auditor be two.
            models.CheckConstraint(
                condition=~Q(verdict__in=[Verdict.AGREED.value, Verdict.REFUSED.value])
                | (Q(answered_at__isnull=False) & ~Q(answered_by="") & ~Q(answered_by=F("asked_by"))),
                name="name_request_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.AGREED.value)
                | Q(answered_at__lt=F("asked_at") + sealing.ANSWER_WITHIN, answered_at__gte=F("asked_at")),
                name="name_request_agreed_in_time",
            ),
            models.UniqueConstraint(
                fields=["petition"], condition=Q(verdict=Verdict.WAITS.value), name="name_request_waits_once"
            ),
        ]

    def __str__(self) -> str:
        return f"request for the name of {self.petition_id}"

    @property
    def subject(self) -> str:
        return f"petitions.name/{self.key}"

    def asked(self) -> Request:
        """What the rule judges."""
        return Request(
            asked_by=self.asked_by,
            asked_at=self.asked_at,
            verdict=Verdict(self.verdict),
            answered_by=self.answered_by,
            answered_at=self.answered_at,
        )


class NameReading(models.Model):
    """Each time that the opened name was shown, and to whom."""

    request = models.ForeignKey("petitions.NameRequest", on_delete=models.PROTECT, related_name="readings")
    read_by = models.CharField(max_length=32)
    read_at = models.DateTimeField(_("read at"))

    class Meta:
        verbose_name = _("reading of a name")
        verbose_name_plural = _("readings of names")
        ordering = ["read_at", "id"]

    def __str__(self) -> str:
        return f"reading of {self.request_id}"
