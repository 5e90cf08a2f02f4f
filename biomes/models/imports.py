from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biomes.rules.import_life import MOVING, State


class ImportQuerySet(models.QuerySet["Import"]):
    def moving(self) -> ImportQuerySet:
        """Those a worker has something to do for."""
        return self.filter(state__in=[state.value for state in MOVING])


class Import(models.Model):
    """A file of past readings on its way in: what it is, what a curator said of it, and how far it came.

    One step is one transaction: its rows, its remarks and ``offset`` commit together or not at all, so a worker
    may be killed anywhere and the next one goes on where the last step ended.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    biome = models.ForeignKey("biomes.Biome", on_delete=models.PROTECT, related_name="imports")
    # Set where the whole file is of one station; else a column names the station of each line.
    station = models.ForeignKey(
        "biomes.Station", on_delete=models.PROTECT, null=True, blank=True, related_name="imports"
    )
    name = models.CharField(_("file"), max_length=80)
    kind = models.CharField(_("kind of file"), max_length=4)
    # Under this name in the store; empty once nobody needs it any more. ``sha256`` stays.
    file = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("bytes"))
    header = models.JSONField(default=list)
    # What the curator said: columns, time, clock, separator, decimals, thousands (rules.columns.from_said).
    said = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, default=State.UPLOADED.value)
    asked_by = models.CharField(_("asked by"), max_length=32)
    asked_at = models.DateTimeField(_("asked at"))
    is_checked = models.BooleanField(_("the publisher has checked the values"), default=False)
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
    # Stations the file opens: code -> [lon, lat].
    sites = models.JSONField(default=dict)
    failure = models.CharField(max_length=20, blank=True)
    failure_line = models.PositiveIntegerField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="import_state_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=["csv", "xlsx"]), name="import_kind_known"),
        ]
        indexes = [
            models.Index(
                fields=["moved_at"],
                condition=Q(state__in=[State.CHECKING.value, State.STORING.value]),
                name="import_moving",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Remark(models.Model):
    """What the check of a file has to say of one cell: refused with its reason, or kept and doubted."""

    of = models.ForeignKey("biomes.Import", on_delete=models.CASCADE, related_name="remarks")
    line = models.PositiveIntegerField(_("line"))
    column = models.CharField(_("column"), max_length=80, blank=True)
    indicator = models.CharField(max_length=50, blank=True)
    # A code of words.REFUSALS, or of words.REMARKS where the row is kept.
    code = models.CharField(max_length=24)
    is_refusal = models.BooleanField(default=True)
    said = models.CharField(_("written"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["line", "pk"]

    def __str__(self) -> str:
        return f"{self.line} {self.column}: {self.code}"


class Refusals(models.Model):
    """The rows of a batch that were not stored, packed: one line of JSON for a whole delivery.

    ``rows`` is a list of [row, reason, field, what stood there]; readings that were stored and flagged are found
    by their batch and need no second record.
    """

    batch = models.OneToOneField("biomes.Batch", on_delete=models.CASCADE, related_name="refusals")
    rows = models.JSONField(default=list)

    class Meta:
        verbose_name = _("refused rows")
        verbose_name_plural = _("refused rows")

    def __str__(self) -> str:
        return str(self.batch)
