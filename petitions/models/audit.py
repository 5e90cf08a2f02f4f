"""A look through the books: every petition's totals against its rows, and what was put right."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from petitions.rules.books import PARTS


class Audit(models.Model):
    """Asked for by a person or by the night; done by a worker."""

    # An opaque code; empty: the night asked.
    asked_by = models.CharField(max_length=32, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    ended_at = models.DateTimeField(_("done"), null=True, blank=True)
    checked = models.PositiveIntegerField(_("petitions checked"), default=0)

    class Meta:
        verbose_name = _("check of the books")
        verbose_name_plural = _("checks of the books")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"audit {self.pk}"


class Fault(models.Model):
    """A petition whose books did not balance: what stood, what the rows said, whether it was mended."""

    audit = models.ForeignKey("petitions.Audit", on_delete=models.CASCADE, related_name="faults")
    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="faults")
    # Sums only: total, rows, zones, basins, hours, batches.
    stood = models.JSONField(default=dict)
    rows = models.JSONField(default=dict)
    mended = models.BooleanField(_("mended"), default=False)

    class Meta:
        verbose_name = _("fault of the books")
        verbose_name_plural = _("faults of the books")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"fault of {self.petition_id}"

    @property
    def compared(self) -> list[tuple[int | None, int | None]]:
        """What stood beside what the rows said, in the order of the books; None where it cannot be told."""
        return [(self.stood.get(name), self.rows.get(name)) for name in PARTS]
