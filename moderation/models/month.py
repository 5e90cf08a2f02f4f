import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Month(models.Model):
    """What was removed in a month, as the public log has it. Never changed."""

    month = models.DateField(_("month"), unique=True)
    # [{code, hides, rejected, confirmed}], by code.
    rows = models.JSONField(_("by code"))
    restored_count = models.PositiveIntegerField(_("restored on appeal"))
    hidden_count = models.PositiveIntegerField(_("hidden"))
    root = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(_("sealed at"))

    class Meta:
        verbose_name = _("month of moderation")
        verbose_name_plural = _("months of moderation")
        ordering = ["-month"]
        triggers = [pgtrigger.Protect(name="month_stands", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="month_begins_on_its_first"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def subject(self) -> str:
        return f"moderation.month/{self.code}"

    @property
    def rejected_count(self) -> int:
        return sum(row["rejected"] for row in self.rows)

    @property
    def confirmed_count(self) -> int:
        return sum(row["confirmed"] for row in self.rows)
