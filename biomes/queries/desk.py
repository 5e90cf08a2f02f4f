"""The curator's desk: the only reads that see drafts. Views ask for the role before they ask here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet

from accounts import queries as people
from biomes.models import (
    Biome,
    Guardianship,
    Jurisdiction,
    Link,
    Reading,
    Revision,
    Station,
    Threshold,
    Zone,
)
from biomes.queries.pins import undecided_pins
from biomes.queries.sightings import waiting_sightings
from biomes.rules.lifecycle import Stage
from biomes.rules.words import Quality
from ledger import queries as ledger

_WAITING = Revision.objects.filter(published_at__isnull=True, dropped_at__isnull=True)
# Not published yet, and somebody is at it.
_BEGUN = [Stage.DRAFT.value, Stage.TAKEN_UP.value]

# How many of a queue the desk itself shows.
FIRST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The first of each queue, and how many wait in it."""

    drafts: list[Biome]
    draft_count: int
    edited: list[Biome]
    edited_count: int
    withdrawn: list[Biome]
    withdrawn_count: int
    doubtful: list[Reading]
    doubtful_count: int
    pin_count: int
    sighting_count: int


def desk() -> Desk:
    # Outlines may have 20,000 points, and no queue shows one.
    light = Biome.objects.only("slug", "name", "stage").annotate(placed=Q(place__isnull=False))
    waiting = Prefetch("revisions", queryset=_WAITING.defer("snapshot"), to_attr="waiting")
    drafts = light.filter(stage__in=_BEGUN).prefetch_related(waiting)
    edited = light.public().filter(pk__in=_WAITING.values("biome")).prefetch_related(waiting)
    withdrawn = light.filter(stage=Stage.WITHDRAWN.value)
    doubtful = doubtful_readings()
    return Desk(
        drafts=list(drafts[:FIRST]),
        draft_count=drafts.count(),
        edited=list(edited[:FIRST]),
        edited_count=edited.count(),
        withdrawn=list(withdrawn[:FIRST]),
        withdrawn_count=withdrawn.count(),
        doubtful=list(doubtful[:FIRST]),
        doubtful_count=doubtful.count(),
        pin_count=undecided_pins().count(),
        sighting_count=waiting_sightings().count(),
    )


def found(words: str, stage: str) -> QuerySet[Biome]:
    """Profiles in any stage whose name, in any language, or address holds the words."""
    rows = Biome.objects.only("slug", "name", "stage")
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(names__icontains=words) | Q(slug__icontains=words))
    return rows.filter(stage=stage) if stage else rows


def doubtful_readings() -> QuerySet[Reading]:
    """Current values that wait for a person: flagged as wild or future, or of a station that asks for it."""
    found = Reading.objects.filter(quality=Quality.RAW.value, is_current=True)
    return found.select_related("station__biome", "indicator").order_by("-received_at", "-id")


def any_biome(slug: str) -> Biome | None:
    return Biome.objects.prefetch_related("zones").filter(slug=slug).first()


def all_biomes() -> QuerySet[Biome]:
    return Biome.objects.exclude(stage=Stage.DISCARDED.value)


def waiting_revision(biome: Biome) -> Revision | None:
    return _WAITING.filter(biome=biome).first()


def published_revision(biome: Biome) -> Revision | None:
    return biome.revisions.filter(published_at__isnull=False).first()


def edited_revision(biome: Biome) -> Revision | None:
    """What an edit starts from: the waiting draft, else what is published, else the newest."""
    return waiting_revision(biome) or published_revision(biome) or biome.revisions.first()


def revision(biome: Biome, number: int) -> Revision | None:
    return biome.revisions.filter(number=number).first()


def any_station(code: str) -> Station | None:
    return Station.objects.select_related("biome", "operator").filter(code=code).first()


def all_stations() -> QuerySet[Station]:
    found = Station.objects.select_related("biome").defer("biome__place", "biome__story")
    return found.order_by("biome__name", "code")


def all_thresholds() -> QuerySet[Threshold]:
    return Threshold.objects.select_related("indicator", "biome")


