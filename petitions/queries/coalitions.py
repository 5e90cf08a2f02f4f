"""Coalitions as anybody may read them, and as their founders and members do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from biomes.rules.folding import words_of
from ledger import queries as ledger
from petitions.models import Around, BeaconRequest, Coalition, Judgement, Member, Pledge, Report
from petitions.queries.speaking import spoken_for
from petitions.rules.coalitions import NOUNS, Kind, Standing, State, Words

MOST_STEPS = 50
SHOWN = {"": None, "open": State.OPEN, "ended": State.ENDED}
# What a coalition's feed tells.
TOLD = (
    "petitions.coalition.opened",
    "petitions.coalition.ended",
    "petitions.member.joined",
    "petitions.member.left",
    "petitions.member.removed",
    "petitions.pledge.made",
    "petitions.pledge.reported",
    "petitions.pledge.judged",
    "petitions.beacon.requested",
)


def public_coalitions() -> QuerySet[Coalition]:
    return Coalition.objects.public().whole()


def public_coalition(slug: str) -> Coalition | None:
    """By its address, or by the code it had before it opened."""
    return public_coalitions().filter(Q(slug=slug) | Q(code=slug)).first()


def any_coalition(slug: str) -> Coalition | None:
    return Coalition.objects.whole().filter(Q(slug=slug) | Q(code=slug)).first()


def is_coalition_hidden(slug: str) -> bool:
    return Coalition.objects.filter(Q(slug=slug) | Q(code=slug), state=State.HIDDEN.value).exists()


def coalition_shelf(*, show: str = "", biome: str = "", words: str = "") -> QuerySet[Coalition]:
    """The newest first; ``show`` is one of SHOWN, ``words`` are all found in title or aim, accents forgiven."""
    found = public_coalitions()
    if state := SHOWN.get(show):
        found = found.filter(state=state.value)
    if biome:
        found = found.filter(biomes__slug=biome)
    for word in words_of(" ".join(words.split())[:100]):
        found = found.filter(Q(title__folded__contains=word) | Q(aim__folded__contains=word))
    return found.annotate(
        member_count=Count("members", filter=Q(members__standing=Standing.MEMBER.value), distinct=True),
        pledge_count=Count("pledges", filter=Q(pledges__words=Words.APPROVED.value), distinct=True),
    ).order_by("-opened_at", "-id")


def coalitions_for(biome: str) -> QuerySet[Coalition]:
    return coalition_shelf(show="open", biome=biome)


def coalitions_around(subject: str) -> QuerySet[Coalition]:
    """Those that stand around a petition or an alert."""
    return coalition_shelf().filter(Exists(Around.objects.filter(coalition=OuterRef("pk"), subject=subject)))


def may_stand_around(subject: str, viewer: Any = None) -> bool:
    """A petition or an alert that anybody may see."""
    return subject.startswith(NOUNS) and ledger.card(subject, viewer) is not None


def coalitions_of(user: Any, at: datetime) -> QuerySet[Coalition]:
    """Those that this person founded, or speaks in."""
    mine = Member.objects.filter(spoken_for(user, at), standing=Standing.MEMBER.value)
    within = Exists(mine.filter(coalition=OuterRef("pk")))
    return (
        Coalition.objects.whole()
        .filter(Q(founder=user) | Q(within, state__in=[State.OPEN.value, State.ENDED.value]))
        .exclude(state=State.HIDDEN.value)
        .order_by("-saved_at")
    )


def invitations_of(user: Any, at: datetime) -> QuerySet[Member]:
    """The open invitations that this person may answer."""
    waiting = Member.objects.whole().filter(spoken_for(user, at), standing=Standing.INVITED.value)
    return waiting.filter(coalition__state=State.OPEN.value).select_related("coalition").order_by("-moved_at")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The members of one kind."""

    kind: Kind
    members: list[Member]


def members_by_kind(coalition: Coalition) -> list[Shelf]:
    """Those who are in it, and those who left or were removed and whose pledges stay."""
    within = Q(standing=Standing.MEMBER.value)
    pledged = Exists(Pledge.objects.readable().filter(member=OuterRef("pk")))
    gone = Q(standing__in=[Standing.LEFT.value, Standing.REMOVED.value]) & Q(pledged)
    members = list(coalition.members.whole().filter(within | gone))
    shelves = [Shelf(kind, [m for m in members if m.kind == kind]) for kind in Kind]
    return [shelf for shelf in shelves if shelf.members]


def member_of(coalition: Coalition, uuid: Any) -> Member | None:
    return coalition.members.whole().filter(uuid=uuid).select_related("coalition").first()


def member_by_uuid(uuid: Any) -> Member | None:
    return Member.objects.whole().filter(uuid=uuid).select_related("coalition").first()


def asking(coalition: Coalition) -> QuerySet[Member]:
    return coalition.members.whole().filter(standing=Standing.ASKED.value).order_by("moved_at")


def invited_openly(coalition: Coalition) -> QuerySet[Member]:
    """Bodies and living systems that were invited. Whether a person is known here is told to nobody."""
    waiting = coalition.members.whole().filter(standing=Standing.INVITED.value)
    return waiting.exclude(kind=Kind.PERSON.value).order_by("moved_at")


def beacons_of(coalition: Coalition) -> QuerySet[BeaconRequest]:
    return coalition.beacons.filter(words=Words.APPROVED.value)


def steps_of_coalition(coalition: Coalition) -> QuerySet[Any]:
    """What happened to it, from the public record, the newest first."""
    found = ledger.around(coalition.subject).filter(public=True, kind__in=TOLD)
    return found.order_by("-at", "-id")[:MOST_STEPS]


def row_of(noun: str, uuid: str) -> Pledge | Report | Judgement | BeaconRequest | None:
    """The row behind a subject `petitions.<noun>/<uuid>` whose words the moderators read."""
    models: dict[str, Any] = {
        "pledge": Pledge, "report": Report, "judgement": Judgement, "beacon": BeaconRequest,
    }  # fmt: skip
    found: Pledge | Report | Judgement | BeaconRequest | None = models[noun].objects.filter(uuid=uuid).first()
    return found
