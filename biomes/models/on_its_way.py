from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from biomes.rules.import_life import MOVING, State


class OnItsWayQuerySet(models.QuerySet["OnItsWay"]):
    def moving(self) -> OnItsWayQuerySet:
        """Those a worker has something to do for."""
        return self.filter(state__in=[state.value for state in MOVING])


class OnItsWay(models.Model):
    """A file on its way in: what it is, who asked, and how far it came.

    One step is one transaction: its rows, its remarks and ``offset`` commit together or not at all, so a worker
    may be killed anywhere and the next one goes on where the last step ended.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("file"), max_length=80)
    # Under this name in the store; empty once nobody needs it any more. ``sha256`` stays.
    file = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("bytes"))
    state = models.CharField(_("state"), max_length=10, default=State.UPLOADED.value)
    asked_by = models.CharField(_("asked by"), max_length=32)
    asked_at = models.DateTimeField(_("asked at"))
    is_whole = models.BooleanField(_("all or nothing"), default=False)
    # Of the phase under way.
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    # Where the next step begins: the byte, and the number of the line before it.
    offset = models.PositiveBigIntegerField(default=0)
    line = models.PositiveIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    line_count = models.PositiveIntegerField(_("lines"), default=0)
    # Rows by verdict, as far as this phase has come.
    counts = models.JSONField(default=dict)
    failure = models.CharField(max_length=20, blank=True)
    failure_line = models.PositiveIntegerField(null=True, blank=True)

    objects = OnItsWayQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return self.name
