"""A survey of the past comes in from a table: each site a station, every row accounted for.

Lines are taken in large pieces; within a piece the rows of each station go in as one batch.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import islice

from django.db import transaction

from biomes.actions.readings import MOST_ROWS, record_readings
from biomes.actions.sensitive import point_in
from biomes.models import Biome, Station
from biomes.rules import columns as rule
from biomes.rules import values
from biomes.rules.intake import DOUBTFUL, Refusal
from biomes.rules.numbers import PLAIN, Decimals, NumberFormat, OtherFormat, plain
from biomes.rules.words import Flag, Quality

# As `models.station.CODE` says it.
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SIX = Decimal("0.000001")
# Lines taken at once: enough that a station's batch is worth its look-ups, few enough to hold in memory.
PIECE = 20_000
Line = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """What a file should be told of one cell. ``line`` counts the heading as 1."""

    line: int
    column: str
    indicator: str
    code: str
    said: str = ""


@dataclass(slots=True)
class Account:
    """What became of a file: lines read, rows by verdict, and what deserves a word."""

    line_count: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    refusals: list[Told] = field(default_factory=list)
    # Rows that are kept, but doubted: from the future, or outside what is plausible.
    doubts: list[Told] = field(default_factory=list)
    # Stations that the file opened, with where they stand.
    sites: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)

    @property
    def station_count(self) -> int:
        return len(self.sites)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What holds for every line of a file. ``station`` is set where all of it is of one."""

    biome: Biome
    columns: rule.Columns
    sender: str
    quality: Quality = Quality.RAW
    numbers: NumberFormat = PLAIN
    station: Station | None = None


@transaction.atomic
def import_survey(
    *,
    biome: Biome,
    lines: Iterable[Line],
    columns: rule.Columns,
    sender: str,
    at: datetime,
    quality: Quality = Quality.RAW,
    decimal_comma: bool = False,
) -> Account:
    """All of the file or nothing. Importing it again changes nothing; nothing of it is live."""
    numbers = NumberFormat(Decimals.COMMA) if decimal_comma else PLAIN
    survey = Survey(biome=biome, columns=columns, sender=sender, quality=quality, numbers=numbers)
    account = Account()
    numbered = enumerate(lines, start=2)  # the heading is line 1
    while piece := list(islice(numbered, PIECE)):
        take_lines(survey=survey, lines=piece, account=account, at=at)
    return account


def take_lines(*, survey: Survey, lines: Sequence[tuple[int, Line]], account: Account, at: datetime) -> None:
    """Store a piece of a file and put down what became of it. The caller holds the transaction."""
    first = len(account.refusals), len(account.doubts)
    stations = _Stations(survey, lines, at, account)
    cells: dict[int, list[tuple[int, rule.Row]]] = {}
    for number, line in lines:
        account.line_count += 1
        rows = list(rule.cells_of(line, survey.columns, survey.numbers))
        try:
            station = stations.of(line)
        except Refusal as why:
            _refuse(account, number, rows, why.code)
            continue
        _refuse(account, number, [one for one in rows if one.is_other_format], "other_number_format")
        fit = [(number, one) for one in rows if not one.is_other_format]
        cells.setdefault(station.pk, []).extend(fit)
    # In one order everywhere, so that two imports never wait for each other's stations.
    for key, found in sorted(cells.items()):
        for batch in _batches(found):
            _record(survey, stations.by_key[key], batch, account, at)
    # Told in the order of the file, however its stations were taken.
    account.refusals[first[0] :] = sorted(account.refusals[first[0] :], key=lambda one: one.line)
    account.doubts[first[1] :] = sorted(account.doubts[first[1] :], key=lambda one: one.line)


def _batches(found: list[tuple[int, rule.Row]]) -> Iterator[list[tuple[int, rule.Row]]]:
    return (found[start : start + MOST_ROWS] for start in range(0, len(found), MOST_ROWS))


def _record(
    survey: Survey,
    station: Station,
    batch: Sequence[tuple[int, rule.Row]],
    account: Account,
    at: datetime,
) -> None:
    receipt = record_readings(
        station=station,
        rows=[one.row for _number, one in batch],
        at=at,
        sender=survey.sender,
        historical=True,
        quality=survey.quality,
    )
    account.verdicts.update({verdict: count for verdict, count in receipt.counts.items() if count})
    for one in receipt.verdicts:
        number, cell = batch[one.row - 1]
        if one.reason:
            account.refusals.append(_told(number, cell, one.reason))
        account.doubts += [_told(number, cell, flag) for flag in one.flags if Flag(flag) in DOUBTFUL]


def _refuse(account: Account, number: int, rows: Sequence[rule.Row], code: str) -> None:
    if rows:
        account.verdicts["refused"] += len(rows)
        account.refusals += [_told(number, one, code) for one in rows]


def _told(number: int, cell: rule.Row, code: str) -> Told:
    return Told(number, cell.column, str(cell.row["indicator"]), code, cell.said[:40])


class _Stations:
    """The stations of a piece of a file: looked up at once, opened where they are new."""

    def __init__(
        self, survey: Survey, lines: Sequence[tuple[int, Line]], at: datetime, account: Account
    ) -> None:
        self.survey, self.at, self.account = survey, at, account
        column = survey.columns.station
        codes = {(line.get(column) or "").strip() for _number, line in lines} if column else set()
        readable = [code for code in codes if len(code) <= 40 and "\x00" not in code]
        found = Station.objects.filter(code__in=readable) if readable else []
        self.by_code = {one.code: one for one in found}
        self.by_key = {one.pk: one for one in self.by_code.values()}
        if survey.station:
            self.by_key[survey.station.pk] = survey.station

    def of(self, line: Line) -> Station:
        """The line's station; or why the line cannot be read."""
        if None in line or None in line.values():
            raise Refusal("unfit_line")
        if self.survey.station:
            return self.survey.station
        code = line[self.survey.columns.station].strip()
        if not _CODE.fullmatch(code) or len(code) > 40:
            raise Refusal("bad_station_code")
        station = self.by_code.get(code) or self._open(code, line)
        if station.biome_id != self.survey.biome.pk:
            raise Refusal("station_elsewhere")
        return station

    def _open(self, code: str, line: Line) -> Station:
        columns = self.survey.columns
        if not (columns.lon and columns.lat):
            raise Refusal("unknown_station")
        exact = _place(line[columns.lon], line[columns.lat], self.survey.numbers)
        lon, lat = point_in(self.survey.biome, *exact)
        made = Station.objects.create(code=code, biome=self.survey.biome, lon=lon, lat=lat, opened_at=self.at)
        self.account.sites[code] = (lon, lat)
        self.by_code[code] = self.by_key[made.pk] = made
        return made


def _place(lon_text: str, lat_text: str, form: NumberFormat) -> tuple[Decimal, Decimal]:
    lon, lat = _degrees(lon_text, form), _degrees(lat_text, form)
    if abs(lon) <= 180 and abs(lat) <= 90:
        return lon.quantize(_SIX), lat.quantize(_SIX)
    raise Refusal("swapped_place" if abs(lon) <= 90 and abs(lat) <= 180 else "off_the_earth")


def _degrees(text: str, form: NumberFormat) -> Decimal:
    """A point stays a point in every file: no longitude has thousands, so it has one reading only."""
    try:
        return values.number(text if "," not in text else plain(text, form))
    except (values.CannotRead, OtherFormat) as why:
        raise Refusal("off_the_earth") from why
