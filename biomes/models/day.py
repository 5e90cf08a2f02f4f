from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from biomes.rules.words import LIVE_PRECISIONS


class Day(models.Model):
    """One UTC day of one indicator at one station, in numbers: what long charts draw.

    Counted are the current readings of a known day that nobody rejected, but for those the automatic checks
    doubt (wild, from the future) until a person has looked. A value below its detection limit enters as the
    limit. Nobody writes here but `actions.roll_up`, and what it writes can be had again from the readings.
    """

    station = models.ForeignKey("biomes.Station", on_delete=models.PROTECT, related_name="days")
    indicator = models.ForeignKey("biomes.Indicator", on_delete=models.PROTECT, related_name="days")
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("readings"))
    low = models.DecimalField(_("lowest"), max_digits=18, decimal_places=6)
    high = models.DecimalField(_("highest"), max_digits=18, decimal_places=6)
    mean = models.DecimalField(_("mean"), max_digits=18, decimal_places=6)
    median = models.DecimalField(_("median"), max_digits=18, decimal_places=6)
    below_count = models.PositiveIntegerField(_("below the detection limit"), default=0)

    class Meta:
        verbose_name = _("day of readings")
        verbose_name_plural = _("days of readings")
        constraints = [
            models.UniqueConstraint(fields=["station", "indicator", "day"], name="day_once"),
            models.CheckConstraint(
                condition=Q(count__gte=1, below_count__lte=F("count"), low__lte=F("high")), name="day_adds_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class DueDayQuerySet(models.QuerySet["DueDay"]):
    def mark(self, readings: Iterable[Any]) -> None:
        """The days these readings lie on, to be rolled up anew. Call it in the transaction that writes them."""
        days = {
            (one.station_id, one.indicator_id, day_of(one.phenomenon_at))
            for one in readings
            if one.precision in LIVE_PRECISIONS
        }
        self.mark_days(days)

    def mark_days(self, days: Iterable[tuple[int, int, date]]) -> None:
        if not (rows := sorted(days)):
            return
        stations, indicators, dates = zip(*rows, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO biomes_dueday (station_id, indicator_id, day)
                SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::date[])
                """,
                [list(stations), list(indicators), list(dates)],
            )


class DueDay(models.Model):
    """A mark: this day's numbers are behind its readings.

    One row for each write, never a shared one: a mark commits together with the readings it speaks of, and
    the roll-up takes away only the marks it saw. A unique mark would let a batch that commits late lean on
    a mark that is being worked off without it.
    """

    station = models.ForeignKey("biomes.Station", on_delete=models.CASCADE, related_name="+")
    indicator = models.ForeignKey(
        "biomes.Indicator", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    day = models.DateField()

    objects = DueDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("day to roll up")
        verbose_name_plural = _("days to roll up")

    def __str__(self) -> str:
        return f"{self.day}"


def day_of(at: datetime) -> date:
    return at.astimezone(UTC).date()
