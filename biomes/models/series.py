from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models

from biomes.rules.words import Flag


class SeriesQuerySet(models.QuerySet["Series"]):
    def reach(self, readings: Iterable[Any]) -> None:
        """These live readings came in: their series exist, and go at least so far."""
        newest: dict[tuple[int, int], datetime] = {}
        for one in readings:
            if one.is_current and not one.historical and Flag.FUTURE.value not in one.flags:
                key = (one.station_id, one.indicator_id)
                if key not in newest or newest[key] < one.phenomenon_at:
                    newest[key] = one.phenomenon_at
        if newest:
            self.reach_to(newest)

    def reach_to(self, newest: dict[tuple[int, int], datetime]) -> None:
        stations, indicators, times = zip(*((*key, at) for key, at in sorted(newest.items())), strict=True)
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO biomes_series (station_id, indicator_id, newest_at)
                SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[])
                    ON CONFLICT (station_id, indicator_id) DO UPDATE
                   SET newest_at = EXCLUDED.newest_at WHERE biomes_series.newest_at < EXCLUDED.newest_at
                """,
                [list(stations), list(indicators), list(times)],
            )


class Series(models.Model):
    """That a station measures an indicator, and up to where its live readings have come.

    Whoever looks for the newest value, or asks whether a row comes out of order, looks here first and then
    into one month, instead of through all of them. A clock from the future does not count.
    """

    station = models.ForeignKey(
        "biomes.Station", on_delete=models.CASCADE, related_name="series", db_index=False
    )
    indicator = models.ForeignKey(
        "biomes.Indicator", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    newest_at = models.DateTimeField()

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = "series"
        verbose_name_plural = "series"
        constraints = [models.UniqueConstraint(fields=["station", "indicator"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.newest_at:%Y-%m-%d %H:%M}"
