from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biomes.models.on_its_way import OnItsWay
from biomes.rules.import_life import State


class Import(OnItsWay):
    """A file of past readings on its way in, and what a curator said of its columns."""

    biome = models.ForeignKey("biomes.Biome", on_delete=models.PROTECT, related_name="imports")
    # Set where the whole file is of one station; else a column names the station of each line.
    station = models.ForeignKey(
        "biomes.Station", on_delete=models.PROTECT, null=True, blank=True, related_name="imports"
    )
    kind = models.CharField(_("kind of file"), max_length=4)
    header = models.JSONField(default=list)
    # What the curator said: columns, time, clock, separator, decimals, thousands (rules.columns.from_said).
    said = models.JSONField(default=dict)
    is_checked = models.BooleanField(_("the publisher has checked the values"), default=False)
    # Stations the file opens: code -> [lon, lat].
    sites = models.JSONField(default=dict)

    class Meta(OnItsWay.Meta):
        verbose_name = _("import")
        verbose_name_plural = _("imports")
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
