"""How far a petition is: its thresholds, who must answer, what was answered, where signers live."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from biomes import queries as biomes
from charters import queries as charters
from charters.queries import Lateness
from petitions.models import (
    Answer,
    Ask,
    Batch,
    Crossing,
    Petition,
    Printed,
    SponsorNeed,
    Threshold,
    ZoneCount,
)
from petitions.queries.succession import body_at_opening
from petitions.rules import suppression, thresholds
from petitions.rules.lifecycle import DebateTrack, ResponseTrack
from petitions.rules.thresholds import DEFAULTS, SPONSORS, Kind, Need

ELSEWHERE = ""


def site_clock() -> ZoneInfo:
    """The zone in which a day ends here."""
    return ZoneInfo(settings.TIME_ZONE)


def batch_subject(petition: Petition, batch: Batch) -> str:
    return f"petitions.batch/{petition.slug}/{batch.number}"


def sponsors_needed(petition: Petition, at: datetime) -> int:
    """Five beside the filer, or what the filer's zone has set: as it stood when the petition was filed."""
    at = petition.filed_at or at
    row = SponsorNeed.objects.in_force(at).filter(zone=petition.zone_id).first() if petition.zone_id else None
    return row.count if row else SPONSORS


@dataclass(frozen=True, slots=True)
class NeedRow:
    """What one kind of threshold needs, and the row that says so (None: the site's default)."""

    need: Need
    row: Threshold | None


def needs_of(petition: Petition) -> dict[Kind, NeedRow]:
    """The numbers of the body, as they stood when the petition opened: nobody moves the goal."""
    at = petition.opened_at or petition.created_at
    rows = (
        Threshold.objects.in_force(at).filter(body=body_at_opening(petition)).prefetch_related("zones__zone")
    )
    stored = {Kind(row.kind): row for row in rows}
    return {
        kind: NeedRow(stored[kind].need(), stored[kind]) if kind in stored else NeedRow(Need(number), None)
        for kind, number in DEFAULTS.items()
    }


def exact_by_zone(petition: Petition) -> dict[str, int]:
    """Counts by zone for the count itself; what is published is `places`."""
    rows = ZoneCount.objects.filter(petition=petition).values_list("zone__slug", "count")
    return {slug or ELSEWHERE: count for slug, count in rows}


@dataclass(frozen=True, slots=True)
class Place:
    """One row of "who asks"; ``count`` is None where it is withheld."""

    slug: str
    name: str
    kind: str
    count: int | None
    per_thousand: int | None
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class Basin:
    """A living system and the printed signatures from the zones beside it; not ``whole`` where one is withheld."""

    slug: str
    name: str
    count: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Places:
    """The table by zone, and the share of the zones that lie beside the living systems asked for."""

    rows: Sequence[Place]
    most: int
    nearby_share: int | None
    has_withheld: bool
    basins: Sequence[Basin] = ()
    printed_at: datetime | None = None


def counts_by_place(petition: Petition) -> dict[str, int]:
    """Every zone there is, and elsewhere, with nought where nobody signed: what a table is printed from."""
    exact = exact_by_zone(petition)
    return {slug: exact.get(slug, 0) for slug in (*(zone.slug for zone in biomes.named_zones()), ELSEWHERE)}


def places(petition: Petition) -> Places | None:
    """Who asks, by zone, as it was last printed; None where too few signed for a table."""
    printed = Printed.objects.filter(petition=petition).first()
    total = petition.signature_count
    if printed is None or not printed.cells or not total:
        return None
    zones, cells = list(biomes.named_zones()), printed.cells
    rows = [_place(zone.slug, zone.name, zone.kind, zone.population, cells, total) for zone in zones]
    rows.sort(key=lambda row: (-(row.count or 0), row.name))
    rows.append(_place(ELSEWHERE, "", "", 0, cells, total))
    return Places(
        rows=rows,
        most=max(cells.values()),
        nearby_share=_nearby_share(petition, cells, total),
        has_withheld=any(row.count is None for row in rows),
        basins=basins(cells, zones),
        printed_at=printed.printed_at,
    )


def basins(cells: Mapping[str, int], zones: Sequence[Any]) -> list[Basin]:
    """Living systems with the printed signatures from the zones beside them, the most first."""
    slugs = {zone.pk: zone.slug for zone in zones}
    beside: dict[int, list[str]] = {}
    for zone, touching in biomes.biomes_by_zone().items():
        for biome in touching:
            beside.setdefault(biome, []).append(slugs[zone])
    known = {biome.pk: biome for biome in biomes.public_biomes().filter(pk__in=beside)}
    told = suppression.basins_printed(cells, {str(pk): beside[pk] for pk in known})
    found = [
        Basin(known[int(pk)].slug, known[int(pk)].name, count, whole) for pk, (count, whole) in told.items()
    ]
    return sorted(found, key=lambda row: (-row.count, row.name))


