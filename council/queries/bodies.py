"""Who sits: bodies, their seats one by one, who holds them and until when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from accounts import queries as people
from accounts.rules.roles import Role
from biomes import queries as biomes
from council.models import BallotKey, Body, DecisionRule, Mandate, Seat
from council.rules.kinds import MotionKind

SEAT_CHANGES = (
    "council.mandate.given",
    "council.mandate.ended",
    "council.substitute.named",
    "council.substitute.unnamed",
    "council.seat.abolished",
    "council.mandate.held_over",
    "council.body.composed",
)


@dataclass(frozen=True, slots=True)
class Hand:
    """One hand of a seat: the mandate in force, or vacant."""

    number: int
    mandate: Mandate | None
    # Its holder signs each ballot with a passkey.
    signs: bool = False

    @property
    def vacant(self) -> bool:
        return self.mandate is None


@dataclass(frozen=True, slots=True)
class Place:
    """A seat as a roster shows it."""

    seat: Seat
    name: str
    hands: tuple[Hand, ...] = field(default_factory=tuple)

    @property
    def shape(self) -> str:
        """Round is a living system's seat, square a human one."""
        return "round" if self.seat.represents else "square"

    @property
    def vacant(self) -> bool:
        return all(hand.vacant for hand in self.hands)

    @property
    def until(self) -> datetime | None:
        ends = [hand.mandate.until for hand in self.hands if hand.mandate and hand.mandate.until]
        return min(ends) if ends else None


def bodies() -> QuerySet[Body]:
    return Body.objects.select_related("organisation", "parent__organisation")


def body(code: str) -> Body | None:
    return bodies().filter(code=code).first()


def bodies_of(council: Body) -> QuerySet[Body]:
    """The council itself and its chambers."""
    return bodies().filter(Q(pk=council.pk) | Q(parent=council))


def council_for(user: Any, at: datetime) -> Body | None:
    """The council this person sits in; for all others, the first one."""
    held = seats_held(user, at).first() if getattr(user, "is_authenticated", False) else None
    if held:
        return held.body.council
    return bodies().filter(parent__isnull=True).first()


def council_over(organisation: str) -> Body | None:
    """The council that an organisation (a subject) is, or stands under; None for a body outside every council."""
    office = people.organisation(organisation.partition("/")[2])
    seen: set[int] = set()
    while office is not None and office.pk not in seen:
        seen.add(office.pk)
        if found := bodies().filter(organisation=office).first():
            return found.council
        office = office.parent
    return None


def chairs_over(organisation: str, at: datetime) -> list[Any]:
    """Who chairs the council over an organisation (a subject) and its chambers; nobody where a chair is vacant."""
    council = council_over(organisation)
    if council is None:
        return []
    held = Mandate.objects.in_force(at).filter(seat__office="chair", seat__body__in=bodies_of(council))
    rows = held.select_related("person").order_by("seat__body__position", "pk")
    return [row.person for row in rows if row.person.may_sign_in]


def public_seats() -> QuerySet[Seat]:
    return Seat.objects.standing().select_related("body__organisation", "body__parent__organisation")


def seat(code: str) -> Seat | None:
    return public_seats().filter(code=code).first()


def seats_held(user: Any, at: datetime) -> QuerySet[Seat]:
    """The seats this person may speak for at that moment."""
    held = Mandate.objects.in_force(at).filter(person=user.pk)
    return public_seats().filter(pk__in=held.values("seat"))


def members(at: datetime) -> QuerySet[Mandate]:
    return Mandate.objects.in_force(at).select_related("seat__body__organisation", "person")


def mandate_by_code(code: Any) -> Mandate | None:
    found = Mandate.objects.select_related("seat__body__organisation", "seat__body__parent", "person")
    return found.filter(code=code).first()


def may_be_held_over(at: datetime, days: int = 60) -> list[Mandate]:
    """Mandates that run out soon, or did lately, with nobody to follow on their hand."""
    span = timedelta(days=days)
    found = Mandate.objects.select_related("seat__body__organisation", "person").filter(
        until__gt=at - span, until__lte=at + span, ended_by="", holds_over__isnull=True,
        seat__abolished_at__isnull=True,
    )  # fmt: skip
    return [row for row in found.order_by("until", "pk") if not _followed(row, at)]


