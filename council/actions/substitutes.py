"""Substitutes: named by two officers under an instrument, called in order, one at a time on the hand."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts import queries as people
from accounts.rules.roles import Role
from council import queries
from council.actions.bodies import CannotSeat, lock_council
from council.models import Call, Mandate, Motion, Seat, Substitute
from council.rules import lifecycle, substitutes
from council.rules.substitutes import Back, Named
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import Approval, User

SUBSTITUTE_NAMED = "council.substitute.named"
SUBSTITUTE_UNNAMED = "council.substitute.unnamed"


class CannotSubstitute(CannotSeat):
    """The naming or the call was refused; the message is fit to show."""


# --- Named by two persons ---------------------------------------------------------------------------
def ask_to_name_substitute(
    *,
    seat: Seat,
    person: "User",
    instrument: str,
    by: "User",
    at: datetime,
    hand: int = 1,
    place: int = 1,
    until: datetime | None = None,
) -> "Approval":
    """One officer proposes who stands in, and in what place of the order; another agrees."""
    if not queries.officers_may_seat(by, at, seat.body.council):
        raise CannotSubstitute(_("Only the secretary or a chair of this council may change its seats."))
    if person == by:
        raise CannotSubstitute(_("Nobody proposes themselves for a seat."))
    _fit(seat, person, hand, place, at, until)
    return accounts.request_approval(
        kind=SUBSTITUTE_NAMED,
        subject=f"{seat.subject}/{hand}/substitute/{place}",
        by=by,
        at=at,
        body={
            "seat": seat.code, "person": person.code, "hand": hand, "place": place, "instrument": instrument,
            "until": until.isoformat() if until else "",
        },
    )  # fmt: skip


def _fit(seat: Seat, person: "User", hand: int, place: int, at: datetime, until: datetime | None) -> None:
    if hand == 2 and not seat.is_joint:
        raise CannotSubstitute(_("Only a seat held jointly has a second hand."))
    if until is not None and until <= at:
        raise CannotSubstitute(_("This would end before it begins."))
    if seat.mandates.in_force(at).filter(person=person).exists():
        raise CannotSubstitute(_("This person holds the seat itself."))
    named = seat.substitutes.named(at).filter(hand=hand)
    if named.filter(Q(place=place) | Q(person=person)).exists():
        raise CannotSubstitute(_("This place in the order is taken, or this person is named already."))


@transaction.atomic
def name_substitute(
    *,
    seat: Seat,
    person: "User",
    instrument: str,
    at: datetime,
    hand: int = 1,
    place: int = 1,
    until: datetime | None = None,
    actor: str = "",
) -> Substitute:
    """Put a person into the order of one hand. Doors come here through two persons."""
    # The seat row is the lock: two namings for one place queue here.
    seat = Seat.objects.select_for_update(no_key=True, of=("self",)).select_related("body").get(pk=seat.pk)
    _fit(seat, person, hand, place, at, until)
    named = Substitute.objects.create(
        seat=seat, hand=hand, person=person, place=place, instrument=instrument, since=at, until=until
    )
    ledger.record(
        kind="council.substitute.named", subject=seat.subject, actor=actor, at=at, public=True, about=[seat.body.subject],
        seat=seat.code, hand=hand, place=place, substitute=str(named.code), since=at, until=until,
    )  # fmt: skip
    return named


def agree_to_substitute(*, approval: "Approval", by: "User", at: datetime) -> Substitute:
    """The second officer has agreed; the approval is given in the caller's transaction."""
    body = approval.body
    person = people.user_by_code(body["person"])
    if person is None:
        raise CannotSubstitute(_("This person has left."))
    if person == by:
        raise CannotSubstitute(_("Nobody agrees to their own mandate."))
    seat = Seat.objects.select_related("body__parent").get(code=body["seat"])
    if not queries.officers_may_seat(by, at, seat.body.council):
        raise CannotSubstitute(_("Only the secretary or a chair of this council may change its seats."))
    until = datetime.fromisoformat(body["until"]) if body["until"] else None
    return name_substitute(
        seat=seat, person=person, instrument=body["instrument"], hand=body["hand"], place=body["place"],
        until=until, at=at, actor=by.code,
    )  # fmt: skip


