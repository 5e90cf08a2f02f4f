"""What a batch means for alerts: one fact for each indicator that went beyond a limit or came back inside.

A value that a person checks later speaks by itself, as the newly checked value it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from biomes import queries
from biomes.actions.judging import Fresh
from biomes.models import Indicator, Reading, Station
from biomes.rules import leaf
from biomes.rules import state as rule
from biomes.rules.intake import Said
from biomes.rules.words import LIVE_PRECISIONS, SEVERITY, Qualifier
from ledger import actions as ledger


def levels(station: Station, at: datetime) -> dict[str, rule.Limit]:
    """The worst limit that each series of the station holds now."""
    found = {}
    for series in queries.measured_series(station.biome, at, station=station):
        if held := rule.level_of(series):
            found[series.indicator] = held[0]
    return found


def tell(
    station: Station,
    fresh: Sequence[Fresh],
    indicators: Mapping[str, Indicator],
    before: Mapping[str, rule.Limit],
    at: datetime,
) -> None:
    """One fact for each indicator: its worst live value beyond a limit, or its return inside."""
    live: dict[str, list[Fresh]] = {}
    for one in fresh:
        if one.mark.is_live and one.is_current and one.said.precision in LIVE_PRECISIONS:
            live.setdefault(one.said.indicator, []).append(one)
    after = levels(station, at) if before and live else {}
    in_force = queries.thresholds_in_force(None, station.biome, at) if live else []
    for code, rows in live.items():
        limits = queries.limits_from(row for row in in_force if row.indicator.code == code)
        if passed := _passed(rows, limits):
            limit, worst = max(passed, key=_severity)
            _record_breach(station, limit, _stored(station, worst, indicators), at)
        elif code in before and code not in after:
            newest = max(rows, key=lambda one: one.said.at)
            _record_recovery(station, _stored(station, newest, indicators), at)


def tell_checked(reading: Reading, before: Mapping[str, rule.Limit], at: datetime) -> None:
    """The same for one value that a person just checked; what lies too far back says nothing of now."""
    indicator, station = reading.indicator, reading.station
    if reading.precision not in LIVE_PRECISIONS or at - reading.phenomenon_at > indicator.validity:
        return
    heard = queries.measured_series(station.biome, at, station=station)
    series = next((one for one in heard if one.indicator == indicator.code), None)
    if series is None or reading.phenomenon_at > at:
        return
    said = rule.Measured(reading.phenomenon_at, reading.value, Qualifier(reading.qualifier))
    # What was measured since may have let go of the limit again.
    holding = rule.active_limits(series.limits, series.readings)
    limit = rule.worst(one for one in series.limits if one.key in holding and rule.passes(said, one))
    if limit:
        _record_breach(station, limit, reading, at)
    elif indicator.code in before and not holding:
        _record_recovery(station, reading, at)


def _passed(rows: Sequence[Fresh], limits: Sequence[rule.Limit]) -> list[tuple[rule.Limit, Fresh]]:
    """The rows beyond a limit, each with the worst that it passes. Most are far inside: a glance tells."""
    above = min((one.value for one in limits if one.direction == "above"), default=None)
    below = max((one.value for one in limits if one.direction == "below"), default=None)
    near = [
        one
        for one in rows
        if (above is not None and one.said.value >= above) or (below is not None and one.said.value <= below)
    ]
    return [
        (limit, one)
        for one in near
        if (limit := rule.worst(held for held in limits if rule.passes(_measured(one.said), held)))
    ]


def _measured(said: Said) -> rule.Measured:
    return rule.Measured(said.at, said.value, said.qualifier)


def _severity(passed: tuple[rule.Limit, Fresh]) -> tuple[int, Decimal]:
    """Worse level first, then further beyond it."""
    limit, one = passed
    return SEVERITY[limit.level], abs(one.said.value - limit.value)


def _stored(station: Station, one: Fresh, indicators: Mapping[str, Indicator]) -> Reading:
    """The row as it lies in the table, with its number."""
    said = one.said
    found = Reading.objects.get(
        station=station,
        indicator=indicators[said.indicator],
        phenomenon_at=said.at,
        precision=said.precision.value,
        depth_m=said.depth_m,
        replicate=said.replicate,
        version=one.version,
    )
    found.station, found.indicator = station, indicators[said.indicator]
    return found


def _record_breach(station: Station, limit: rule.Limit, reading: Reading, at: datetime) -> None:
    ledger.record(
        kind="biomes.indicator.breached",
        subject=station.biome.subject,
        actor="",
        at=at,
        public=True,
        about=(station.subject, reading.subject),
        threshold=limit.key,
        level=limit.level.value,
        limit=leaf.plain(limit.value),
        direction=limit.direction.value,
        **_said(reading),
    )


def _record_recovery(station: Station, reading: Reading, at: datetime) -> None:
    ledger.record(
        kind="biomes.indicator.recovered",
        subject=station.biome.subject,
        actor="",
        at=at,
        public=True,
        about=(station.subject, reading.subject),
        **_said(reading),
    )


def _said(reading: Reading) -> dict[str, Any]:
    return {
        "biome": reading.station.biome.slug,
        "station": reading.station.code,
        "indicator": reading.indicator.code,
        "value": leaf.plain(reading.value),
        "unit": reading.unit,
        "reading": reading.number,
        "phenomenon_at": leaf.moment(reading.phenomenon_at),
        "leaf": queries.reading_leaf(reading),
    }
