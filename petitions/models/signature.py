"""Signing: an attempt waits for its mail and its confirmation; a signature exists only once confirmed."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.rules import names, receipts
from petitions.rules.filing import Relation


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def unjudged(self, at: datetime) -> AttemptQuerySet:
        return self.filter(judged_at__isnull=True, due_at__lte=at)

    def to_mail(self, at: datetime) -> AttemptQuerySet:
        due = self.filter(
            judged_at__isnull=False, held_by="", sent_at__isnull=True, bounced_at__isnull=True, due_at__lte=at
        )
        return due.exclude(email="")  # forgotten, or erased, before it went

    def held(self) -> AttemptQuerySet:
        """What the limits held; what an auditor took off is listed with its own record."""
        return self.exclude(held_by="").filter(invalidation__isnull=True)


class Attempt(models.Model):
    """Somebody asked to sign. The row is the due row of the mail that will ask them to confirm."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.CASCADE, related_name="attempts")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=names.LONGEST)
    email = models.CharField(_("e-mail"), max_length=254)
    canonical = models.CharField(max_length=254, null=True)
    zone = models.ForeignKey("biomes.Zone", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    relation = models.CharField(max_length=10, blank=True)
    updates = models.BooleanField(default=False)
    language = models.CharField(max_length=8, default="en")
    # Keyed hashes of network prefixes, widest first, and the one whose rate is judged.
    origins = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    origin = models.CharField(max_length=32, blank=True)
    asked_at = models.DateTimeField(_("asked at"))
    expires_at = models.DateTimeField()
    due_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True, blank=True)
    # The rule that fired; empty when none did, or when an auditor released it.
    held_by = models.CharField(_("held by"), max_length=20, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("mailed at"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    bounced_at = models.DateTimeField(_("bounced at"), null=True, blank=True)
    # The mail host's last word, as a status: 4.x.y may pass, 5.x.y is final.
    answer = models.CharField(_("last answer"), max_length=12, blank=True, db_default="")
    # The record that took it off before it was confirmed.
    invalidation = models.ForeignKey(
        "petitions.Invalidation", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt to sign")
        verbose_name_plural = _("attempts to sign")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(sent_at__isnull=True, held_by=""), name="attempt_due"
            ),
            models.Index(fields=["origin", "asked_at"], name="attempt_origin"),
            models.Index(fields=["petition", "canonical"], name="attempt_address"),
            models.Index(fields=["expires_at"], name="attempt_expiry"),
        ]

    def __str__(self) -> str:
        return f"attempt {self.pk} on {self.petition_id}"

    @property
    def subject(self) -> str:
        return f"petitions.attempt/{self.key}"


class Signature(models.Model):
    """One confirmed signature. Only its batch, its invalidation and its forgetting ever change it.

    Nothing points at it, and its own pointers carry no constraint: the statement that inserts it
    reads petition and place from their rows, and a shared lock on one petition's row for each of a
    thousand signatures a second is what would break first. Keyed by its receipt, so that it may be
    partitioned by petition.
    """

    receipt = models.CharField(max_length=receipts.LENGTH, primary_key=True)
    petition = models.ForeignKey(
        "petitions.Petition",
        on_delete=models.PROTECT,
        related_name="signatures",
        db_constraint=False,
        db_index=False,
    )
    # Null once the signer is forgotten: nobody can sign twice by being erased once, for the count stands.
    canonical = models.CharField(max_length=254, null=True)
    # 2 only where the household rule is on: another name at the same place.
    slot = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("name"), max_length=names.LONGEST, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    zone = models.ForeignKey(
        "biomes.Zone", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    relation = models.CharField(max_length=10, blank=True)
    updates = models.BooleanField(default=False)
    language = models.CharField(max_length=8, default="en")
    confirmed_at = models.DateTimeField(_("confirmed at"))
    batch = models.ForeignKey(
        "petitions.Batch", on_delete=models.PROTECT, null=True, blank=True, related_name="signatures",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    # The sheet it was signed on; none for a signature made online.
    sheet = models.ForeignKey(
        "petitions.Sheet", on_delete=models.PROTECT, null=True, blank=True, related_name="signatures",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    # The record that took it off the count. Its batch stays what it was: the receipt still proves.
    invalidation = models.ForeignKey(
        "petitions.Invalidation", on_delete=models.PROTECT, null=True, blank=True, related_name="signatures",
        db_constraint=False, db_index=False,
    )  # fmt: skip

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.UniqueConstraint(fields=["petition", "canonical", "slot"], name="signature_once"),
            models.CheckConstraint(condition=Q(slot__in=[1, 2]), name="signature_two_slots"),
            models.CheckConstraint(
                condition=Q(relation__in=["", *(r.value for r in Relation)]), name="signature_relation_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["petition"],
                condition=Q(batch__isnull=True, invalidation__isnull=True),
                name="signature_waiting",
            ),
            models.Index(
                fields=["invalidation"],
                condition=Q(invalidation__isnull=False),
                name="signature_invalidated",
            ),
            models.Index(fields=["batch"], name="signature_batch"),
            models.Index(fields=["sheet"], condition=Q(sheet__isnull=False), name="signature_sheet"),
        ]

    def __str__(self) -> str:
        return f"signature of {self.petition_id}"