def ask_to_unname_substitute(*, substitute: Substitute, by: "User", at: datetime) -> "Approval":
    """One officer proposes that a substitute should leave the order; another agrees."""
    if not queries.officers_may_seat(by, at, substitute.seat.body.council):
        raise CannotSubstitute(_("Only the secretary or a chair of this council may change its seats."))
    return accounts.request_approval(
        kind=SUBSTITUTE_UNNAMED,
        subject=f"{substitute.seat.subject}/substitute/{substitute.code}",
        by=by,
        at=at,
        body={"seat": substitute.seat.code, "substitute": str(substitute.code)},
    )


@transaction.atomic
def unname_substitute(*, code: UUID, by: "User", at: datetime) -> Substitute:
    """Out of the order from now on, and off the hand where she was called. Doors come here through two persons."""
    found = Substitute.objects.get(code=code)
    seat = (
        Seat.objects.select_for_update(no_key=True, of=("self",))
        .select_related("body__parent")
        .get(pk=found.seat_id)
    )
    substitute = Substitute.objects.select_related("seat", "person").get(pk=found.pk)
    if not queries.officers_may_seat(by, at, seat.body.council):
        raise CannotSubstitute(_("Only the secretary or a chair of this council may change its seats."))
    if at <= substitute.since or (substitute.until is not None and substitute.until <= at):
        raise CannotSubstitute(_("This substitute is not named now."))
    for call in substitute.calls.filter(Q(until__isnull=True) | Q(until__gt=at), ended_at__isnull=True):
        _end(call, seat, Back.UNNAMED, at)
    substitute.until = at
    substitute.save(update_fields=["until"])
    ledger.record(
        kind="council.substitute.unnamed", subject=seat.subject, actor=by.code, at=at, public=True,
        seat=seat.code, hand=substitute.hand, substitute=str(substitute.code),
    )  # fmt: skip
    return substitute


# --- Called in order --------------------------------------------------------------------------------
@transaction.atomic
def send_apologies(
    *,
    seat: Seat,
    by: "User",
    at: datetime,
    hand: int = 0,
    motion: Motion | None = None,
    until: datetime | None = None,
) -> Call:
    """The holder cannot come, to one motion or until a day: the first substitute in order is called.

    The secretary sends them for a holder who cannot; she names the hand.
    """
    seat = (
        Seat.objects.select_for_update(no_key=True, of=("self",))
        .select_related("body__parent")
        .get(pk=seat.pk)
    )
    hand = _hand_of(seat, by, hand, at)
    if motion is not None and motion.status not in lifecycle.AHEAD | lifecycle.OPEN_TO_BALLOTS:
        raise CannotSubstitute(_("Voting on this motion is over."))
    if motion is not None and motion.body != seat.body.council:
        raise CannotSubstitute(_("This seat is not in the council of this motion."))
    if motion is None and (until is None or until <= at):
        raise CannotSubstitute(_("Name the motion, or the day from which you are back."))
    if calls_holding(seat, hand, motion, at).exists():
        raise CannotSubstitute(_("A substitute holds this hand already; end that call first."))
    return call_next(seat, hand, motion, None if motion else until, at)


def _hand_of(seat: Seat, by: "User", hand: int, at: datetime) -> int:
    own = queries.own_claim(seat, by, at)
    if own is not None and hand in (0, own.hand):
        return own.hand
    if not people.has_role(by, Role.SECRETARY, at):
        raise CannotSubstitute(_("Only who holds a seat, or the secretary for her, sends apologies."))
    if not seat.mandates.in_force(at).filter(hand=hand or 1).exists():
        raise CannotSubstitute(_("Nobody holds this hand now."))
    return hand or 1


def calls_holding(seat: Seat, hand: int, motion: Motion | None, at: datetime) -> Any:
    calls = Call.objects.filter(seat=seat, hand=hand, ended_at__isnull=True)
    period = Q(motion__isnull=True, until__gt=at)
    return calls.filter(period | (Q(motion=motion) if motion else _undecided()))


def _undecided() -> Q:
    return Q(motion__state__in=[state.value for state in lifecycle.AHEAD | lifecycle.OPEN_TO_BALLOTS])


