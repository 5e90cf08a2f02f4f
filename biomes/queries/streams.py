"""Series of readings one after the other: what a machine reads that wants all of something, in bounded pieces.

A stream is one indicator at one station. Streams come in the order of station and indicator, the readings of one
in the order of time; a place in that order is kept as a `Place`, so that the next piece begins by an index.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from biomes.models import Reading
from biomes.rules.lifecycle import PUBLIC

PIECE = 2_000

_STREAMS = """
    SELECT s.id, s.code, i.id, i.code, first.at, last.at
      FROM biomes_station s
      JOIN biomes_biome b ON b.id = s.biome_id AND b.stage = ANY(%(public)s)
     CROSS JOIN biomes_indicator i
     CROSS JOIN LATERAL (
           SELECT phenomenon_at AS at FROM biomes_reading
            WHERE station_id = s.id AND indicator_id = i.id AND is_current
            ORDER BY phenomenon_at LIMIT 1) first
     CROSS JOIN LATERAL (
           SELECT phenomenon_at AS at FROM biomes_reading
            WHERE station_id = s.id AND indicator_id = i.id AND is_current
            ORDER BY phenomenon_at DESC LIMIT 1) last
     WHERE (s.code, i.code) > (%(station_after)s, %(indicator_after)s)
       AND (%(biome)s::text IS NULL OR b.slug = %(biome)s)
       AND (%(station)s::text IS NULL OR s.code = %(station)s)
       AND (%(indicator)s::text IS NULL OR i.code = %(indicator)s)
     ORDER BY s.code, i.code
     LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Stream:
    """An indicator at a station, and from when to when it was measured."""

    station_id: int
    station: str
    indicator_id: int
    indicator: str
    first: datetime
    last: datetime

    @property
    def code(self) -> str:
        return f"{self.station}:{self.indicator}"


@dataclass(frozen=True, slots=True)
class Place:
    """Behind this reading."""

    station: str
    indicator: str
    at: datetime
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which readings: everything that is not said is not narrowed."""

    biome: str | None = None
    station: str | None = None
    indicator: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    depth_from: Decimal | None = None
    depth_to: Decimal | None = None


def streams_of(asked: Asked, *, after: tuple[str, str] = ("", ""), most: int = 100_000) -> list[Stream]:
    """Streams of published living systems that hold at least one reading."""
    said = {
        "public": [stage.value for stage in PUBLIC], "station_after": after[0], "indicator_after": after[1],
        "biome": asked.biome, "station": asked.station, "indicator": asked.indicator, "most": most,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_STREAMS, said)
        return [Stream(*row) for row in cursor.fetchall()]


class Row(NamedTuple):
    """A reading as files say it: an object of the model for each would take half the time of the whole."""

    station: str
    indicator: str
    phenomenon_at: datetime
    precision: str
    depth_m: Decimal | None
    replicate: int | None
    version: int
    qualifier: str
    value: Decimal
    unit: str
    detection_limit: Decimal | None
    quality: str
    flags: list[str]
    method: str
    historical: bool


_SAID = Row._fields[2:]


def rows_in_order(asked: Asked) -> Iterator[Row]:
    """`readings_in_order` for files."""
    for stream in streams_of(asked):
        found, begun = _of(stream, asked).order_by("phenomenon_at", "id"), None
        while True:
            piece = list(_behind(found, begun).values_list("id", *_SAID)[:PIECE])
            for _number, *said in piece:
                yield Row(stream.station, stream.indicator, *said)
            if len(piece) < PIECE:
                break
            begun = Place(stream.station, stream.indicator, piece[-1][1], piece[-1][0])


def readings_in_order(asked: Asked, *, after: Place | None = None) -> Iterator[Reading]:
    """Every current reading that nobody rejected, stream after stream; a piece of them is in memory at a time."""
    begun = after
    for stream in _streams_from(asked, after):
        found = _of(stream, asked)
        about: Reading | None = None
        while True:
            piece = list(_behind(found, begun).order_by("phenomenon_at", "id")[:PIECE])
            for one in piece:
                # All of a stream share these two; a place of a thousand points is not read for each of them.
                about = about or _about(one)
                one.station, one.indicator = about.station, about.indicator
                yield one
            if len(piece) < PIECE:
                break
            begun = place_of(piece[-1])
        begun = None


def place_of(reading: Reading) -> Place:
    return Place(reading.station.code, reading.indicator.code, reading.phenomenon_at, reading.id)


def _streams_from(asked: Asked, after: Place | None) -> list[Stream]:
    if after is None:
        return streams_of(asked)
    here = Asked(biome=asked.biome, station=after.station, indicator=after.indicator)
    fits = asked.station in {None, after.station} and asked.indicator in {None, after.indicator}
    return (streams_of(here) if fits else []) + streams_of(asked, after=(after.station, after.indicator))


def _of(stream: Stream, asked: Asked) -> QuerySet[Reading]:
    found = Reading.objects.current().filter(station=stream.station_id, indicator=stream.indicator_id)
    narrowed = {
        "phenomenon_at__gte": asked.since,
        "phenomenon_at__lt": asked.until,
        "depth_m__gte": asked.depth_from,
        "depth_m__lte": asked.depth_to,
    }
    return found.filter(**{name: value for name, value in narrowed.items() if value is not None})


def _about(reading: Reading) -> Reading:
    """The reading with its station, its living system and its indicator."""
    return Reading.objects.select_related("station__biome", "indicator").get(pk=reading.pk)


def _behind(found: QuerySet[Reading], place: Place | None) -> QuerySet[Reading]:
    if place is None:
        return found
    return found.filter(phenomenon_at__gte=place.at).filter(
        Q(phenomenon_at__gt=place.at) | Q(id__gt=place.number)
    )


def stream(code: str) -> Stream | None:
    """By "V-07:chlorophyll-a"."""
    station, colon, indicator = code.partition(":")
    if not colon or "\x00" in code:
        return None
    found = streams_of(Asked(station=station, indicator=indicator), most=1)
    return found[0] if found else None
