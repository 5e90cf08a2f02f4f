"""In the room: who comes and goes, who asks for the floor and has it. Entered as it happens, never for the past."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import queries as people
from accounts.rules.roles import Role
from council import queries
from council.actions.sittings import CannotSit, sitting_now
from council.models import Attendance, Seat, Sitting, Turn
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


def _may_speak_for(seat: Seat, sitting: Sitting, by: "User", at: datetime) -> None:
    """The secretary for any seat of this body; a member for her own, a substitute for the one she stands in for."""
    if not queries.seats_of_sitting(sitting, at).filter(pk=seat.pk).exists():
        raise CannotSit(_("This seat does not sit here, or nobody holds it now."))
    if people.has_role(by, Role.SECRETARY, at):
        return
    if queries.stands_in(sitting, seat, by):
        return
    if not queries.seats_held(by, at).filter(pk=seat.pk).exists():
        raise CannotSit(_("You do not hold this seat now. Nothing was recorded."))


def _here(sitting: Sitting, seat: Seat) -> Attendance | None:
    return Attendance.objects.filter(sitting=sitting, seat=seat, until__isnull=True).first()


@transaction.atomic
def arrive(*, sitting_id: int, seat: Seat, at: datetime, by: "User") -> Attendance:
    """The seat is in the room from now on; said twice, it is there once."""
    sitting = sitting_now(sitting_id)
    _may_speak_for(seat, sitting, by, at)
    if already := _here(sitting, seat):
        return already
    row = Attendance.objects.create(sitting=sitting, seat=seat, since=at, entered_by=by)
    ledger.record(kind="council.seat.arrived", public=True, **_told(sitting, seat, by, at))
    return row


@transaction.atomic
def leave(*, sitting_id: int, seat: Seat, at: datetime, by: "User") -> Attendance:
    """The seat is gone from now on, and with it its place among the speakers."""
    sitting = sitting_now(sitting_id)
    _may_speak_for(seat, sitting, by, at)
    row = _here(sitting, seat)
    if row is None or at <= row.since:
        raise CannotSit(_("This seat is not in the room."))
    row.until = at
    row.save(update_fields=["until"])
    Turn.objects.filter(sitting=sitting, seat=seat, done_at__isnull=True).update(done_at=at)
    ledger.record(kind="council.seat.left", public=True, **_told(sitting, seat, by, at))
    return row


def _told(sitting: Sitting, seat: Seat, by: "User", at: datetime) -> dict[str, Any]:
    """What each fact of the room says. Comings and goings are public: the presence of a count is checked by them."""
    return {
        "subject": sitting.subject,
        "actor": by.code,
        "at": at,
        "about": [seat.subject],
        "seat": seat.code,
    }


# --- The floor ------------------------------------------------------------------------------------------
def _turn(sitting: Sitting, seat: Seat) -> Turn | None:
    return Turn.objects.filter(sitting=sitting, seat=seat, done_at__isnull=True).first()


@transaction.atomic
def ask_for_floor(*, sitting_id: int, seat: Seat, at: datetime, by: "User") -> Turn:
    """The seat joins the speakers' list, once."""
    sitting = sitting_now(sitting_id)
    _may_speak_for(seat, sitting, by, at)
    if already := _turn(sitting, seat):
        return already
    if not seat.speaks:
        raise CannotSit(_("The statutes give this seat no voice: it does not ask for the floor."))
    if _here(sitting, seat) is None:
        raise CannotSit(_("Check in first: the floor goes to a seat that is in the room."))
    point = sitting.points.filter(taken_up_at__isnull=False, done_at__isnull=True).first()
    turn = Turn.objects.create(sitting=sitting, seat=seat, point=point, asked_by=by, asked_at=at)
    ledger.record(kind="council.floor.asked", public=False, **_told(sitting, seat, by, at))
    return turn


@transaction.atomic
def withdraw_request(*, sitting_id: int, seat: Seat, at: datetime, by: "User") -> Turn:
    """Off the speakers' list, before being called."""
    sitting = sitting_now(sitting_id)
    _may_speak_for(seat, sitting, by, at)
    turn = _turn(sitting, seat)
    if turn is None or turn.called_at is not None:
        raise CannotSit(_("This seat does not wait for the floor."))
    turn.done_at = at
    turn.save(update_fields=["done_at"])
    ledger.record(kind="council.floor.withdrawn", public=False, **_told(sitting, seat, by, at))
    return turn


@transaction.atomic
def give_floor(*, sitting_id: int, seat: Seat, at: datetime, by: "User") -> Turn:
    """Call a seat that asked; who spoke until now is done."""
    sitting = sitting_now(sitting_id)
    turn = _turn(sitting, seat)
    if turn is None or turn.called_at is not None:
        raise CannotSit(_("This seat does not wait for the floor."))
    Turn.objects.filter(sitting=sitting, called_at__isnull=False, done_at__isnull=True).update(done_at=at)
    turn.called_at = at
    turn.save(update_fields=["called_at"])
    ledger.record(kind="council.floor.given", public=False, **_told(sitting, seat, by, at))
    return turn


@transaction.atomic
def end_turn(*, sitting_id: int, seat: Seat, at: datetime, by: "User") -> Turn:
    """The speaker is done."""
    sitting = sitting_now(sitting_id)
    turn = _turn(sitting, seat)
    if turn is None or turn.called_at is None:
        raise CannotSit(_("This seat does not have the floor."))
    turn.done_at = at
    turn.save(update_fields=["done_at"])
    ledger.record(kind="council.floor.yielded", public=False, **_told(sitting, seat, by, at))
    return turn
