"""Readings come in: judged row by row, stored once, and what they mean for an alert recorded once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from biomes import queries
from biomes.actions.condition import assess_biome
from biomes.actions.refusals import keep_refusals
from biomes.models import Batch, Indicator, Reading, Station
from biomes.rules import intake, leaf
from biomes.rules import state as rule
from biomes.rules.intake import Known, Refusal, Said, Verdict
from biomes.rules.words import SEVERITY, Flag, Precision, Qualifier, Quality
from ledger import actions as ledger

MOST_ROWS = 50_000
Key = tuple[str, datetime, str, Decimal | None, int | None]


class CannotRecord(Exception):
    """The batch as a whole was refused; nothing was stored."""


@dataclass(slots=True)
class RowVerdict:
    """What became of one row; ``row`` counts from 1, as in a table with its heading taken off."""

    row: int
    verdict: Verdict
    reason: str = ""
    field: str = ""
    flags: tuple[str, ...] = ()
    version: int = 0


@dataclass(slots=True)
class Receipt:
    """One verdict for each row, and their sums."""

    verdicts: list[RowVerdict] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(one.verdict.value for one in self.verdicts)
        return {verdict.value: found[verdict.value] for verdict in Verdict}


@dataclass(frozen=True, slots=True)
class Source:
    """How a batch came: live from its station, or from a file of the past."""

    sender: str
    historical: bool = False
    quality: Quality | None = None
    decimal_comma: bool = False


@transaction.atomic
def record_readings(
    *,
    station: Station,
    rows: Iterable[Mapping[str, object]],
    at: datetime,
    sender: str = "",
    historical: bool = False,
    quality: Quality | None = None,
    decimal_comma: bool = False,
) -> Receipt:
    """Store a batch and say what became of each row. Sending it again changes nothing.

    Historical rows speak of the past: they move no state and open no alert.
    """
    # The station row is the lock: two batches of one station queue here instead of racing.
    station = Station.objects.select_for_update(no_key=True).select_related("biome").get(pk=station.pk)
    _refuse_whole(station, rows := list(rows), at, historical=historical)
    source = Source(sender or station.code, historical, quality, decimal_comma)
    indicators = {one.code: one for one in Indicator.objects.all()}
    before = {} if historical else _levels(station, at)
    receipt, fresh = _judge(station, rows, indicators, source, at)
    batch = Batch.objects.create(
        station=station,
        sender=source.sender,
        received_at=at,
        row_count=len(rows),
        **{f"{verdict}_count": count for verdict, count in receipt.counts.items()},
    )
    keep_refusals(batch, rows, receipt.verdicts)
    stored = _store(station, fresh, indicators, source, batch, at)
    if not historical and stored:
        _tell(station, stored, before, at)
        assess_biome(biome=station.biome, at=at)
    return receipt


def _refuse_whole(station: Station, rows: Sequence[object], at: datetime, *, historical: bool) -> None:
    if station.closed_at and station.closed_at <= at and not historical:
        raise CannotRecord(_("Station %(code)s is closed; it takes no readings.") % {"code": station.code})
    if len(rows) > MOST_ROWS:
        raise CannotRecord(
            _("%(count)s rows in one batch; send at most %(most)s at a time.")
            % {"count": len(rows), "most": MOST_ROWS}
        )


# --- Judging --------------------------------------------------------------------------------------
@dataclass(slots=True)
class _Fresh:
    """A row that will be stored: what it says, its flags, and the version it becomes."""

    said: Said
    flags: frozenset[Flag]
    version: int


def _judge(
    station: Station,
    rows: Sequence[Mapping[str, object]],
    indicators: Mapping[str, Indicator],
    source: Source,
    at: datetime,
) -> tuple[Receipt, list[_Fresh]]:
    known = {code: _known(one) for code, one in indicators.items()}
    receipt, readable = Receipt(), []
    for number, row in enumerate(rows, start=1):
        verdict = RowVerdict(number, Verdict.REFUSED)
        receipt.verdicts.append(verdict)
        try:
            readable.append((verdict, intake.read_row(row, known, decimal_comma=source.decimal_comma)))
        except Refusal as why:
            verdict.reason, verdict.field = why.code, why.field
    there = _already(station, [said for _verdict, said in readable])
    # Order is judged against what was stored before: within a batch, rows may stand as they like.
    newest = {} if source.historical else _newest(station)
    fresh = []
    for verdict, said in readable:
        former = there.get(said.key)
        if former and former[1] == said.content:
            verdict.verdict, verdict.version = Verdict.DUPLICATE, former[0]
            continue
        flags = intake.flags_of(said, known[said.indicator], received=at, newest=newest.get(said.indicator))
        if source.historical:
            # The past is late by its nature; only what cannot be is worth a word.
            flags = said.flags | flags & intake.DOUBTFUL
        version = former[0] + 1 if former else 1
        there[said.key] = (version, said.content)
        verdict.verdict = intake.verdict_of(flags, corrects=version > 1)
        verdict.flags = tuple(sorted(flag.value for flag in flags))
        verdict.version = version
        fresh.append(_Fresh(said, flags, version))
    return receipt, fresh


def _known(one: Indicator) -> Known:
    return Known(
        code=one.code, unit=one.unit, low=one.plausible_low, high=one.plausible_high, validity=one.validity
    )


def _already(station: Station, said: Sequence[Said]) -> dict[Any, tuple[int, Any]]:
    """The newest stored version of every measurement that the batch speaks of."""
    times = list({one.at for one in said})
    rows = (
        Reading.objects.filter(station=station, is_current=True)
        .extra(where=["phenomenon_at = ANY(%s)"], params=[times])
        .values_list(
            "indicator__code",
            "phenomenon_at",
            "precision",
            "depth_m",
            "replicate",
            "version",
            "value",
            "qualifier",
            "detection_limit",
        )
    )
    return {tuple(row[:5]): (row[5], tuple(row[6:])) for row in rows} if times else {}


def _newest(station: Station) -> dict[str, datetime]:
    """Up to where each series of a station has come; a clock from the future does not count."""
    found = Reading.objects.filter(station=station, is_current=True, historical=False)
    rows = found.exclude(flags__contains=[Flag.FUTURE.value]).values_list("indicator__code")
    return dict(rows.annotate(newest=Max("phenomenon_at")))


# --- Storing --------------------------------------------------------------------------------------
def _store(
    station: Station,
    fresh: Sequence[_Fresh],
    indicators: Mapping[str, Indicator],
    source: Source,
    batch: Batch,
    at: datetime,
) -> list[Reading]:
    last = {one.said.key: one.version for one in fresh}
    corrected = [one.said for one in fresh if one.version > 1]
    if corrected:
        _retire(station, corrected, indicators)
    return Reading.objects.pour(
        _reading(station, one, indicators[one.said.indicator], source, batch, at, last[one.said.key])
        for one in fresh
    )


def _reading(
    station: Station,
    one: _Fresh,
    indicator: Indicator,
    source: Source,
    batch: Batch,
    at: datetime,
    last_version: int,
) -> Reading:
    said = one.said
    quality = source.quality or intake.quality_of(one.flags, checks_itself=station.checks_itself)
    if one.flags & intake.DOUBTFUL:
        quality = Quality.RAW
    return Reading(
        station=station,
        indicator=indicator,
        phenomenon_at=said.at,
        precision=said.precision.value,
        depth_m=said.depth_m,
        replicate=said.replicate,
        version=one.version,
        is_current=one.version == last_version,
        result_at=said.result_at,
        received_at=at,
        value=said.value,
        qualifier=said.qualifier.value,
        detection_limit=said.detection_limit,
        unit=said.unit,
        as_sent=said.as_sent,
        quality=quality.value,
        flags=sorted(flag.value for flag in one.flags),
        method=said.method,
        historical=source.historical,
        batch=batch,
    )


def _retire(station: Station, said: Sequence[Said], indicators: Mapping[str, Indicator]) -> None:
    """The stored versions that corrections replace stop being the current ones."""
    with connection.cursor() as cursor:
        cursor.executemany(
            """
            UPDATE biomes_reading SET is_current = FALSE
             WHERE station_id = %s AND indicator_id = %s AND phenomenon_at = %s AND precision = %s
               AND depth_m IS NOT DISTINCT FROM %s AND replicate IS NOT DISTINCT FROM %s AND is_current
            """,
            [
                (station.pk, indicators[s.indicator].pk, s.at, s.precision.value, s.depth_m, s.replicate)
                for s in said
            ],
        )


# --- Telling --------------------------------------------------------------------------------------
def _levels(station: Station, at: datetime) -> dict[str, rule.Limit]:
    """The worst limit that each series of the station holds now."""
    found = {}
    for series in queries.measured_series(station.biome, at, station=station):
        if held := rule.level_of(series):
            found[series.indicator] = held[0]
    return found


def _tell(
    station: Station, stored: Sequence[Reading], before: Mapping[str, rule.Limit], at: datetime
) -> None:
    """One fact for each indicator: its worst live value beyond a limit, or its return inside."""
    live: dict[str, list[Reading]] = {}
    for reading in stored:
        if reading.is_current and _is_live(reading):
            live.setdefault(reading.indicator.code, []).append(reading)
    after = _levels(station, at) if before and live else {}
    in_force = queries.thresholds_in_force(None, station.biome, at) if live else []
    for code, readings in live.items():
        limits = queries.limits_from(row for row in in_force if row.indicator.code == code)
        passed = [
            (limit, reading)
            for reading in readings
            if (limit := rule.worst(one for one in limits if rule.passes(_measured(reading), one)))
        ]
        if passed:
            _record_breach(station, *max(passed, key=_severity), at)
        elif code in before and code not in after:
            _record_recovery(station, max(readings, key=lambda one: one.phenomenon_at), at)


def _is_live(reading: Reading) -> bool:
    return intake.is_live(
        flags=frozenset(Flag(flag) for flag in reading.flags),
        quality=Quality(reading.quality),
        precision=Precision(reading.precision),
        historical=reading.historical,
    )


def _measured(reading: Reading) -> rule.Measured:
    return rule.Measured(reading.phenomenon_at, reading.value, Qualifier(reading.qualifier))


def _severity(passed: tuple[rule.Limit, Reading]) -> tuple[int, Decimal]:
    """Worse level first, then further beyond it."""
    limit, reading = passed
    return SEVERITY[limit.level], abs(reading.value - limit.value)


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
        "reading": reading.pk,
        "phenomenon_at": leaf.moment(reading.phenomenon_at),
        "leaf": queries.reading_leaf(reading),
    }
