"""What the divide and the map of blind spots ask: spans of states, stations that are heard, places to know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from biomes.models import Biome, Condition, Guardianship, Reading, Station
from biomes.queries.profiles import public_biomes, public_stations
from biomes.queries.sightings import public_sightings
from biomes.rules import blindspots
from biomes.rules.divide import Span
from biomes.rules.glances import LASTS, Glance, counted, together
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
    """The places one would like to know of, the stations that are heard, and where people looked lately."""

    biomes: dict[str, Biome]
    points: list[blindspots.Point]
    stations: list[blindspots.Point]
    glances: list[tuple[blindspots.Point, float]]
    # By living system: stations that are heard, sightings that count.
    heard: Counter[str]
    sighted: Counter[str]


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
    glances = recent_glances(biomes, at)
    return Ground(
        biomes=biomes,
        points=points,
        stations=stations,
        glances=together(glances),
        heard=Counter(one.system for one in stations),
        sighted=Counter(one.point.system for one in glances),
    )


def recent_glances(biomes: Mapping[str, Biome], at: datetime) -> list[Glance]:
    """Accepted sightings that still tell something of these places, whoever moderated them and whenever."""
    seen = public_sightings().filter(
        biome__slug__in=list(biomes), seen_at__gt=at - LASTS, seen_at__lte=at, filed_at__lte=at
    )
    return counted(
        Glance(
            point=blindspots.Point(float(one.lon), float(one.lat), one.biome.slug),
            person=one.observer,
            age=at - one.seen_at,
            side_m=max(one.cell_m, 1000 * one.biome.coarse_km),
        )
        for one in seen
    )
