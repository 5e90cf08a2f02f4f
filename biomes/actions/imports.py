"""A survey of the past comes in from a table: each site a station, every row accounted for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from biomes.actions.readings import record_readings
from biomes.models import Biome, Station
from biomes.rules import columns as rule
from biomes.rules import values
from biomes.rules.words import Quality

# As `models.station.CODE` says it.
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(slots=True)
class Account:
    """What became of a file: lines read, rows by verdict, refusals with line, field and reason."""

    line_count: int = 0
    station_count: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    refusals: list[tuple[int, str, str]] = field(default_factory=list)


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
        station = _station(biome, line, columns, at, account)
        if station is None:
            account.verdicts["refused"] += len(rows)
            account.refusals += [(number, str(row["indicator"]), "off_the_earth") for row in rows]
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
        account.verdicts.update(one.verdict.value for one in receipt.verdicts)
        account.refusals += [
            (number, str(row["indicator"]), one.reason)
            for row, one in zip(rows, receipt.verdicts, strict=True)
            if one.reason
        ]
    return account


def _station(
    biome: Biome, line: Mapping[str, str], columns: rule.Columns, at: datetime, account: Account
) -> Station | None:
    """The site's station, opened where it is new; None when its place or code cannot be read."""
    code = (line.get(columns.station) or "").strip()
    if found := Station.objects.filter(code=code, biome=biome).first():
        return found
    try:
        lon, lat = (values.number(line.get(name) or "") for name in (columns.lon, columns.lat))
    except values.CannotRead:
        return None
    if not (abs(lon) <= 180 and abs(lat) <= 90 and _CODE.fullmatch(code) and len(code) <= 40):
        return None
    if Station.objects.filter(code=code).exists():
        return None
    account.station_count += 1
    six = Decimal("0.000001")
    return Station.objects.create(
        code=code, biome=biome, lon=lon.quantize(six), lat=lat.quantize(six), opened_at=at
    )