def _place(slug: str, name: str, kind: str, people: int, shown: Mapping[str, int], total: int) -> Place:
    count = shown.get(slug)
    return Place(
        slug=slug,
        name=name,
        kind=kind,
        count=count,
        per_thousand=round(count * 1000 / people) if count is not None and people else None,
        share=Fraction(count, total) if count is not None else None,
    )


def _nearby_share(petition: Petition, shown: Mapping[str, int], total: int) -> int | None:
    """In percent; None where one of these zones is withheld, for the sum would tell."""
    near = {slug for biome in petition.waters for slug in biome.zones.values_list("slug", flat=True)}
    if not near or not near <= shown.keys():
        return None
    return round(100 * sum(shown[slug] for slug in near) / total)


@dataclass(frozen=True, slots=True)
class Mark:
    """One threshold as its page says it."""

    kind: Kind
    needed: int
    to_go: int
    percent: int
    crossing: Crossing | None
    zones: Mapping[str, int]
    zones_met: bool | None
    late: Lateness | None = None

    @property
    def each_zone(self) -> int:
        """The number of every zone where it is the same, else 0."""
        numbers = set(self.zones.values())
        return numbers.pop() if len(numbers) == 1 else 0


def marks(petition: Petition, at: datetime | None = None) -> list[Mark]:
    """Each threshold: passed and when, or how many are missing. Lowest first; how late, if the moment is told."""
    standing = {
        crossing.kind: crossing for crossing in petition.crossings.standing().select_related("duty__holder")
    }
    by_zone = exact_by_zone(petition)
    found = [
        _mark(petition, kind, row.need, by_zone, standing.get(kind), at)
        for kind, row in needs_of(petition).items()
    ]
    return sorted(found, key=lambda mark: mark.needed)


def _mark(
    petition: Petition, kind: Kind, need: Need, by_zone: Mapping[str, int],
    crossing: Crossing | None, at: datetime | None,
) -> Mark:  # fmt: skip
    return Mark(
        kind=kind,
        needed=need.count,
        to_go=max(0, need.count - petition.signature_count),
        percent=thresholds.percent(need, petition.signature_count, by_zone),
        crossing=crossing,
        zones=need.by_zone,
        # Met or not, never by how much: a remainder would give a small place away.
        zones_met=not thresholds.zones_short(need, by_zone) if need.by_zone else None,
        late=charters.lateness(crossing.duty, at) if crossing and at else None,
    )


def successor_of(body: Any) -> Any:
    """A body that ended hands its petitions to the one that follows it."""
    seen = set()
    while body.successor_id and body.pk not in seen:
        seen.add(body.pk)
        body = body.successor
    return body


def answerers(petition: Petition, at: datetime) -> list[Any]:
    """The bodies that may answer: who owes it, who is competent, whom it is addressed to."""
    found = [c.duty.holder for c in petition.crossings.standing().select_related("duty__holder")]
    found += [successor_of(o) for b in petition.waters if (o := biomes.competent_organisation(b, at))]
    if petition.body:
        found.append(petition.body)
    return list({body.pk: body for body in found}.values())


@dataclass(frozen=True, slots=True)
class AskState:
    """An ask and its latest answer, if it has one."""

    ask: Ask
    answer: Answer | None
    is_owed: bool


def asks_of(petition: Petition) -> list[AskState]:
    """Ask by ask: the newest answer of any version."""
    answers = (
        Answer.objects.filter(response__petition=petition)
        .select_related("response__body")
        .order_by("response__version")
    )
    latest = {answer.ask_id: answer for answer in answers}
    is_owed = petition.response_track in {ResponseTrack.OWED, ResponseTrack.PARTIAL}
    return [
        AskState(ask, latest.get(ask.pk), is_owed and ask.pk not in latest) for ask in petition.asks.all()
    ]


def headline(petition: Petition) -> str:
    """The finding of the page, as a code its template words."""
    if petition.response_track == ResponseTrack.ANSWERED:
        return "answered"
    owed = petition.response_track in {ResponseTrack.OWED, ResponseTrack.PARTIAL}
    if petition.debate_track == DebateTrack.NONE:
        return "owed" if owed else "gathering" if petition.is_open else "fell_short"
    return "owed_and_debate" if owed else "debate"
