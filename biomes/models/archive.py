from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField, BigIntegerRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Archive(models.Model):
    """A month of readings that was written to a file and taken out of the table, or brought back since.

    ``root`` is the Merkle root over the leaves of all its readings, so that a file can be held against what
    was there. While a month is away its days in numbers stay, and rows that speak of it are refused.
    """

    month = models.DateField(_("month"))
    reading_count = models.PositiveBigIntegerField(_("readings"))
    # Which readings they were, as runs of numbers, so that the page of one can say where it went.
    numbers = ArrayField(BigIntegerRangeField(), verbose_name=_("numbers"))
    root = models.CharField(_("root"), max_length=64)
    # The file's name and SHA-256, as its manifest says them; where it lies is the operator's knowledge.
    file = models.CharField(_("file"), max_length=80)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64)
    archived_at = models.DateTimeField(_("archived at"))
    restored_at = models.DateTimeField(_("restored at"), null=True, blank=True)

    class Meta:
        verbose_name = _("archived month")
        verbose_name_plural = _("archived months")
        ordering = ["-month", "-archived_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["month"], condition=Q(restored_at__isnull=True), name="archive_away_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def subject(self) -> str:
        return f"biomes.archive/{self}"

    @property
    def until(self) -> date:
        """The first day of the month that follows."""
        return date(self.month.year + self.month.month // 12, self.month.month % 12 + 1, 1)
