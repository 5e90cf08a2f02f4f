"""A table of another project as rows of ours: which column is what, said on the command line.

    station=SITE_ID lon=LON_DD lat=LAT_DD time=2007
    chlorophyll-a=CHLA[ug/L]
    microcystin=MCYST_TL_UGL[ug/L]<0.1      values below 0.1 stand for "below 0.1"

One line of the file gives one row for each indicator.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from biomes.rules import values

PLAIN = frozenset({"station", "lon", "lat", "time", "depth", "replicate"})
_COLUMN = re.compile(r"(?P<column>.+?)(?:\[(?P<unit>[^\]]+)\])?(?:<(?P<limit>[0-9.]+))?")


class BadMap(Exception):
    """A pair on the command line that says nothing usable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    indicator: str
    column: str
    unit: str = ""
    # Published tables often write half the limit where nothing was detected: any value below is "below".
    limit: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    station: str
    lon: str
    lat: str
    time: str
    depth: str = ""
    replicate: str = ""
    measures: tuple[Measure, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """Every column the file must have; a time that is no column is the same for all."""
        plain = (self.station, self.lon, self.lat, self.depth, self.replicate)
        return tuple(name for name in (*plain, *(m.column for m in self.measures)) if name)


def read_map(pairs: list[str]) -> Columns:
    plain: dict[str, str] = {}
    measures: list[Measure] = []
    for pair in pairs:
        name, _, said = pair.partition("=")
        if not said:
            raise BadMap(pair)
        if name in PLAIN:
            plain[name] = said
        else:
            measures.append(_measure(name, said))
    for needed in ("station", "lon", "lat", "time"):
        if needed not in plain:
            raise BadMap(needed)
    if not measures:
        raise BadMap("indicator")
    return Columns(measures=tuple(measures), **plain)


def _measure(indicator: str, said: str) -> Measure:
    found = _COLUMN.fullmatch(said)
    if not found:
        raise BadMap(said)
    limit = found["limit"]
    return Measure(
        indicator=indicator,
        column=found["column"],
        unit=found["unit"] or "",
        limit=Decimal(limit) if limit else None,
    )


def rows_of(line: Mapping[str, str], columns: Columns) -> Iterator[dict[str, object]]:
    """The rows that one line of the file says, in the shape `rules.intake` reads."""
    for measure in columns.measures:
        sent = (line.get(measure.column) or "").strip()
        row: dict[str, object] = {
            "indicator": measure.indicator,
            "at": line.get(columns.time, columns.time),
            "value": sent,
            "unit": measure.unit,
        }
        if columns.depth:
            row["depth_m"] = line.get(columns.depth)
        if columns.replicate:
            row["replicate"] = line.get(columns.replicate)
        if measure.limit is not None and _is_below(sent, measure.limit):
            row |= {"value": f"<{measure.limit}", "method": f"as published: {sent}"}
        yield row


def _is_below(sent: str, limit: Decimal) -> bool:
    try:
        return values.number(sent) < limit
    except values.CannotRead:
        return False
