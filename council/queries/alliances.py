"""Alliances with their parties and commitments, and what of them is due."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from council.models import Alliance, Commitment, CommitmentFinding, Party, Word
from council.models.alliance import AllianceQuerySet
from council.rules import alliances as rule
from council.rules.alliances import Stage, Standing
from council.rules.reading import fingerprint
from ledger.rules.values import stamp

SUBJECT = "council.alliance/"
# After a look through readings that could not tell, another one only so much later.
LOOK_AGAIN = timedelta(hours=6)


def alliances() -> AllianceQuerySet:
    """All of them, with what a page says of each."""
    parties = Party.objects.select_related("organisation__council_body", "biome").prefetch_related("words")
    return Alliance.objects.select_related("body__organisation", "renews", "motion").prefetch_related(
        Prefetch("parties", parties), Prefetch("commitments", commitments())
    )


def commitments() -> QuerySet[Commitment]:
    findings = CommitmentFinding.objects.select_related("party__organisation", "party__biome", "found_by")
    return Commitment.objects.select_related(
        "alliance", "owes__organisation", "owes__biome", "to__organisation", "to__biome", "indicator", "biome"
    ).prefetch_related(Prefetch("findings", findings))


def alliance(code: str) -> Alliance | None:
    """By its number, or by its subject."""
    return alliances().filter(code=code.removeprefix(SUBJECT)).first()


def commitment(key: Any) -> Commitment | None:
    """By its key, a UUID or its 32 hex digits; what is none finds none."""
    try:
        return commitments().filter(key=UUID(str(key))).first()
    except ValueError:
        return None


def alliances_of_body(organisation_pk: int) -> AllianceQuerySet:
    return alliances().with_organisation(organisation_pk)


def alliances_of_biome(slug: str) -> AllianceQuerySet:
    return alliances().with_biome(slug)


def alliances_to_take_up() -> AllianceQuerySet:
    """Agreed by all their parties: what a motion may put in force."""
    return alliances().filter(stage=Stage.AGREED.value)


def standing_parties(alliance: Alliance) -> list[Party]:
    """Those who have not left, in the order in which they came."""
    return [party for party in alliance.parties.all() if party.left_at is None]


def party_in(alliance: Alliance, subject: str) -> Party | None:
    return next((party for party in standing_parties(alliance) if party.subject == subject), None)


def members_of(alliance: Alliance) -> list[rule.Member]:
    return [
        rule.Member(party.subject, party.is_living, party.joined_at is not None)
        for party in standing_parties(alliance)
    ]


def living_parties(code: str) -> list[str]:
    """The subjects of the living systems in it."""
    found = alliance(code)
    return sorted(p.subject for p in standing_parties(found) if p.is_living) if found else []


def standings(alliance: Alliance, day: date) -> Counter[Standing]:
    return Counter(one.standing_on(day) for one in alliance.commitments.all())


def words_given(party: Party, said: rule.Said, sha256: str) -> list[Word]:
    """The live words of its hands, for this agreement."""
    return [
        word
        for word in party.words.all()
        if word.withdrawn_at is None and word.said == said.value and word.sha256 == sha256
    ]


# --- What its parties agree to ---------------------------------------------------------------------
def agreement_of(alliance: Alliance) -> dict[str, Any]:
    """The agreement as data: what its fingerprint is of. Who joined later agreed to the same."""
    owed = [_owed(one) for one in commitments().filter(alliance=alliance)]
    return {
        "v": 1,
        "alliance": alliance.code,
        "title": alliance.title,
        "purpose": alliance.purpose,
        "since": stamp(alliance.since),
        "until": stamp(alliance.until),
        "open": alliance.is_open,
        "renews": alliance.renews.code if alliance.renews else "",
        "parties": sorted(
            p.subject
            for p in Party.objects.filter(alliance=alliance, is_late=False).select_related(
                "organisation", "biome"
            )
        ),
        "commitments": sorted(owed, key=lambda one: one["key"]),
    }


def agreement_sha256(alliance: Alliance) -> str:
    return fingerprint(agreement_of(alliance))


def _owed(one: Commitment) -> dict[str, Any]:
    return {
        "key": one.key.hex,
        "owes": one.owes.subject,
        "to": one.to.subject if one.to else "",
        "what": one.what,
        "due_on": one.due_on.isoformat(),
        "shown_by": one.shown_by,
        "indicator": one.indicator.code if one.indicator else "",
        "biome": one.biome.subject if one.biome else "",
        "how": one.how,
        "side": one.side,
        "limit": f"{one.limit.normalize():f}" if one.limit is not None else "",
    }


# --- What is due -----------------------------------------------------------------------------------
def alliances_due(at: datetime) -> list[int]:
    """Those that end, that end soon and nobody was reminded, and those with a commitment to tell of or to measure."""
    in_force = Q(stage=Stage.IN_FORCE.value)
    over = ~Q(stage=Stage.ENDED.value) & Q(until__lte=at)
    ending = in_force & Q(reminded_at__isnull=True, until__lte=at + rule.REMIND_BEFORE)
    waiting = Q(pk__in=Commitment.objects.filter(_to_tell(at) | _to_measure(at)).values("alliance"))
    found = Alliance.objects.filter(over | ending | waiting)
    return list(found.order_by("pk").values_list("pk", flat=True))


def commitments_to_tell(alliance_pk: int, at: datetime) -> list[Commitment]:
    return list(commitments().filter(_to_tell(at), alliance=alliance_pk))


def commitments_to_measure(alliance_pk: int, at: datetime) -> list[Commitment]:
    return list(commitments().filter(_to_measure(at), alliance=alliance_pk))


def _binding() -> Q:
    """It was in force; what was due before its end is still to be found after it."""
    return Q(alliance__entered_at__isnull=False, released_at__isnull=True)


def _to_tell(at: datetime) -> Q:
    """Due in an alliance in force, and nobody was told. What was found before its day is told of to nobody."""
    day = rule.day_of(at)
    return _binding() & Q(alliance__stage=Stage.IN_FORCE.value, told_at__isnull=True, due_on__lte=day)


def _to_measure(at: datetime) -> Q:
    day = rule.day_of(at)
    rested = Q(looked_at__isnull=True) | Q(looked_at__lte=at - LOOK_AGAIN)
    measured = Q(indicator__isnull=False, due_on__lt=day, due_on__gte=day - rule.WAIT_FOR_READINGS)
    found = CommitmentFinding.objects.filter(party__isnull=True).values("commitment")
    return _binding() & measured & rested & ~Q(pk__in=found)


def joined(parties: Iterable[Party]) -> list[Party]:
    return [party for party in parties if party.joined_at is not None]
