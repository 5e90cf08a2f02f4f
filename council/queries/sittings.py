"""Sittings: their agenda, who is in the room, whether the quorum is met, who speaks. Never a choice."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet

from council.models import Attendance, Body, DecisionRule, Mandate, Motion, Point, Seat, Sitting, Turn, Voting
from council.queries.bodies import Place, bodies_of, public_seats, roster, rule_for, seat_names
from council.queries.motions import public_motions
from council.queries.roll import recused_seats
from council.rules.decision import WEIGHT, RollSeat, Share, measure
from council.rules.kinds import MotionKind
from council.rules.lifecycle import FINAL, State
from council.rules.sitting import SittingState


def sittings() -> QuerySet[Sitting]:
    return Sitting.objects.select_related("body__organisation", "body__parent__organisation")


def sitting(body: str, number: str) -> Sitting | None:
    return sittings().filter(body__code=body, number=number).first()


def sitting_by_code(code: str) -> Sitting | None:
    """``<body>--<number>``."""
    body, _dashes, number = code.rpartition("--")
    return sitting(body, number)


def points(of: Sitting) -> QuerySet[Point]:
    return of.points.select_related("motion__rule", "motion__body", "minutes__sitting__body").order_by(
        "position"
    )


def current_point(of: Sitting) -> Point | None:
    return points(of).filter(taken_up_at__isnull=False, done_at__isnull=True).first()


def motions_for_agenda(of: Sitting) -> QuerySet[Motion]:
    """Motions of this body's council that a sitting can still take up."""
    settled = [state.value for state in FINAL | {State.DRAFT}]
    return public_motions().filter(body=of.body.council).exclude(state__in=settled).order_by("number")


def agenda_paper(of: Sitting) -> dict[str, Any]:
    """The agenda as its notice fixes it."""
    rows = [
        {
            "position": point.position,
            "kind": point.kind,
            # Never the heading: that of minutes is in the reader's language.
            "title": point.title or (point.motion.title if point.motion else ""),
            "motion": (point.motion.number or "") if point.motion else "",
            **({"minutes": point.minutes.code} if point.minutes else {}),
        }
        for point in points(of)
    ]
    return {
        "v": 1,
        "sitting": of.code,
        "starts_at": of.starts_at.isoformat(),
        "place": of.place,
        "points": rows,
    }


def seats_of_sitting(of: Sitting, at: datetime) -> QuerySet[Seat]:
    """Seats of the body and its chambers that somebody holds now."""
    held = Mandate.objects.in_force(at).values("seat")
    return public_seats().filter(Q(body=of.body) | Q(body__parent=of.body), pk__in=held)


# --- Who is in the room -----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class SeatHere:
    place: Place
    since: datetime | None
    # It waits for the floor, or has it.
    asks: bool = False

    @property
    def present(self) -> bool:
        return self.since is not None

    @property
    def word(self) -> str:
        """What `seats_row` draws."""
        return "present" if self.present else "away"


@dataclass(frozen=True, slots=True)
class ChamberHere:
    """One chamber in the room: its seats and, by the rule, its quorum."""

    body: Body
    seats: tuple[SeatHere, ...]
    # Whole seats; None where the rule asks for no quorum, or for one of weights.
    needed: int | None
    # None where the rule asks for no quorum.
    quorate: bool | None

    @property
    def present(self) -> int:
        return sum(seat.present for seat in self.seats)

    @property
    def in_office(self) -> int:
        return sum(not seat.place.vacant for seat in self.seats)

    @property
    def words(self) -> list[str]:
        """What is drawn: those present first."""
        return sorted((seat.word for seat in self.seats), key=["present", "away"].index)

    @property
    def shape(self) -> str:
        return self.seats[0].place.shape if self.seats else "square"


def rule_of_sitting(of: Sitting) -> DecisionRule | None:
    """The rule of the motion at hand; between motions, that of a resolution."""
    point = current_point(of)
    if point and point.motion and point.motion.rule:
        return point.motion.rule
    return rule_for(of.body.council, MotionKind.RESOLUTION)


def in_the_room(of: Sitting, at: datetime) -> list[ChamberHere]:
    since = dict(Attendance.objects.filter(sitting=of, until__isnull=True).values_list("seat", "since"))
    rule = rule_of_sitting(of)
    quorums = {chamber.body: chamber.quorum for chamber in rule.rule.chambers} if rule else {}
    recused = _recused(of, at)
    asking = set(of.turns.filter(done_at__isnull=True).values_list("seat", flat=True))
    found = []
    for body in bodies_of(of.body).order_by("position", "id"):
        places = roster(body, at)
        if places:
            seats = tuple(
                SeatHere(place, since.get(place.seat.pk), place.seat.pk in asking) for place in places
            )
            found.append(_chamber(body, seats, quorums.get(body.code), recused))
    return found


