"""Each row of a batch gets its verdict: what it says, whether it is there already, what is odd about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from biomes.models import Archive, Indicator, Station
from biomes.rules import intake
from biomes.rules.intake import Content, Known, Refusal, Said, Verdict
from biomes.rules.words import Flag, Quality

# What is there already of what a batch speaks of, every version: one probe of an index for each, in the months it
# touches.
_THERE = """
    SELECT r.indicator_id, r.phenomenon_at, r.precision, r.depth_m, r.replicate,
           r.version, r.value, r.qualifier, r.detection_limit
      FROM (SELECT DISTINCT * FROM unnest(%(indicators)s::bigint[], %(times)s::timestamptz[])) asked (indicator_id, at)
      JOIN biomes_reading r
        ON r.station_id = %(station)s AND r.indicator_id = asked.indicator_id AND r.phenomenon_at = asked.at
     WHERE r.phenomenon_at BETWEEN %(first)s AND %(last)s
"""


@dataclass(slots=True)
class RowVerdict:
    """What became of one row; ``row`` counts from 1, as in a table with its heading taken off."""

    row: int
    verdict: Verdict
    reason: str = ""
    field: str = ""
    flags: tuple[str, ...] = ()
    version: int = 0
    # The newest version there is now: what a correction would have to name.
    newest: int = 0

    @property
    def is_superseded(self) -> bool:
        """An old value sent again, which a later version replaced."""
        return self.version < self.newest and self.verdict is Verdict.DUPLICATE


@dataclass(slots=True)
class Receipt:
    """One verdict for each row, and their sums."""

    verdicts: list[RowVerdict] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(one.verdict for one in self.verdicts)
        return {verdict.value: found[verdict] for verdict in Verdict}


@dataclass(frozen=True, slots=True)
class Source:
    """How a batch came: live from its station, or from a file of the past."""

    sender: str
    historical: bool = False
    quality: Quality | None = None
    decimal_comma: bool = False


class Mark(NamedTuple):
    """What some flags come to; a batch knows few kinds, so each is reckoned once."""

    flags: tuple[str, ...]
    verdict: Verdict
    quality: Quality
    # Whether a value of a time known to the day may open or close an alert.
    is_live: bool


class Fresh(NamedTuple):
    """A row that will be stored: what it says, its mark, the version it becomes, whether it is the last one."""

    said: Said
    mark: Mark
    version: int
    is_current: bool


def judge(
    station: Station,
    rows: Sequence[Mapping[str, object]],
    indicators: Mapping[str, Indicator],
    source: Source,
    at: datetime,
) -> tuple[Receipt, list[Fresh]]:
    known = {code: _known(one) for code, one in indicators.items()}
    receipt, readable = _read(rows, known, source)
    there = _already(station, [said for _verdict, said in readable], indicators) if readable else {}
    # Order is judged against what was stored before: within a batch, rows may stand as they like.
    newest = {} if source.historical else dict(station.series.values_list("indicator__code", "newest_at"))
    marks: dict[frozenset[Flag], Mark] = {}
    fresh: list[Fresh] = []
    place: dict[Any, int] = {}
    depths: dict[Any, Decimal | None] = {}
    for verdict, said in readable:
        key, version = said.key, 1
        versions = there.setdefault(key, {})
        # Most rows are the first of their measurement and name nothing that could collide.
        if versions or said.depth_m is not None or said.corrects is not None:
            if (found := _version(verdict, said, versions, depths)) is None:
                continue
            version = found
        flags = intake.flags_of(said, known[said.indicator], received=at, newest=newest.get(said.indicator))
        if (mark := marks.get(flags)) is None:
            mark = marks[flags] = _mark(flags, source, station)
        verdict.verdict = mark.verdict if version == 1 else Verdict.CORRECTED
        verdict.flags, verdict.version, verdict.newest = mark.flags, version, version
        versions[said.content] = version
        if (earlier := place.get(key)) is not None:
            fresh[earlier] = fresh[earlier]._replace(is_current=False)
        place[key] = len(fresh)
        fresh.append(Fresh(said, mark, version, is_current=True))
    return receipt, fresh


def _version(
    verdict: RowVerdict, said: Said, versions: dict[Content, int], depths: dict[Any, Decimal | None]
) -> int | None:
    """The version it becomes; None where it is not stored, and its verdict says why."""
    verdict.newest = max(versions.values(), default=0)
    try:
        # Two depths of one batch that are kept as the same one are two measurements, not a value and its correction.
        if said.depth_m is not None and depths.setdefault(said.key, said.depth_sent) != said.depth_sent:
            raise Refusal("depth_too_close", "depth_m")
        version = intake.version_of(said, versions)
    except Refusal as why:
        verdict.reason, verdict.field = why.code, why.field
        return None
    if version is None:
        verdict.verdict, verdict.version = Verdict.DUPLICATE, versions[said.content]
    return version


def _read(
    rows: Sequence[Mapping[str, object]], known: Mapping[str, Known], source: Source
) -> tuple[Receipt, list[tuple[RowVerdict, Said]]]:
    """Every row has a verdict, and begins as refused; what can be read goes on."""
    receipt = Receipt()
    readable: list[tuple[RowVerdict, Said]] = []
    away = _months_away()
    for number, row in enumerate(rows, start=1):
        verdict = RowVerdict(number, Verdict.REFUSED)
        receipt.verdicts.append(verdict)
        try:
            said = intake.read_row(row, known, decimal_comma=source.decimal_comma)
            if away and date(said.at.year, said.at.month, 1) in away:
                raise Refusal("month_archived", "at")
            readable.append((verdict, said))
        except Refusal as why:
            verdict.reason, verdict.field = why.code, why.field
    return receipt, readable


def _months_away() -> set[date]:
    """A month in the archive takes no rows: nobody could say whether they are there already."""
    return set(Archive.objects.filter(restored_at__isnull=True).values_list("month", flat=True))


def _mark(flags: frozenset[Flag], source: Source, station: Station) -> Mark:
    quality = source.quality or intake.quality_of(flags, checks_itself=station.checks_itself)
    if flags & intake.DOUBTFUL:
        quality = Quality.RAW
    # The past is late by its nature; only what cannot be is worth a word.
    kept = flags - {Flag.LATE, Flag.OUT_OF_ORDER} if source.historical else flags
    return Mark(
        flags=tuple(sorted(flag.value for flag in kept)),
        verdict=intake.verdict_of(kept, corrects=False),
        quality=quality,
        is_live=intake.speaks_of_now(flags=kept, quality=quality, historical=source.historical),
    )


def _known(one: Indicator) -> Known:
    return Known(
        code=one.code, unit=one.unit, low=one.plausible_low, high=one.plausible_high, validity=one.validity
    )


def _already(
    station: Station, said: Sequence[Said], indicators: Mapping[str, Indicator]
) -> dict[Any, dict[Content, int]]:
    """Of every measurement that the batch speaks of: what its stored versions say."""
    keys = {code: str(one.pk) for code, one in indicators.items()}
    codes = {one.pk: code for code, one in indicators.items()}
    times = {at: at.isoformat() for at in {one.at for one in said}}
    # Arrays in PostgreSQL's own text form, made here: quicker than one adapter for each element.
    asked: dict[str, Any] = {
        "station": station.pk,
        "indicators": "{" + ",".join([keys[one.indicator] for one in said]) + "}",
        "times": "{" + ",".join([times[one.at] for one in said]) + "}",
        "first": min(times),
        "last": max(times),
    }
    with connection.cursor() as cursor:
        cursor.execute(_THERE, asked)
        there: dict[Any, dict[Content, int]] = {}
        for row in cursor.fetchall():
            versions = there.setdefault((codes[row[0]], *row[1:5]), {})
            versions[row[6:]] = max(row[5], versions.get(row[6:], 0))
        return there
