"""What guests filed, by their link, and whom to tell what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts import queries as people
from accounts.rules import tokens
from biomes.models import Biome, Filing, GuestFiling, Sighting
from biomes.queries.pins import former_pin, known_biome
from biomes.rules import guests
from biomes.rules.guests import Kind
from biomes.rules.sighted import MOVES, State
from moderation import queries as moderation


def guest_filing(token: str, at: datetime) -> GuestFiling | None:
    """Behind a link that still does or shows something; None otherwise."""
    found = GuestFiling.objects.filter(token_hash=tokens.at_rest(token)).first()
    if found is None or found.confirmed_at:
        return found
    return found if found.content and guests.is_open(found.asked_at, at) else None


def guest_pin(asked: GuestFiling) -> Biome | None:
    if asked.kind != Kind.PIN or not asked.subject:
        return None
    slug = asked.subject.partition("/")[2]
    return Biome.objects.select_related("filing").filter(slug=slug).first()


def guest_sighting(asked: GuestFiling) -> Sighting | None:
    """The sighting it became, as long as it can be taken back."""
    if asked.kind != Kind.SIGHTING or not asked.subject:
        return None
    found = Sighting.objects.select_related("biome").filter(uuid=asked.subject.partition("/")[2]).first()
    return found if found and State.WITHDRAWN in MOVES[State(found.state)] else None


def guest_decision(asked: GuestFiling, at: datetime) -> Any | None:
    """The moderators' decision that its author may appeal against now."""
    item = moderation.latest_item(asked.subject) if asked.subject else None
    return moderation.last_decision(asked.subject) if item and moderation.may_appeal(item, at) else None


def living_on(slug: str) -> Biome | None:
    """What may be reported about, or what it was merged into meanwhile."""
    if found := known_biome(slug):
        return found
    gone = former_pin(slug)
    return known_biome(gone.filing.into.slug) if gone and gone.filing.into else None


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a letter goes to; ``guest`` is the key of their link, for who has no account."""

    email: str
    language: str
    guest: str = ""


def reader_of(subject: str) -> Reader | None:
    """Who filed it, if they can be reached for certain."""
    asked = GuestFiling.objects.filter(subject=subject).exclude(email="").first()
    if asked:
        return Reader(asked.email, asked.language, str(asked.key))
    person = people.user_by_code(_author_of(subject))
    address = people.confirmed_email(person) if person else ""
    return Reader(address, person.language, "") if person and address else None


def _author_of(subject: str) -> str:
    prefix, _slash, code = subject.partition("/")
    if prefix == "biomes.sighting":
        return Sighting.objects.filter(uuid=code).values_list("observer", flat=True).first() or ""
    return Filing.objects.filter(biome__slug=code).values_list("filed_by", flat=True).first() or ""
