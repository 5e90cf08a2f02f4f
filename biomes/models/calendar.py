from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biomes.rules import calendar as rule


class CalendarQuerySet(models.QuerySet["CalendarEntry"]):
    def standing(self) -> CalendarQuerySet:
        return self.filter(ended_at__isnull=True)


class CalendarEntry(models.Model):
    """A time of a living system or of its people: every year between two days, or once between two dates."""

    biome = models.ForeignKey("biomes.Biome", on_delete=models.PROTECT, related_name="calendar")
    kind = models.CharField(_("kind"), max_length=12)
    whose = models.CharField(_("whose time"), max_length=8)
    title = models.CharField(_("title"), max_length=80)
    note = models.CharField(_("what to respect"), max_length=300, blank=True)
    # Every year: months and days as "02-29". Once: two dates.
    first_day = models.CharField(_("first day of the year"), max_length=5, blank=True)
    last_day = models.CharField(_("last day of the year"), max_length=5, blank=True)
    first_on = models.DateField(_("first date"), null=True, blank=True)
    last_on = models.DateField(_("last date"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("link to the source"), blank=True)
    # The opaque code of the curator, as the ledger knows them.
    added_by = models.CharField(_("added by"), max_length=32)
    added_at = models.DateTimeField(_("added at"))
    ended_at = models.DateTimeField(_("taken out at"), null=True, blank=True)
    end_reason = models.CharField(_("why it was taken out"), max_length=300, blank=True)

    objects = CalendarQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar entry")
        verbose_name_plural = _("calendar entries")
        ordering = ["biome", "first_day", "first_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in rule.Kind]), name="calendar_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(whose__in=[w.value for w in rule.Whose]), name="calendar_whose_known"
            ),
            # Either every year or once, never both, never neither.
            models.CheckConstraint(
                condition=(
                    ~Q(first_day="") & ~Q(last_day="") & Q(first_on__isnull=True, last_on__isnull=True)
                )
                | Q(first_day="", last_day="", first_on__isnull=False, last_on__isnull=False),
                name="calendar_yearly_or_once",
            ),
            models.CheckConstraint(
                condition=Q(first_on__isnull=True) | Q(first_on__lte=models.F("last_on")),
                name="calendar_first_before_last",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        return f"biomes.calendar/{self.pk}"

    @property
    def is_yearly(self) -> bool:
        return bool(self.first_day)

    def periods(self, year: int) -> list[rule.Period]:
        """Every occurrence with a day in ``year``."""
        first, last = rule.day_of_year(self.first_day), rule.day_of_year(self.last_day)
        if first and last:
            return rule.in_year(first, last, year)
        if self.first_on and self.last_on and self.first_on.year <= year <= self.last_on.year:
            return [rule.Period(self.first_on, self.last_on)]
        return []
