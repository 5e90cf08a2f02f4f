"""Finding petitions: one, many, like another. Only what is public, unless somebody filed it."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest

from petitions.models import Ask, Attempt, Crossing, HourCount, Petition
from petitions.rules.lifecycle import ResponseTrack, State
from petitions.rules.thresholds import Kind

SIMILAR = 0.22
WORD_SIMILAR = 0.45
MOST_SIMILAR = 5

# The lists of the index page: name -> what is in it.
SHELVES: dict[str, Q] = {
    "open": Q(state=State.OPEN),
    "owed": Q(response_track__in=[ResponseTrack.OWED, ResponseTrack.PARTIAL]),
    "debate": ~Q(debate_track="none"),
    "answered": Q(response_track=ResponseTrack.ANSWERED),
    "closed": Q(state__in=[State.CLOSED, State.WITHDRAWN, State.STOPPED]),
    "rejected": Q(state=State.REJECTED),
}
ORDERS = ("trending", "newest", "most", "closing", "waiting")


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
    return Petition.objects.filter(filer__user=user).prefetch_related("about__biome").order_by("-saved_at")


def is_filer(petition: Petition, user: Any) -> bool:
    filer = getattr(petition, "filer", None)
    return bool(filer and filer.user_id and getattr(user, "pk", None) == filer.user_id)


def similar_petitions(title: str, *, besides: int | None = None) -> list[Petition]:
    """Up to five open or answered petitions that say nearly the same, the nearest first."""
    if not title.strip():
        return []
    near = Greatest(TrigramSimilarity("title", title), TrigramWordSimilarity(title, "title") * 0.6)
    found = public_petitions().exclude(state__in=[State.REJECTED, State.STOPPED]).exclude(pk=besides or 0)
    return list(found.annotate(near=near).filter(near__gt=SIMILAR).order_by("-near", "-id")[:MOST_SIMILAR])


def matching(petitions: QuerySet[Petition], words: str) -> QuerySet[Petition]:
    """Petitions that hold these words, accents and a slip of the pen forgiven."""
    text = " ".join(words.split())[:100]
    if not text:
        return petitions
    asks = Ask.objects.filter(text__unaccent__icontains=text).values("petition")
    return petitions.annotate(near=TrigramWordSimilarity(text, "title")).filter(
        Q(title__unaccent__icontains=text)
        | Q(background__unaccent__icontains=text)
        | Q(pk__in=asks)
        | Q(near__gt=WORD_SIMILAR)
    )


def shelf(
    *, name: str = "", biome: str = "", zone: str = "", words: str = "", order: str = "", at: datetime
) -> QuerySet[Petition]:
    """One list of the index page."""
    found = public_petitions().filter(SHELVES.get(name, ~Q(state=State.REJECTED)))
    if biome:
        found = found.filter(biomes__slug=biome)
    if zone:
        found = found.filter(biomes__zones__slug=zone)
    return ordered(matching(found, words), order, at).distinct()


def ordered(found: QuerySet[Petition], order: str, at: datetime) -> QuerySet[Petition]:
    if order == "most":
        return found.order_by("-signature_count", "-id")
    if order == "closing":
        return found.filter(state=State.OPEN).order_by("closes_at", "id")
    if order == "waiting":
        owed = Crossing.objects.standing().filter(petition=OuterRef("pk"), kind=Kind.RESPONSE)
        waiting = found.filter(response_track__in=[ResponseTrack.OWED, ResponseTrack.PARTIAL])
        return waiting.annotate(owed_at=Subquery(owed.values("crossed_at")[:1])).order_by("owed_at", "id")
    if order == "trending":
        lately = (
            HourCount.objects.filter(petition=OuterRef("pk"), hour__gt=at - timedelta(days=1))
            .values("petition")
            .annotate(n=Sum("count"))
            .values("n")
        )
        return found.annotate(lately=Coalesce(Subquery(lately), 0)).order_by(
            "-lately", "-signature_count", "-id"
        )
    return found.order_by(Coalesce("opened_at", "created_at").desc(), "-id")


def held_attempts() -> QuerySet[Attempt]:
    """What the limits held, for auditors."""
    return Attempt.objects.held().select_related("petition", "zone").order_by("-asked_at")


def attempt_by_hash(token_hash: str) -> Attempt | None:
    """The attempt behind a link, unless it was held."""
    return (
        Attempt.objects.filter(token_hash=token_hash, held_by="").select_related("petition", "zone").first()
    )