def zone_changes(zone: Zone, most: int = 20) -> list[tuple[Any, str]]:
    """What the record says of a zone's changes, newest first, each with the name of who made it."""
    facts = list(ledger.around(zone.subject).filter(kind="biomes.zone.saved").order_by("-id")[:most])
    names = names_of(fact.actor for fact in facts)
    return [(fact, names.get(fact.actor, fact.actor)) for fact in facts]


def all_revisions(biome: Biome) -> list[tuple[Revision, str]]:
    """Newest first, each with the name of its author; colleagues may know it."""
    found = list(biome.revisions.all())
    names = names_of(one.author for one in found)
    return [(one, names.get(one.author, one.author)) for one in found]


def names_of(codes: Iterable[str]) -> dict[str, str]:
    return {one.code: str(one) for one in people.people().filter(code__in=set(codes))}


def all_links() -> QuerySet[Link]:
    """Standing ones first, then the ended ones, newest first."""
    found = Link.objects.select_related("source", "target").defer("source__place", "target__place")
    return found.order_by(F("ended_at").desc(nulls_first=True), "source__name", "target__name", "kind")


def link(pk: int) -> Link | None:
    return all_links().filter(pk=pk).first()


def guardianship(pk: int, at: datetime) -> Guardianship | None:
    """One that is in force or still to come."""
    found = Guardianship.objects.filter(Q(until__isnull=True) | Q(until__gt=at), pk=pk)
    return found.select_related("biome", "user").first()


def trusts(at: datetime) -> QuerySet[Biome]:
    """Each published living system, with the hands held or to be held for it as ``held``."""
    coming = Guardianship.objects.filter(Q(until__isnull=True) | Q(until__gt=at))
    held = Prefetch(
        "guardianships", queryset=coming.select_related("user").order_by("hand", "since"), to_attr="held"
    )
    return Biome.objects.public().only("slug", "name").prefetch_related(held)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A change of hands that waits for a second curator, with its names at hand."""

    approval: Any
    biome: Biome
    person: str
    hand: int
    ends: bool
    details: dict[str, Any]


def waiting_requests(at: datetime) -> list[Request]:
    """What one curator asked and another has not agreed to yet; what no longer has an object is left out."""
    found = []
    for approval in people.open_approvals("biomes.guardianship.begun", at):
        biome = Biome.objects.filter(slug=approval.body["biome"]).first()
        if biome:
            body = approval.body | {
                key: datetime.fromisoformat(approval.body[key]) if approval.body[key] else None
                for key in ("since", "until")
            }
            name = people.name_of(body["person"])
            found.append(
                Request(
                    approval=approval, biome=biome, person=name, hand=body["hand"], ends=False, details=body
                )
            )
    for approval in people.open_approvals("biomes.guardianship.ended", at):
        held = guardianship(approval.body["guardianship"], at)
        if held:
            found.append(
                Request(
                    approval=approval,
                    biome=held.biome,
                    person=str(held.user),
                    hand=held.hand,
                    ends=True,
                    details=approval.body,
                )
            )
    return found


def waiting_request(pk: int, at: datetime) -> Request | None:
    return next((one for one in waiting_requests(at) if one.approval.pk == pk), None)


class Competences:
    """Every published living system, then every zone, each with who answers for it now and from a later day on."""

    def __init__(self, at: datetime) -> None:
        coming = Jurisdiction.objects.filter(Q(until__isnull=True) | Q(until__gt=at))
        named = Prefetch(
            "jurisdictions",
            queryset=coming.select_related("organisation").order_by("since"),
            to_attr="named",
        )
        self.biomes = Biome.objects.public().only("slug", "name").prefetch_related(named)
        self.zones = Zone.objects.only("slug", "name").prefetch_related(named)

    def __len__(self) -> int:
        return self.biomes.count() + self.zones.count()

    def __getitem__(self, part: slice) -> list[Biome | Zone]:
        before = self.biomes.count()
        zones = self.zones[max(part.start - before, 0) : max(part.stop - before, 0)]
        return [*self.biomes[part], *zones]


def current_readings() -> QuerySet[Reading]:
    return Reading.objects.filter(is_current=True)


def current_reading(number: str) -> Reading | None:
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    return current_readings().filter(id=int(number)).first()
