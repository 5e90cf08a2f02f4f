from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biomes.models.on_its_way import OnItsWay
from biomes.rules.bulk import FORMS, Noun, Verdict
from biomes.rules.import_life import State


class Bulk(OnItsWay):
    """A file of profiles, zones or links on its way in: looked at row by row, then applied once or left.

    What was sent lies in the store only until the first step has read it into rows (``is_read``), in which sensitive
    places are coarse.
    """

    noun = models.CharField(_("what it holds"), max_length=8)
    kind = models.CharField(_("kind of file"), max_length=7)
    is_read = models.BooleanField(default=False)
    # Who had it applied, by their opaque code, and why: beside each revision for good.
    applied_by = models.CharField(_("applied by"), max_length=32, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta(OnItsWay.Meta):
        verbose_name = _("import of a file")
        verbose_name_plural = _("imports of files")
        constraints = [
            models.CheckConstraint(condition=Q(noun__in=[n.value for n in Noun]), name="bulk_noun_known"),
            models.CheckConstraint(condition=Q(kind__in=list(FORMS)), name="bulk_kind_known"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="bulk_state_known"),
        ]
        indexes = [
            models.Index(
                fields=["moved_at"],
                condition=Q(state__in=[State.CHECKING.value, State.STORING.value]),
                name="bulk_moving",
            ),
        ]

    @property
    def subject(self) -> str:
        return f"biomes.bulk/{self.uuid}"


class SheetRow(models.Model):
    """What one row of a file would do, or did."""

    of = models.ForeignKey("biomes.Bulk", on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line"))
    # What the row is about: an address, or the two ends of a link and its kind.
    key = models.CharField(_("row"), max_length=160)
    # What stood there when it was looked at; a row whose thing has changed since is left out.
    seen = models.CharField(max_length=24, blank=True)
    verdict = models.CharField(_("verdict"), max_length=10)
    changed = models.JSONField(default=list)
    # Each with its field, its code and what it is about.
    faults = models.JSONField(default=list)

    class Meta:
        verbose_name = _("row of a file")
        verbose_name_plural = _("rows of files")
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["of", "line"], name="sheet_row_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=[v.value for v in Verdict]), name="sheet_row_verdict_known"
            ),
        ]
        indexes = [
            models.Index(fields=["of", "key"], name="sheet_row_key"),
            models.Index(fields=["of", "verdict", "line"], name="sheet_row_verdict"),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.key}: {self.verdict}"
