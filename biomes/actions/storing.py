"""Rows that were judged go into the table by one COPY, held to every rule an INSERT is held to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import connection

from biomes.actions.judging import Fresh, Source
from biomes.models import Batch, DueDay, Indicator, Series, Station
from biomes.rules.intake import Said
from biomes.rules.words import LIVE_PRECISIONS, Flag

# The number comes from the sequence. The order is that of `_lines`.
_COPY = """
    COPY biomes_reading (phenomenon_at, "precision", depth_m, replicate, version, is_current, result_at, value,
        qualifier, detection_limit, as_sent, method, quality, flags, unit, indicator_id, received_at, historical,
        batch_id, station_id) FROM STDIN
"""
_RETIRE = """
    UPDATE biomes_reading r SET is_current = FALSE
      FROM unnest(%(indicators)s::bigint[], %(times)s::timestamptz[], %(precisions)s::text[],
                  %(depths)s::numeric[], %(replicates)s::int[])
           AS newer (indicator_id, at, "precision", depth_m, replicate)
     WHERE r.station_id = %(station)s AND r.indicator_id = newer.indicator_id AND r.phenomenon_at = newer.at
       AND r.precision = newer.precision AND r.depth_m IS NOT DISTINCT FROM newer.depth_m
       AND r.replicate IS NOT DISTINCT FROM newer.replicate AND r.is_current
       AND r.phenomenon_at BETWEEN %(first)s AND %(last)s
"""
_MEANT = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def store(
    station: Station,
    fresh: Sequence[Fresh],
    indicators: Mapping[str, Indicator],
    source: Source,
    batch: Batch,
) -> None:
    """New rows; the versions they replace stop being current; days and series hear of it."""
    if not fresh:
        return
    if corrected := [one.said for one in fresh if one.version > 1]:
        _retire(station, corrected, indicators)
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(_COPY) as copy:
        copy.write("".join(_lines(station, fresh, indicators, source, batch)))
    _remember(station, fresh, indicators, source)


def _lines(
    station: Station,
    fresh: Iterable[Fresh],
    indicators: Mapping[str, Indicator],
    source: Source,
    batch: Batch,
) -> Iterable[str]:
    """Each row as a line of COPY's text form; what only a person could have written is escaped."""
    same = f"{batch.received_at.isoformat()}\t{source.historical}\t{batch.pk}\t{station.pk}\n"
    tails = {code: f"{one.unit}\t{one.pk}\t{same}" for code, one in indicators.items()}
    at, moment = None, ""
    for said, mark, version, is_current in fresh:
        if said.at is not at:  # neighbours mostly share their time
            at, moment = said.at, said.at.isoformat()
        yield (
            f"{moment}\t{said.precision}\t{_or_null(said.depth_m)}\t{_or_null(said.replicate)}"
            f"\t{version}\t{is_current}\t{_moment(said.result_at)}\t{said.value}\t{said.qualifier}"
            f"\t{_or_null(said.detection_limit)}\t{said.as_sent.translate(_MEANT) if said.as_sent else ''}"
            f"\t{said.method.translate(_MEANT) if said.method else ''}"
            f"\t{mark.quality}\t{{{','.join(mark.flags)}}}\t{tails[said.indicator]}"
        )


def _or_null(value: Decimal | int | None) -> str:
    return "\\N" if value is None else str(value)


def _moment(at: datetime | None) -> str:
    return "\\N" if at is None else at.isoformat()


def _retire(station: Station, said: Sequence[Said], indicators: Mapping[str, Indicator]) -> None:
    """The stored versions that corrections replace stop being the current ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            _RETIRE,
            {
                "station": station.pk,
                "indicators": [indicators[one.indicator].pk for one in said],
                "times": [one.at for one in said],
                "precisions": [one.precision.value for one in said],
                "depths": [one.depth_m for one in said],
                "replicates": [one.replicate for one in said],
                "first": min(one.at for one in said),
                "last": max(one.at for one in said),
            },
        )


def _remember(
    station: Station, fresh: Iterable[Fresh], indicators: Mapping[str, Indicator], source: Source
) -> None:
    """Which days to reckon anew, and up to where each live series has come."""
    days: set[tuple[str, date]] = set()
    newest: dict[str, datetime] = {}
    for said, mark, _version, _is_current in fresh:
        if said.precision in LIVE_PRECISIONS:
            days.add((said.indicator, said.at.date()))
        if Flag.FUTURE not in mark.flags and (
            said.indicator not in newest or newest[said.indicator] < said.at
        ):
            newest[said.indicator] = said.at
    DueDay.objects.mark_days((station.pk, indicators[code].pk, day) for code, day in days)
    if not source.historical and newest:
        Series.objects.reach_to({(station.pk, indicators[code].pk): at for code, at in newest.items()})