def _recused(of: Sitting, at: datetime) -> frozenset[int]:
    """Seats that are out of the motion at hand."""
    point = current_point(of)
    if point is None or point.motion is None:
        return frozenset()
    return recused_seats(point.motion, at)


def _chamber(
    body: Body, seats: tuple[SeatHere, ...], quorum: Share | None, recused: frozenset[int]
) -> ChamberHere:
    if quorum is None:
        return ChamberHere(body, seats, None, None)
    counted = [(_as_counted(seat.place), seat.present) for seat in seats if seat.place.seat.pk not in recused]
    counted = [(row, here) for row, here in counted if row.in_office]
    base = measure([row for row, _ in counted], quorum.base)
    here = measure([row for row, present in counted if present], quorum.base)
    needed = None if quorum.base.startswith(WEIGHT) else int(quorum.needed(base))
    return ChamberHere(body, seats, needed, quorum.is_met(here, base))


def _as_counted(place: Place) -> RollSeat:
    seat = place.seat
    hands = tuple(hand.number for hand in place.hands if not hand.vacant)
    weights = {name: Fraction(str(weight)) for name, weight in seat.weights.items()}
    return RollSeat(code=seat.code, body=seat.body.code, votes=seat.votes, hands=hands, weights=weights)


def present_at(voting: Voting, at: datetime) -> tuple[list[str], list[str]] | None:
    """Subjects of the sittings this motion stood on the agenda of, and the seats in the room at a moment.

    None where no such sitting was in session. The sittings stay locked, so that who comes or goes is in
    the log either before this count or after it.
    """
    # One that ran on paper keeps its own roll: nobody could cast while it sat.
    on = Sitting.objects.filter(points__motion=voting.motion_id, blackout_at__isnull=True).values("pk")
    held = list(
        Sitting.objects.select_for_update(of=("self",))
        .select_related("body")
        .filter(pk__in=on)
        .order_by("pk")
    )
    rows = Attendance.objects.filter(Q(until__isnull=True) | Q(until__gt=at), sitting__in=held, since__lte=at)
    there = set(rows.values_list("seat__code", flat=True))
    names = sorted(one.subject for one in held if _had_begun(one, at))
    return (names, sorted(there)) if names else None


def _had_begun(one: Sitting, at: datetime) -> bool:
    """Begun by then and not over; adjourned, it is a room with nobody in it."""
    return one.opened_at is not None and one.opened_at <= at and (one.closed_at is None or one.closed_at > at)


def seats_in_room(motion: Motion) -> frozenset[str]:
    """Codes of the seats that a sitting with this motion on its agenda has in the room now."""
    rows = Attendance.objects.filter(
        sitting__points__motion=motion, sitting__state=SittingState.OPEN.value, until__isnull=True
    )
    return frozenset(rows.values_list("seat__code", flat=True))


# --- The floor ----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Speakers:
    """Who has the floor, who waits for it in the order they asked."""

    speaking: Turn | None
    waiting: tuple[Turn, ...]


def speakers(of: Sitting) -> Speakers:
    """Each turn with its seat's name as ``turn.name``."""
    turns = list(
        of.turns.filter(done_at__isnull=True).select_related("seat__body").order_by("asked_at", "id")
    )
    names = seat_names([turn.seat for turn in turns]) if turns else {}
    for turn in turns:
        turn.name = names[turn.seat.code]  # type: ignore[attr-defined]
    speaking = next((turn for turn in turns if turn.speaks), None)
    return Speakers(speaking, tuple(turn for turn in turns if turn.called_at is None))


def own_seats(of: Sitting, user: Any, at: datetime) -> list[Seat]:
    """The seats this reader holds here, each with ``name``, ``here`` (in the room) and ``turn`` (its request)."""
    if not getattr(user, "is_authenticated", False):
        return []
    held = Mandate.objects.in_force(at).filter(person=user.pk).values("seat")
    lent = of.convenings.expected().filter(person=user.pk, substitute__isnull=False).values("seat")  # type: ignore[attr-defined]
    seats: list[Any] = list(seats_of_sitting(of, at).filter(Q(pk__in=held) | Q(pk__in=lent)))
    names = seat_names(seats)
    here = set(Attendance.objects.filter(sitting=of, until__isnull=True).values_list("seat", flat=True))
    turns = {turn.seat_id: turn for turn in of.turns.filter(done_at__isnull=True)}
    for seat in seats:
        seat.name, seat.here, seat.turn = names[seat.code], seat.pk in here, turns.get(seat.pk)
    return seats
