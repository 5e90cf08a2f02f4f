from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.rules.keeping import LINK_LIFE


class KeeperQuerySet(models.QuerySet["Keeper"]):
    def unjudged(self) -> KeeperQuerySet:
        return self.filter(wanted_at__isnull=False)

    def due(self, at: datetime) -> KeeperQuerySet:
        return self.filter(due_at__lte=at)

    def lapsed(self, at: datetime) -> KeeperQuerySet:
        return self.filter(confirmed_at__isnull=True, asked_at__lte=at - LINK_LIFE)


class Keeper(models.Model):
    """Somebody who keeps the log's checkpoints by mail; until the link is pressed, somebody who may have asked for it."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    email = models.CharField(_("e-mail"), max_length=254)
    canonical = models.CharField(max_length=254, unique=True)
    # A keyed hash of the address: what a link to leave carries, the same after leaving and coming back.
    mark = models.CharField(max_length=32, unique=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=8, default="en")
    # A keyed hash of the network prefix that asked last, never the address.
    origin = models.CharField(max_length=32, blank=True, db_index=True)
    asked_at = models.DateTimeField(_("asked at"))
    # Until it is judged whether a link is mailed.
    wanted_at = models.DateTimeField(null=True, blank=True, db_index=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_count = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    due_at = models.DateTimeField(_("due at"), null=True, blank=True, db_index=True)
    # When the checkpoint in the last letter was signed.
    told_at = models.DateTimeField(null=True, blank=True)
    missed_count = models.PositiveSmallIntegerField(default=0)

    objects = KeeperQuerySet.as_manager()

    class Meta:
        verbose_name = _("keeper of checkpoints")
        verbose_name_plural = _("keepers of checkpoints")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, due_at__isnull=True)
                | Q(confirmed_at__isnull=False, due_at__isnull=False),
                name="keeper_mailed_only_when_confirmed",
            )
        ]

    def __str__(self) -> str:
        return str(self.key)
