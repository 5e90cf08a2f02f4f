"""The lists of living systems and of zones: filters kept in the address, with how many each would show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from biomes.models import Biome, Guardianship, Station, Zone
from biomes.queries.pages import Listed, listed
from biomes.queries.pins import named, unregistered_biomes
from biomes.queries.profiles import public_biomes, zones
from biomes.rules.folding import words_of
from biomes.rules.typology import BIOMES, REALMS, lineage
from biomes.rules.words import State

ORDERS = ("worst", "unknown", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list was asked for; empty means all."""

    state: str = ""
    zone: str = ""
    kind: str = ""
    station: str = ""
    guardian: str = ""
    words: str = ""
    order: str = ""

    @property
    def narrows(self) -> bool:
        return any((self.state, self.zone, self.kind, self.station, self.guardian, self.words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The rows that were asked for, what is on the map beside them, and how many each filter would show."""

    rows: list[Listed]
    pins: list[Biome]
    total: int
    by_state: dict[str, int]
    # Code of the typology, at any height -> how many of the registry lie in it.
    by_kind: dict[str, int]
    by_zone: dict[str, int]


def shelf(wanted: Wanted, at: datetime) -> Shelf:
    """Counts are of the whole registry, so that a filter never hides its own way back."""
    everything = listed(public_biomes(), at)
    keys = {row.biome.pk for row in everything}
    if wanted.narrows:
        found = narrowed(public_biomes(), wanted, at).values_list("pk", flat=True)
        keys = set(found)
    rows = [row for row in everything if row.biome.pk in keys]
    if wanted.state:
        rows = [row for row in rows if row.finding.state == wanted.state]
    return Shelf(
        rows=ordered(rows, wanted.order),
        pins=pins(wanted),
        total=len(everything),
        by_state=Counter(row.finding.state.value for row in everything),
        by_kind=_kinds(row.biome.functional_group for row in everything),
        by_zone=Counter(zone.slug for row in everything for zone in row.biome.zones.all()),
    )


def narrowed(found: QuerySet[Biome], wanted: Wanted, at: datetime) -> QuerySet[Biome]:
    if wanted.zone:
        found = found.filter(zones__slug=wanted.zone)
    if wanted.kind:
        found = found.filter(within(wanted.kind))
    if wanted.station:
        measured = Q(pk__in=Station.objects.filter(closed_at__isnull=True).values("biome"))
        found = found.filter(measured if wanted.station == "yes" else ~measured)
    if wanted.guardian:
        guarded = Q(pk__in=Guardianship.objects.in_force(at).values("biome"))
        found = found.filter(guarded if wanted.guardian == "yes" else ~guarded)
    return named(found, wanted.words) if wanted.words else found


def within(kind: str) -> Q:
    """A code of the typology at any height: a group, a biome, a realm."""
    if kind in BIOMES:
        return Q(functional_group__startswith=f"{kind}.")
    if kind in REALMS:
        return Q(functional_group__regex=rf"^{kind}[0-9]")
    return Q(functional_group=kind)


def ordered(rows: list[Listed], order: str) -> list[Listed]:
    """Worst first as they came; where nobody knows first; or by name."""
    if order == "unknown":
        return sorted(rows, key=lambda row: row.finding.state is not State.UNKNOWN)
    return sorted(rows, key=lambda row: row.biome.name.casefold()) if order == "name" else rows


def pins(wanted: Wanted) -> list[Biome]:
    """On the map, not in the registry: nothing is known of their state, station or guardian."""
    if wanted.state not in {"", State.UNKNOWN} or "yes" in {wanted.station, wanted.guardian}:
        return []
    found = unregistered_biomes()
    if wanted.zone:
        found = found.filter(zones__slug=wanted.zone)
    if wanted.kind:
        found = found.filter(within(wanted.kind))
    return list(named(found, wanted.words) if wanted.words else found)


def _kinds(groups: Iterable[str]) -> dict[str, int]:
    found = Counter(code for group in groups for code in lineage(group))
    return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneShelf:
    rows: list[tuple[Zone, list[Listed]]]
    total: int
    by_kind: dict[str, int] = field(default_factory=dict)


def zone_shelf(*, kind: str, words: str, order: str, at: datetime) -> ZoneShelf:
    """Zones by kind and name, with what lives in each and how it is."""
    everything = list(zones())
    found = zones().prefetch_related("biomes")
    if kind:
        found = found.filter(kind=kind)
    for word in words_of(words):
        found = found.filter(name__folded__contains=word)
    found = found.order_by("-population", "name") if order == "people" else found.order_by("name")
    # In the order of the list: worst first.
    states = {row.biome.pk: row for row in listed(public_biomes(), at)}
    rows = []
    for zone in found:
        here = {one.pk for one in zone.biomes.all()}
        rows.append((zone, [row for pk, row in states.items() if pk in here]))
    return ZoneShelf(rows=rows, total=len(everything), by_kind=Counter(zone.kind for zone in everything))