def _followed(mandate: Mandate, at: datetime) -> bool:
    """Is somebody to hold its hand after it, from now on?"""
    since = max(mandate.until or at, at)
    return mandate.seat.mandates.during(since, None).filter(hand=mandate.hand).exists()


def seat_names(seats: Iterable[Seat]) -> dict[str, str]:
    """Seat code to what people call it: the living system's own name, or the seat's title."""
    listed = list(seats)
    slugs = {s.biome_slug for s in listed if s.biome_slug}
    known = {b.slug: str(b) for b in biomes.public_biomes().filter(slug__in=slugs)} if slugs else {}
    return {s.code: known.get(s.biome_slug) or s.title or s.code for s in listed}


def beings_seated() -> list[tuple[str, str]]:
    """Living systems with a seat, as (subject, name): those that can be asked for their consent."""
    seats = list(public_seats().filter(represents__startswith="biomes.biome/"))
    names = seat_names(seats)
    return sorted({(seat.represents, names[seat.code]) for seat in seats}, key=lambda row: row[1])


def roster(of: Body, at: datetime) -> list[Place]:
    """Every seat of a body with its hands at that moment, in the body's order."""
    standing = Prefetch("ballot_keys", BallotKey.objects.standing(), to_attr="keys_standing")
    held = Mandate.objects.in_force(at).select_related("person").prefetch_related(standing).order_by("hand")
    in_force = Prefetch("mandates", held, to_attr="now_held")
    seats = list(
        Seat.objects.standing().filter(body=of).prefetch_related(in_force).order_by("position", "id")
    )
    names = seat_names(seats)
    return [
        Place(
            seat=s,
            name=names[s.code],
            hands=tuple(_hands(s, s.now_held)),  # type: ignore[attr-defined]
        )
        for s in seats
    ]


def _hands(seat: Seat, held: Sequence[Mandate]) -> list[Hand]:
    by_hand = {mandate.hand: mandate for mandate in held}
    signing = {mandate.hand for mandate in held if mandate.keys_standing}  # type: ignore[attr-defined]
    numbers = (1, 2) if seat.is_joint else (1,)
    return [Hand(number, by_hand.get(number), number in signing) for number in numbers]


def rosters(council: Body, at: datetime) -> list[tuple[Body, list[Place]]]:
    """Each chamber of a council with its roster; the council's own seats where it has no chamber."""
    found = [(b, roster(b, at)) for b in bodies_of(council).order_by("position", "id")]
    return [(b, places) for b, places in found if places]


def rules_of(council: Body) -> list[DecisionRule]:
    """The version in force of each rule."""
    return list(DecisionRule.objects.filter(body=council).order_by("code", "-version").distinct("code"))


def rule_for(council: Body, kind: MotionKind) -> DecisionRule | None:
    """Of the rules in force that decide this kind, the one defined last: a newer rule takes a kind over."""
    deciding = [rule for rule in rules_of(council) if kind.value in rule.applies_to]
    return max(deciding, key=lambda rule: (rule.created_at, rule.pk), default=None)


def officers_may_seat(user: Any, at: datetime, council: Body | None = None) -> bool:
    """Who may ask for or agree to a change of seats: secretary, or a chair; of ``council``, where one is named."""
    if people.has_role(user, Role.SECRETARY, at):
        return True
    if not getattr(user, "is_authenticated", False):
        return False
    chairs = Mandate.objects.in_force(at).filter(person=user.pk, seat__office="chair")
    return (chairs if council is None else chairs.filter(seat__body__in=bodies_of(council))).exists()


def seat_changes(at: datetime) -> QuerySet[Any]:
    """Mandates asked for or asked to end, waiting for a second officer."""
    found = [people.open_approvals(kind, at) for kind in SEAT_CHANGES]
    return reduce(or_, found)
