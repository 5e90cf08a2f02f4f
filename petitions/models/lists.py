"""What auditors set about signing: who is blocked or allowed, how often each rule fired, the household rule."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from petitions.models.threshold import PERIOD, InForceQuerySet


class ListedQuerySet(models.QuerySet["Listed"]):
    def in_force(self, at: datetime) -> ListedQuerySet:
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)

    def naming(self, values: list[str]) -> ListedQuerySet:
        """Entries that stand for any of these values."""
        return self.filter(Q(value__in=values) | Q(later__overlap=values))


class Listed(models.Model):
    """What auditors block or allow: a domain, or the hash of a prefix or of an address."""

    class What(models.TextChoices):
        PREFIX = "prefix", _("network prefix")
        DOMAIN = "domain", _("domain")
        ADDRESS = "address", _("address")

    key = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    what = models.CharField(_("what"), max_length=10, choices=What.choices)
    # A domain in clear; a prefix as its keyed hash of the period; an address as the keyed hash of its
    # canonical form.
    value = models.CharField(_("value"), max_length=254)
    # The same prefix under the keys of the periods to come, until the entry ends.
    later = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    allowed = models.BooleanField(_("allowed (else blocked)"), default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    # Codes, which name nobody after erasure.
    added_by = models.CharField(max_length=40, blank=True)
    ended_by = models.CharField(max_length=40, blank=True)
    # Written by the judging tick only: how many attempts met this entry, and the last of them.
    fired = models.PositiveIntegerField(_("times met"), default=0, editable=False)
    fired_at = models.DateTimeField(_("last met"), null=True, blank=True, editable=False)

    objects = ListedQuerySet.as_manager()

    class Meta:
        verbose_name = _("blocked or allowed sender")
        verbose_name_plural = _("blocked and allowed senders")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")), name="listed_since_before_until"
            ),
        ]
        indexes = [models.Index(fields=["what", "value"])]

    def __str__(self) -> str:
        return f"{self.what} {'allowed' if self.allowed else 'blocked'}"

    @property
    def subject(self) -> str:
        return f"petitions.listed/{self.key}"


class Firing(models.Model):
    """How many attempts one rule held on one day: kept when the attempts themselves are forgotten."""

    day = models.DateField(_("day"))
    rule = models.CharField(_("rule"), max_length=20)
    count = models.PositiveIntegerField(_("attempts held"), default=0)

    class Meta:
        verbose_name = _("firing of a rule")
        verbose_name_plural = _("firings of rules")
        ordering = ["-day", "rule"]
        constraints = [models.UniqueConstraint(fields=["day", "rule"], name="firing_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.rule} {self.count}"


class Household(models.Model):
    """The household rule over ``[since, until)``: two people of one place may share one address."""

    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("household rule")
        verbose_name_plural = _("household rules")
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")), name="household_since_before_until"
            ),
            ExclusionConstraint(
                name="household_one_at_a_time", expressions=[(PERIOD, RangeOperators.OVERLAPS)]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since} {self.until or ''}"

    @property
    def subject(self) -> str:
        return f"petitions.household/{self.pk}"
