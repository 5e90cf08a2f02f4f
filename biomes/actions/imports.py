"""A survey of the past comes in from a table: each site a station, every row accounted for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from biomes.actions.readings import Receipt, record_readings
from biomes.models import Biome, Station
from biomes.rules import coarse, values
from biomes.rules import columns as rule
from biomes.rules.intake import DOUBTFUL, Refusal
from biomes.rules.words import Flag, Quality

# As `models.station.CODE` says it.
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SIX = Decimal("0.000001")


@dataclass(slots=True)
class Account:
    """What became of a file: lines read, rows by verdict, and what deserves a word, with line and indicator."""

    line_count: int = 0
    station_count: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    refusals: list[tuple[int, str, str]] = field(default_factory=list)
    # Rows that are kept, but doubted: from the future, or outside what is plausible.
    doubts: list[tuple[int, str, str]] = field(default_factory=list)


@transaction.atomic
def import_survey(
    *,
    biome: Biome,
    lines: Iterable[Mapping[str, str]],
    columns: rule.Columns,
    sender: str,
    at: datetime,
    quality: Quality = Quality.RAW,
    decimal_comma: bool = False,
) -> Account:
    """All of the file or nothing. Importing it again changes nothing; nothing of it is live."""
    account = Account()
    for number, line in enumerate(lines, start=2):  # the heading is line 1
        account.line_count += 1
        rows = list(rule.rows_of(line, columns))
        try:
            station = _station(biome, line, columns, at, account)
        except Refusal as why:
            account.verdicts["refused"] += len(rows)
            account.refusals += [(number, str(row["indicator"]), why.code) for row in rows]
            continue
        receipt = record_readings(
            station=station,
            rows=rows,
            at=at,
            sender=sender,
            historical=True,
            quality=quality,
            decimal_comma=decimal_comma,
        )
        _account_for(account, number, rows, receipt)
    return account


def _account_for(
    account: Account, number: int, rows: Sequence[Mapping[str, object]], receipt: Receipt
) -> None:
    account.verdicts.update(one.verdict.value for one in receipt.verdicts)
    for row, one in zip(rows, receipt.verdicts, strict=True):
        if one.reason:
            account.refusals.append((number, str(row["indicator"]), one.reason))
        account.doubts += [
            (number, str(row["indicator"]), flag) for flag in one.flags if Flag(flag) in DOUBTFUL
        ]


def _station(
    biome: Biome, line: Mapping[str, str], columns: rule.Columns, at: datetime, account: Account
) -> Station:
    """The site's station, opened where it is new; or why the line cannot be read."""
    if None in line or None in line.values():
        raise Refusal("unfit_line")
    code = line[columns.station].strip()
    if not _CODE.fullmatch(code) or len(code) > 40:
        raise Refusal("bad_station_code")
    if found := Station.objects.filter(code=code).first():
        if found.biome_id != biome.pk:
            raise Refusal("station_elsewhere")
        return found
    lon, lat = coarse.coarse_point(*_place(line[columns.lon], line[columns.lat]), biome.coarse_km)
    account.station_count += 1
    return Station.objects.create(code=code, biome=biome, lon=lon, lat=lat, opened_at=at)


def _place(lon_text: str, lat_text: str) -> tuple[Decimal, Decimal]:
    try:
        lon, lat = values.number(lon_text), values.number(lat_text)
    except values.CannotRead as why:
        raise Refusal("off_the_earth") from why
    if abs(lon) <= 180 and abs(lat) <= 90:
        return lon.quantize(_SIX), lat.quantize(_SIX)
    raise Refusal("swapped_place" if abs(lon) <= 90 and abs(lat) <= 180 else "off_the_earth")
