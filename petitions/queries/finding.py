"""Finding petitions: one, many, like another. Only what is public, unless somebody filed it."""

from datetime import datetime
from hmac import compare_digest
from typing import Any

from django.core.cache import cache
from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from accounts import queries as accounts
from ledger import queries as ledger
from petitions.models import Attempt, Crossing, Petition, PetitionBiome
from petitions.queries.likeness import similar_to
from petitions.queries.moving import moving
from petitions.queries.searching import RANK, matching
from petitions.rules.lifecycle import ResponseTrack, State
from petitions.rules.thresholds import Kind

# The lists of the index page: name -> what is in it.
SHELVES: dict[str, Q] = {
    "open": Q(state=State.OPEN),
    "owed": Q(response_track__in=[ResponseTrack.OWED, ResponseTrack.PARTIAL]),
    "debate": ~Q(debate_track="none"),
    "answered": Q(response_track=ResponseTrack.ANSWERED),
    "closed": Q(state__in=[State.CLOSED, State.WITHDRAWN, State.STOPPED]),
    "rejected": Q(state=State.REJECTED),
}
ORDERS = ("trending", "newest", "most", "closing", "waiting", "match")
RIGHTS_SECONDS = 60


def public_petitions() -> QuerySet[Petition]:
    """Everything anybody may read: open, closed, rejected with its reason, stopped, withdrawn after opening."""
    read = Q(opened_at__isnull=False) | Q(state=State.REJECTED)
    return (
        Petition.objects.public().filter(read).select_related("body").prefetch_related("about__biome", "asks")
    )


def named(slug: str) -> Q:
    """By its address, today's or the one it had before it was opened."""
    return Q(slug=slug) | Q(code=slug)


def public_petition(slug: str) -> Petition | None:
    return public_petitions().filter(named(slug)).select_related("body", "zone", "filer").first()


def is_gone(slug: str) -> bool:
    """Whether a petition of this address is hidden: it answers 410 and says nothing."""
    return Petition.objects.filter(named(slug), state=State.HIDDEN).exists()


def petitions_for(biome_slug: str) -> QuerySet[Petition]:
    """Open and closed petitions about a living system, the most signed first."""
    return (
        public_petitions()
        .filter(biomes__slug=biome_slug, state__in=[State.OPEN, State.CLOSED])
        .order_by("-signature_count", "-id")
    )


def petition_by_code(code: str) -> Petition | None:
    """Any petition, whatever its state; the caller decides who may see it."""
    return Petition.objects.whole().filter(named(code)).first()


def filed_by(user: Any) -> QuerySet[Petition]:
    """A person's own petitions, drafts first."""
    own = Q(filer__user=user) | Q(filer__owner_mark=accounts.mark_of(user.code))
    return Petition.objects.filter(own).prefetch_related("about__biome").order_by("-saved_at")


def is_filer(petition: Petition, user: Any) -> bool:
    filer = getattr(petition, "filer", None)
    code = getattr(user, "code", "")
    if filer is None or not code:
        return False
    if filer.owner_mark:
        return compare_digest(filer.owner_mark, accounts.mark_of(code))
    return bool(filer.user_id) and user.pk == filer.user_id


def similar_petitions(title: str, *, besides: int | None = None) -> list[Petition]:
    """Up to five open or answered petitions that say nearly the same, the nearest first."""
    return similar_to(public_petitions(), title, besides=besides)


def shelf(
    *, name: str = "", biome: str = "", zone: str = "", right: str = "", words: str = "", order: str = "", at: datetime
) -> QuerySet[Petition]:  # fmt: skip
    """One list of the index page."""
    found = public_petitions().filter(SHELVES.get(name, ~Q(state=State.REJECTED)))
    if biome:
        found = found.filter(pk__in=_about(biome__slug=biome))
    if zone:
        found = found.filter(pk__in=_about(biome__zones__slug=zone))
    if right:
        found = found.filter(right=right)
    return ordered(matching(found, words), order, at)


def _about(**where: str) -> QuerySet[PetitionBiome, Any]:
    return PetitionBiome.objects.filter(**where).values("petition")


def rights_at_stake() -> list[tuple[str, str]]:
    """(subject, title) of every article that a readable petition names, in the reader's language."""
    return cache.get_or_set(f"petition-rights-{get_language()}", _rights_at_stake, RIGHTS_SECONDS) or []


def _rights_at_stake() -> list[tuple[str, str]]:
    named_rights = public_petitions().exclude(right="").order_by().values_list("right", flat=True).distinct()
    cards = ((subject, ledger.card(subject)) for subject in named_rights)
    return sorted(((subject, card.title) for subject, card in cards if card), key=lambda row: row[1])


def ordered(found: QuerySet[Petition], order: str, at: datetime) -> QuerySet[Petition]:
    if order == "match" and RANK in found.query.annotations:
        return found.order_by(f"-{RANK}", "-signature_count", "-id")
    if order == "most":
        return found.order_by("-signature_count", "-id")
    if order == "closing":
        return found.filter(state=State.OPEN).order_by("closes_at", "id")
    if order == "waiting":
        owed = Crossing.objects.standing().filter(petition=OuterRef("pk"), kind=Kind.RESPONSE)
        waiting = found.filter(response_track__in=[ResponseTrack.OWED, ResponseTrack.PARTIAL])
        return waiting.annotate(owed_at=Subquery(owed.values("crossed_at")[:1])).order_by("owed_at", "id")
    if order == "trending":
        return _trending(found, at)
    return found.order_by(Coalesce("opened_at", "created_at").desc(), "-id")


def _trending(found: QuerySet[Petition], at: datetime) -> QuerySet[Petition]:
    """What moves first, by numbers kept for a minute; then the most signed."""
    cases = [When(pk=pk, then=Value(number)) for pk, number in moving(at).items()]
    lately = Case(*cases, default=Value(0), output_field=IntegerField())
    return found.annotate(lately=lately).order_by("-lately", "-signature_count", "-id")


def attempt_by_hash(token_hash: str) -> Attempt | None:
    """The attempt behind a link, unless it was held."""
    return (
        Attempt.objects.filter(token_hash=token_hash, held_by="").select_related("petition", "zone").first()
    )
