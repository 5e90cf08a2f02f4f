"""Nominations: a person for a seat, her own word on it, and the mandate that a motion gives."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from council import queries
from council.actions.bodies import CannotSeat, appoint, check_seating
from council.actions.letters import tell_of_nomination
from council.models import Motion, Nomination, Seat
from council.rules import nominations
from council.rules.nominations import State
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


class CannotNominate(CannotSeat):
    """The nomination or the answer was refused; the message is fit to show."""


@transaction.atomic
def nominate(
    *,
    seat: Seat,
    person: "User",
    by: "User",
    at: datetime,
    hand: int = 1,
    since: datetime | None = None,
    until: datetime | None = None,
    attests: Iterable[str] = (),
) -> Nomination:
    """A member or an officer of the council proposes a person for a seat. She is asked by letter."""
    council = seat.body.council
    if not (queries.is_member(by, council, at) or queries.officers_may_seat(by, at, council)):
        raise CannotNominate(_("Only a member or an officer of this council nominates for its seats."))
    if person == by:
        raise CannotNominate(_("Nobody proposes themselves for a seat."))
    attested = check_seating(seat, person, hand, since or at, until, attests)
    try:
        with transaction.atomic():
            made = Nomination.objects.create(
                seat=seat,
                hand=hand,
                person=person,
                since=since,
                until=until,
                attests=attested,
                made_by=by,
                made_at=at,
            )
    except IntegrityError as clash:
        raise CannotNominate(_("This person is nominated for this seat already.")) from clash
    _record(made, by.code, at)
    tell_of_nomination(made, at=at)
    return made


@transaction.atomic
def answer_nomination(*, code: UUID, accepts: bool, by: "User", at: datetime) -> Nomination:
    """Its person accepts, or declines; declining is open to her until the mandate is given."""
    found = _locked(code)
    if found.person_id != by.pk:
        raise CannotNominate(_("Only who is nominated answers."))
    return _move(found, State.ACCEPTED if accepts else State.DECLINED, by, at)


@transaction.atomic
def withdraw_nomination(*, code: UUID, by: "User", at: datetime) -> Nomination:
    """Who made it takes it back."""
    found = _locked(code)
    if found.made_by_id != by.pk:
        raise CannotNominate(_("Only who nominated takes it back."))
    return _move(found, State.WITHDRAWN, by, at)


def give_mandate(motion: Motion, at: datetime) -> dict[str, Any]:
    """What the adoption of an appointment does: the mandate, with the motion as its instrument."""
    named = queries.nomination_named(motion.act)
    if named is None:
        return {}
    found = _locked(named.code)
    if not nominations.may(found.status, State.GIVEN):
        raise CannotNominate(_("The nomination no longer stands."))
    with translation.override(motion.language):
        instrument = _("Motion %(number)s") % {"number": motion.code}
    begins = max(found.since, at) if found.since else at
    mandate = appoint(
        seat=found.seat, person=found.person, hand=found.hand, since=begins, until=found.until, attests=found.attests,
        instrument=instrument, at=at, actor=motion.body.subject, motion=motion.subject,
    )  # fmt: skip
    found.state = State.GIVEN.value
    found.save(update_fields=["state"])
    return {"mandate": mandate.subject}


def _locked(code: UUID) -> Nomination:
    rows = Nomination.objects.select_for_update(of=("self",)).select_related("seat__body__parent", "person")
    return rows.get(code=code)


def _move(found: Nomination, to: State, by: "User", at: datetime) -> Nomination:
    if not nominations.may(found.status, to):
        raise CannotNominate(_("This nomination is answered, withdrawn or given already."))
    found.state, found.answered_at = to.value, at
    found.save(update_fields=["state", "answered_at"])
    _record(found, by.code, at)
    return found


def _record(found: Nomination, actor: str, at: datetime) -> None:
    """Nothing of it is public before its person agreed."""
    ledger.record(
        kind="council.nomination.made" if found.status is State.ASKED else "council.nomination.answered",
        subject=found.subject, actor=actor, at=at, public=False, about=[found.seat.subject],
        seat=found.seat.code, hand=found.hand, state=found.state,
    )  # fmt: skip
