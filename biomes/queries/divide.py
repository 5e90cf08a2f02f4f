"""What the divide and the map of blind spots ask: spans of states, stations that are heard, places to know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from biomes.models import Biome, Condition, Guardianship, Reading, Station
from biomes.queries.profiles import public_biomes, public_stations
from biomes.rules import blindspots
from biomes.rules.divide import Span
from biomes.rules.words import Quality, State

# A station that said nothing for so long measures nothing now.
HEARD = timedelta(days=30)


def state_spans(biomes: Iterable[Biome], since: datetime, until: datetime) -> dict[int, list[Span]]:
    """Each living system's states over the period, by primary key; none where nothing was ever found."""
    keys = [biome.pk for biome in biomes]
    found: dict[int, list[Span]] = {key: [] for key in keys}
    rows = Condition.objects.filter(
        Q(until__isnull=True) | Q(until__gt=since), since__lt=until, biome__in=keys
    )
    for row in rows.order_by("since"):
        found[row.biome_id].append(Span(State(row.state), row.since, row.until, row.valid_until))
    return found


def heard_stations(at: datetime) -> QuerySet[Station]:
    """Open stations of published living systems that sent something anybody may believe within thirty days."""
    lately = Reading.objects.filter(
        station=OuterRef("pk"), phenomenon_at__gt=at - HEARD, phenomenon_at__lte=at, is_current=True,
        historical=False,
    ).exclude(quality=Quality.REJECTED.value)  # fmt: skip
    return public_stations().filter(Exists(lately), closed_at__isnull=True)


def stationed(at: datetime) -> set[int]:
    """Which living systems have an open station, heard or not."""
    open_ones = Station.objects.public().filter(closed_at__isnull=True)
    return set(open_ones.filter(opened_at__lte=at).values_list("biome", flat=True))


def guarded(at: datetime) -> set[int]:
    """Which living systems somebody guards."""
    return set(Guardianship.objects.in_force(at).values_list("biome", flat=True))


@dataclass(frozen=True, slots=True)
class Ground:
    """The places one would like to know of, each with its living system, and the stations that are heard."""

    biomes: dict[str, Biome]
    points: list[blindspots.Point]
    stations: list[blindspots.Point]
    heard: dict[str, int]


def ground(at: datetime) -> Ground:
    """A grid over every published place, weighed by people: each person once, shared among what they live beside."""
    biomes = {one.slug: one for one in public_biomes() if one.place}
    beside: dict[int, int] = {}
    for one in biomes.values():
        for zone in one.zones.all():
            beside[zone.pk] = beside.get(zone.pk, 0) + 1
    points = []
    for slug, one in biomes.items():
        people = sum(zone.population / beside[zone.pk] for zone in one.zones.all())
        spots = blindspots.spots(one.place or {})
        points += [blindspots.Point(lon, lat, slug, people / len(spots)) for lon, lat in spots]
    stations = [
        blindspots.Point(float(one.lon), float(one.lat), one.biome.slug) for one in heard_stations(at)
    ]
    heard: dict[str, int] = {}
    for station in stations:
        heard[station.system] = heard.get(station.system, 0) + 1
    return Ground(biomes, points, stations, heard)
