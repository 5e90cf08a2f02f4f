"""Who speaks for a party of an alliance: the officers and the chair of a body; the hands of a living system's seat."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts import queries as people
from biomes import queries as biomes
from council.models import Mandate, Party, Seat
from council.queries.bodies import bodies, bodies_of, seats_held

Hands = dict[int, list[Any]]


@dataclass(frozen=True, slots=True)
class Spoken:
    """The bodies and living systems that a person speaks for, by subject."""

    organisations: dict[str, Any] = field(default_factory=dict)
    biomes: dict[str, Any] = field(default_factory=dict)

    def __contains__(self, subject: str) -> bool:
        return subject in self.organisations or subject in self.biomes

    def __bool__(self) -> bool:
        return bool(self.organisations or self.biomes)


def hands_of_party(party: Party, at: datetime) -> Hands:
    """Each hand whose word it needs, with the persons who may give it; a vacant hand has none."""
    if party.biome is not None:
        return _hands_of_biome(party.biome, at)
    return {1: speakers_of(party.organisation, at)}


def hand_in_party(party: Party, user: Any, at: datetime) -> int | None:
    """The hand with which this person speaks for it."""
    hands = hands_of_party(party, at)
    return next((hand for hand, held in hands.items() if any(p.pk == user.pk for p in held)), None)


def speakers_of(organisation: Any, at: datetime) -> list[Any]:
    """Its officers, and where it is a body of a council, its chair."""
    found = {person.pk: person for person in people.officers_of(organisation.slug, at)}
    body = bodies().filter(organisation=organisation).first()
    if body is not None:
        held = Mandate.objects.in_force(at).filter(seat__office="chair", seat__body__in=bodies_of(body))
        rows = held.select_related("person").order_by("seat__body__position", "pk")
        found |= {row.person.pk: row.person for row in rows if row.person.may_sign_in}
    return list(found.values())


def _hands_of_biome(biome: Any, at: datetime) -> Hands:
    """Of its seat in a council; where it has none, of its guardianship."""
    seat = Seat.objects.standing().filter(represents=biome.subject).order_by("position", "pk").first()
    hands: Hands = {}
    if seat is None:
        for held in biomes.guardians_of(biome, at):
            hands.setdefault(held.hand, []).append(held.user)
        return hands
    hands = {hand: [] for hand in ((1, 2) if seat.is_joint else (1,))}
    for mandate in Mandate.objects.in_force(at).filter(seat=seat).select_related("person"):
        if mandate.hand in hands and mandate.person.may_sign_in:
            hands[mandate.hand].append(mandate.person)
    return hands


def spoken_for(user: Any, at: datetime) -> Spoken:
    """Everything this person may speak for in an alliance."""
    if not getattr(user, "is_authenticated", False):
        return Spoken()
    bodies_held = {office.organisation.subject: office.organisation for office in people.offices_of(user, at)}
    chaired = Mandate.objects.in_force(at).filter(person=user.pk, seat__office="chair")
    for mandate in chaired.select_related("seat__body__organisation", "seat__body__parent__organisation"):
        for body in (mandate.seat.body, mandate.seat.body.parent):
            if body is not None:
                bodies_held[body.organisation.subject] = body.organisation
    return Spoken(bodies_held, _biomes_spoken_for(user, at))


def _biomes_spoken_for(user: Any, at: datetime) -> dict[str, Any]:
    seated = set(Seat.objects.standing().exclude(represents="").values_list("represents", flat=True))
    held = {seat.biome_slug for seat in seats_held(user, at) if seat.biome_slug}
    found = {biome.subject: biome for biome in biomes.public_biomes().filter(slug__in=held)} if held else {}
    guarded = [row.biome for row in biomes.guardianships_of_user(user, at)]
    return found | {biome.subject: biome for biome in guarded if biome.subject not in seated}


def by_side(parties: Any) -> dict[bool, list[Party]]:
    """Living systems under True, human bodies under False."""
    sides: dict[bool, list[Party]] = defaultdict(list)
    for party in parties:
        sides[party.is_living].append(party)
    return sides
