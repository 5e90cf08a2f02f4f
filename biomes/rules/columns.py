"""A table of another project as rows of ours: which column is what, said on the command line or on a page.

    station=SITE_ID lon=LON_DD lat=LAT_DD time=2007
    chlorophyll-a=CHLA[ug/L]
    microcystin=MCYST_TL_UGL[ug/L]<0.1      values below 0.1 stand for "below 0.1"

One line of the file gives one row for each indicator.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from biomes.rules import values
from biomes.rules.numbers import PLAIN as OURS
from biomes.rules.numbers import NumberFormat, OtherFormat, plain

PLAIN = frozenset({"station", "lon", "lat", "time", "depth", "replicate"})
_COLUMN = re.compile(r"(?P<column>.+?)(?:\[(?P<unit>[^\]]+)\])?(?:<(?P<limit>[0-9.]+))?")
_NO_OFFSET = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?", re.ASCII)
OFFSET = re.compile(r"Z|[+-](?:0\d|1[0-4]):[0-5]\d", re.ASCII)


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
    """``station`` may be empty where the whole file is of one station; then lon and lat are empty too."""

    station: str = ""
    lon: str = ""
    lat: str = ""
    time: str
    depth: str = ""
    replicate: str = ""
    measures: tuple[Measure, ...] = ()
    # Times without an offset stand on this clock; empty: such a time is refused.
    clock: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """Every column the file must have; a time that is no column is the same for all."""
        plain = (self.station, self.lon, self.lat, self.depth, self.replicate)
        return tuple(name for name in (*plain, *(m.column for m in self.measures)) if name)


@dataclass(frozen=True, slots=True)
class Row:
    """What one cell says, in the shape `rules.intake` reads; or that its number is written otherwise."""

    column: str
    said: str
    row: dict[str, object]
    is_other_format: bool = False


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
    return Measure(
        indicator=indicator, column=found["column"], unit=found["unit"] or "", limit=limit_of(found["limit"])
    )


def limit_of(said: str | None) -> Decimal | None:
    if not said:
        return None
    try:
        limit = Decimal(said)
    except InvalidOperation as why:
        raise BadMap(said) from why
    if not limit.is_finite() or limit <= 0 or limit >= values.LARGEST:
        raise BadMap(said)
    return limit


def rows_of(line: Mapping[str, str], columns: Columns) -> Iterator[dict[str, object]]:
    """The rows that one line of the file says, in the shape `rules.intake` reads."""
    return (one.row for one in cells_of(line, columns, OURS))


def cells_of(line: Mapping[str, str], columns: Columns, form: NumberFormat) -> Iterator[Row]:
    """The same, cell by cell, with the numbers of this file in our spelling."""
    at = line.get(columns.time, columns.time)
    if columns.clock and at and _NO_OFFSET.fullmatch(at.strip()):
        at = at.strip() + columns.clock
    shared: dict[str, object] = {}
    fits = True
    if columns.depth:
        depth, fits = _spelt(line.get(columns.depth) or "", form)
        shared["depth_m"] = depth
    if columns.replicate:
        shared["replicate"] = line.get(columns.replicate)
    for measure in columns.measures:
        said = (line.get(measure.column) or "").strip()
        sent, fits_too = _spelt(said, form)
        row: dict[str, object] = {
            "indicator": measure.indicator,
            "at": at,
            "value": sent,
            "unit": measure.unit,
        }
        row |= shared
        if measure.limit is not None and _is_below(sent, measure.limit):
            row |= {"value": f"<{measure.limit}", "method": f"as published: {said}"[:80]}
        yield Row(measure.column, said, row, not (fits and fits_too))


def _spelt(said: str, form: NumberFormat) -> tuple[str, bool]:
    try:
        return plain(said, form), True
    except OtherFormat:
        return said, False


def _is_below(sent: str, limit: Decimal) -> bool:
    try:
        return values.number(sent) < limit
    except values.CannotRead:
        return False


# --- Guesses from a heading -------------------------------------------------------------------------
# Offered on the page and changed there; never acted upon by themselves.
_NAMES = {
    "station": "station stationid site siteid code buoy lake lakeid location",
    "lon": "lon long lng longitude londd x",
    "lat": "lat latitude latdd y",
    "time": "time date datetime timestamp at when year phenomenontime sampledate visitdate datecol",
    "depth": "depth depthm sampledepth",
    "replicate": "replicate rep replica",
    "chlorophyll-a": "chla chlorophyll chlorophylla chl",
    "microcystin": "microcystin microcystins mcyst mcysttl mcysttlugl",
    "water-temperature": "temp temperature watertemp watertemperature",
    "salinity": "salinity sal",
    "secchi-depth": "secchi secchidepth transparency",
    "nitrate": "nitrate no3",
}
_ROLE_OF = {name: role for role, names in _NAMES.items() for name in names.split()}
_BRACKETED = re.compile(r"\s*[\[(](?P<unit>[^\])]{1,12})[\])]\s*$")


@dataclass(frozen=True, slots=True)
class Guess:
    column: str
    role: str = ""
    unit: str = ""


def guess(header: Sequence[str], indicators: Collection[str]) -> list[Guess]:
    """What each column may be. A name in brackets at its end is taken for the unit; each role is given once."""
    given: set[str] = set()
    found = []
    for column in header:
        bracket = _BRACKETED.search(column)
        name = re.sub(r"[^a-z0-9]", "", _BRACKETED.sub("", column).casefold())
        role = _ROLE_OF.get(name, "")
        code = next((one for one in indicators if one.replace("-", "") == name), "")
        role = code or role
        if role in given or (role not in PLAIN and role not in indicators):
            role = ""
        given.add(role)
        found.append(Guess(column, role, bracket["unit"] if bracket and role in indicators else ""))
    return found


def from_said(said: Mapping[str, Any]) -> Columns:
    """What a page stored of the columns: ``{"columns": [{column, role, unit, limit}], "time": "2007", "clock": ""}``."""
    plain: dict[str, str] = {}
    measures = []
    for one in said["columns"]:
        if one["role"] in PLAIN:
            plain[one["role"]] = one["column"]
        elif one["role"]:
            measures.append(
                Measure(
                    indicator=one["role"],
                    column=one["column"],
                    unit=one["unit"],
                    limit=limit_of(one["limit"]),
                )
            )
    plain.setdefault("time", said.get("time", ""))
    return Columns(measures=tuple(measures), clock=said.get("clock", ""), **plain)
