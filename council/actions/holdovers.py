"""A hold-over: until a successor comes, the holder of a mandate that ran out goes on, under an instrument of its own."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import actions as accounts
from council.actions.bodies import check_officer, lock_council, record_mandate, trust
from council.actions.terms import CannotSeat
from council.models import Mandate

if TYPE_CHECKING:
    from accounts.models import Approval, User

HELD_OVER = "council.mandate.held_over"
# A hold-over bridges a gap; it is no second term.
LONGEST = timedelta(days=366)


def _fit(mandate: Mandate, until: datetime, at: datetime) -> datetime:
    """When it would begin: with the end of the mandate, never in the past; or why it cannot be."""
    if mandate.holds_over_id is not None:
        raise CannotSeat(_("This is a hold-over already; it is not held over in its turn."))
    if mandate.until is None:
        raise CannotSeat(_("This mandate has no end; there is nothing to hold over."))
    if mandate.ended_by:
        raise CannotSeat(_("Only a mandate that ran out is held over, not one that was ended."))
    begins = max(mandate.until, at)
    if until <= begins:
        raise CannotSeat(_("The hold-over would end before it begins."))
    if until - mandate.until > LONGEST:
        raise CannotSeat(_("A hold-over ends within a year of the mandate that it holds over."))
    trust(mandate.seat, mandate.person, begins, until)
    return begins


def ask_to_hold_over(
    *, mandate: Mandate, until: datetime, instrument: str, by: "User", at: datetime
) -> "Approval":
    """One officer proposes it; another agrees, or the hand falls vacant."""
    check_officer(by, mandate.seat, at)
    begins = _fit(mandate, until, at)
    if mandate.seat.mandates.during(begins, until).filter(hand=mandate.hand).exists():
        raise CannotSeat(_("This hand of the seat is held by somebody in that period."))
    return accounts.request_approval(
        kind=HELD_OVER,
        subject=f"{mandate.subject}/over",
        by=by,
        at=at,
        body={
            "mandate": str(mandate.code),
            "until": until.isoformat(),
            "instrument": instrument,
        },
    )


@transaction.atomic
def hold_over(
    *, mandate: Mandate, until: datetime, instrument: str, at: datetime, actor: str = ""
) -> Mandate:
    """The same holder on the same hand from the end of the mandate. Doors come here through two persons."""
    lock_council(mandate.seat.body)
    begins = _fit(mandate, until, at)
    try:
        with transaction.atomic():
            made = Mandate.objects.create(
                seat=mandate.seat, person=mandate.person, hand=mandate.hand, since=begins, until=until, due=until,
                instrument=instrument, guardianship=mandate.guardianship, attests=mandate.attests, holds_over=mandate,
            )  # fmt: skip
    except IntegrityError as clash:
        raise CannotSeat(_("This hand of the seat is held by somebody in that period.")) from clash
    record_mandate(made, at, actor)
    return made


def agree_to_hold_over(*, approval: "Approval", by: "User", at: datetime) -> Mandate:
    """The second officer has agreed; the approval is given in the caller's transaction."""
    body = approval.body
    mandate = Mandate.objects.select_related("seat__body__parent", "person").get(code=body["mandate"])
    check_officer(by, mandate.seat, at)
    if mandate.person == by:
        raise CannotSeat(_("Nobody agrees to their own mandate."))
    until = datetime.fromisoformat(body["until"])
    return hold_over(mandate=mandate, until=until, instrument=body["instrument"], at=at, actor=by.code)
