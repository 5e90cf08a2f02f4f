"""A seat is abolished by two persons, once nobody holds it; and every change of seats that a second one agrees to."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import actions as accounts
from council import queries
from council.actions.bodies import CannotSeat, agree_to_seat_change, lock_council
from council.actions.composition import COMPOSED, agree_to_compose
from council.actions.holdovers import HELD_OVER, agree_to_hold_over
from council.actions.substitutes import (
    SUBSTITUTE_NAMED,
    SUBSTITUTE_UNNAMED,
    agree_to_substitute,
    unname_substitute,
)
from council.models import Body, Mandate, Seat, Substitute
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import Approval, User

SEAT_ABOLISHED = "council.seat.abolished"


def ask_to_abolish(*, seat: Seat, by: "User", at: datetime) -> "Approval":
    """One officer proposes that a seat should cease; another agrees, or it stands."""
    _may(seat, by, at)
    return accounts.request_approval(
        kind=SEAT_ABOLISHED, subject=seat.subject, by=by, at=at, body={"seat": seat.code}
    )


def _may(seat: Seat, by: "User", at: datetime) -> None:
    if not queries.officers_may_seat(by, at, seat.body.council):
        raise CannotSeat(_("Only the secretary or a chair of this council may change its seats."))
    if seat.abolished_at is not None:
        raise CannotSeat(_("This seat is abolished already."))
    if seat.mandates.filter(Q(until__isnull=True) | Q(until__gt=at)).exists():
        raise CannotSeat(_("A mandate for this seat runs or is to come; end it first."))


@transaction.atomic
def abolish_seat(*, seat: Seat, by: "User", at: datetime) -> Seat:
    """Doors come here through two persons. The seat keeps its history; no roll names it from now on."""
    held = Seat.objects.select_for_update(no_key=True, of=("self",)).select_related("body__parent")
    seat = held.get(pk=seat.pk)
    # After the seat, as a call takes them: no mandate is given to it meanwhile, and no roll frozen that has it.
    lock_council(seat.body)
    _may(seat, by, at)
    seat.abolished_at = at
    seat.save(update_fields=["abolished_at"])
    ledger.record(
        kind="council.seat.abolished",
        subject=seat.subject,
        actor=by.code,
        at=at,
        public=True,
        about=[seat.body.subject],
        body_code=seat.body.code,
    )
    return seat


@transaction.atomic
def agree_to_change(*, approval_id: int, by: "User", at: datetime) -> Mandate | Substitute | Seat | Body:
    """The second officer agrees to whatever change of seats was asked, and it is done in the same transaction."""
    asked = queries.seat_changes(at).filter(pk=approval_id).first()
    if asked is None or asked.kind not in (
        SUBSTITUTE_NAMED,
        SUBSTITUTE_UNNAMED,
        SEAT_ABOLISHED,
        HELD_OVER,
        COMPOSED,
    ):
        return agree_to_seat_change(approval_id=approval_id, by=by, at=at)
    approval = accounts.give_approval(approval_id=approval_id, by=by, at=at, kind=asked.kind)
    if approval.kind == COMPOSED:
        return agree_to_compose(approval=approval, by=by, at=at)
    if approval.kind == HELD_OVER:
        return agree_to_hold_over(approval=approval, by=by, at=at)
    if approval.kind == SUBSTITUTE_NAMED:
        return agree_to_substitute(approval=approval, by=by, at=at)
    if approval.kind == SUBSTITUTE_UNNAMED:
        return unname_substitute(code=UUID(approval.body["substitute"]), by=by, at=at)
    seat = Seat.objects.select_related("body__parent").get(code=approval.body["seat"])
    return abolish_seat(seat=seat, by=by, at=at)