def call_next(seat: Seat, hand: int, motion: Motion | None, until: datetime | None, at: datetime) -> Call:
    """The first in order who has not said no to this very call and is not recused herself; the seat is locked."""
    named = seat.substitutes.named(at).filter(hand=hand)
    if motion is not None:
        recused = Mandate.objects.in_force(at).filter(seat__in=motion.recusals.values("seat"))
        named = named.exclude(person__in=recused.values("person"))
    rows = [Named(code=str(s.code), place=s.place, since=s.since, until=s.until) for s in named]
    past = Call.objects.filter(seat=seat, hand=hand, ended_by=Back.DECLINED.value, motion=motion, until=until)
    declined = [str(code) for code in past.values_list("substitute__code", flat=True)]
    chosen = substitutes.next_in_order(rows, declined, at)
    if chosen is None:
        raise CannotSubstitute(_("No substitute is left in the order for this hand."))
    return _called(named.get(code=chosen.code), seat, motion, until, at)


def _called(
    substitute: Substitute, seat: Seat, motion: Motion | None, until: datetime | None, at: datetime
) -> Call:
    hand = substitute.hand
    lock_council(seat.body)
    call = Call.objects.create(
        substitute=substitute, seat=seat, hand=hand, motion=motion, since=at, until=until, called_at=at
    )
    ledger.record(
        kind="council.substitute.called", subject=seat.subject, actor="", at=at, public=True,
        about=[motion.subject] if motion else [], seat=seat.code, hand=hand, call=str(call.code),
        substitute=str(substitute.code), since=at, until=until, motion=motion.code if motion else "",
    )  # fmt: skip
    return call


def call_for_motions(*, substitute: Substitute, seat: Seat, motions: Iterable[Motion], at: datetime) -> int:
    """Call one substitute for each of these motions whose hand no other substitute holds; the seat is locked."""
    called = 0
    for motion in motions:
        if not calls_holding(seat, substitute.hand, motion, at).exists():
            _called(substitute, seat, motion, None, at)
            called += 1
    return called


def end_calls_for_motions(
    *, seat: Seat, hand: int, motions: Iterable[Motion], why: Back, at: datetime, of: Substitute | None = None
) -> int:
    """Free the hand in these motions, of one substitute or of any; the seat is locked."""
    held = Call.objects.filter(seat=seat, hand=hand, motion__in=list(motions), ended_at__isnull=True)
    rows = list(held if of is None else held.filter(substitute=of))
    for call in rows:
        _end(call, seat, why, at)
    return len(rows)


@transaction.atomic
def end_call(*, code: UUID, by: "User", at: datetime) -> Call | None:
    """The holder is back, or the substitute cannot come: then the next in order is called, if there is one."""
    found = Call.objects.get(code=code)
    seat = (
        Seat.objects.select_for_update(no_key=True, of=("self",)).select_related("body").get(pk=found.seat_id)
    )
    call = Call.objects.select_related("substitute", "motion").get(pk=found.pk)
    if call.ended_at is not None or (call.until is not None and call.until <= at):
        raise CannotSubstitute(_("This call has ended already."))
    if call.substitute.person_id == by.pk:
        _end(call, seat, Back.DECLINED, at)
        try:
            with transaction.atomic():
                return call_next(seat, call.hand, call.motion, call.until, at)
        except CannotSubstitute:
            return None
    _may_end(call, seat, by, at)
    _end(call, seat, Back.HOLDER, at)
    return None


def _may_end(call: Call, seat: Seat, by: "User", at: datetime) -> None:
    if people.has_role(by, Role.SECRETARY, at):
        return
    own = queries.own_claim(seat, by, at)
    if own is None or own.hand != call.hand:
        raise CannotSubstitute(_("Only the holder, the substitute or the secretary ends this call."))
    if call.motion is not None and call.motion.recusals.filter(seat=seat).exists():
        raise CannotSubstitute(
            _("This seat is recused on the motion: its holder does not take the hand back.")
        )


def _end(call: Call, seat: Seat, why: Back, at: datetime) -> None:
    lock_council(seat.body)
    call.ended_at, call.ended_by = at, why.value
    call.save(update_fields=["ended_at", "ended_by"])
    ledger.record(
        kind="council.substitute.ended", subject=seat.subject, actor="", at=at, public=True,
        seat=seat.code, hand=call.hand, call=str(call.code), by=why.value,
    )  # fmt: skip
