"""Interests declared in public, and recusals: mandatory, voluntary, or upon a challenge."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import queries as people
from accounts.rules.roles import Role
from council import queries
from council.actions.bodies import lock_council
from council.actions.motions import CannotMove, locked, recuse_seat
from council.models import Challenge, Interest, Motion, Recusal, Seat
from council.rules import lifecycle, recusals
from council.rules.recusals import Kind, Ruling, WhyNotRule
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


class CannotRecuse(CannotMove):
    """The declaration, recusal or challenge was refused; the message is fit to show."""


# --- The register -----------------------------------------------------------------------------------
@transaction.atomic
def declare_interest(*, seat: Seat, what: str, by: "User", at: datetime) -> Interest:
    """A holder says what she has a stake in; everybody reads it, and it ends with her mandate."""
    claim = queries.own_claim(seat, by, at)
    if claim is None:
        raise CannotRecuse(_("Only who holds a seat declares its interests."))
    if not what.strip():
        raise CannotRecuse(_("Say what the interest is; the register is public."))
    interest = Interest.objects.create(seat=seat, mandate=claim.mandate, what=what.strip(), declared_at=at)
    _record_interest(interest, at)
    return interest


@transaction.atomic
def withdraw_interest(*, code: UUID, by: "User", at: datetime) -> Interest:
    """It no longer holds: the register keeps it, with the day it was withdrawn."""
    interest = _held(code)
    if interest.mandate.person_id != by.pk:
        raise CannotRecuse(_("Only who declared an interest withdraws it."))
    if interest.withdrawn_at is not None:
        raise CannotRecuse(_("This interest was withdrawn already."))
    interest.withdrawn_at = at
    interest.save(update_fields=["withdrawn_at"])
    _record_interest(interest, at)
    return interest


def _held(code: UUID) -> Interest:
    """Held by who withdraws it and by who recuses for it: the record has them in that order."""
    rows = Interest.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("seat__body__parent", "mandate").get(code=code)


def _record_interest(interest: Interest, at: datetime) -> None:
    ledger.record(
        kind="council.interest.withdrawn" if interest.withdrawn_at else "council.interest.declared",
        subject=interest.seat.subject,
        actor=interest.seat.subject,
        at=at,
        public=True,
        seat=interest.seat.code,
        interest=str(interest.code),
    )


# --- Recusal ----------------------------------------------------------------------------------------
@transaction.atomic
def recuse_for_interest(*, motion_id: int, interest: Interest, by: "User", at: datetime) -> Recusal:
    """Mandatory: the secretary, with an interest that the seat itself declared."""
    if not people.has_role(by, Role.SECRETARY, at):
        raise CannotRecuse(_("Only the secretary recuses a seat for its declared interest."))
    interest = _held(interest.code)
    motion = _before_the_vote(motion_id, interest.seat)
    # Its mandate ends under this lock.
    lock_council(motion.body)
    if not queries.interest_holds(interest, at):
        raise CannotRecuse(_("This interest was withdrawn, or ended with the mandate it was declared under."))
    return recuse_seat(
        motion_id=motion.pk, seat=interest.seat, kind=Kind.MANDATORY.value, reason=interest.what, by=by, at=at,
        interest=interest,
    )  # fmt: skip


@transaction.atomic
def recuse_oneself(*, motion_id: int, seat: Seat, reason: str, by: "User", at: datetime) -> Recusal:
    """Voluntary: who holds the seat, with a reason that everybody reads."""
    if queries.own_claim(seat, by, at) is None:
        raise CannotRecuse(_("Only who holds a seat recuses it of her own accord."))
    motion = _before_the_vote(motion_id, seat)
    return recuse_seat(
        motion_id=motion.pk, seat=seat, kind=Kind.VOLUNTARY.value, reason=_said(reason), by=by, at=at
    )


def _said(reason: str) -> str:
    if not reason.strip():
        raise CannotRecuse(_("Say why; the reason is public."))
    return reason.strip()


def _before_the_vote(motion_id: int, seat: Seat) -> Motion:
    """The motion, locked, with the seat in its council and not recused yet."""
    motion = locked(motion_id)
    if motion.status not in lifecycle.AHEAD:
        raise CannotRecuse(_("A seat is recused before voting opens."))
    if seat.body.council != motion.body:
        raise CannotRecuse(_("This seat is not in the council of this motion."))
    if motion.recusals.filter(seat=seat).exists():
        raise CannotRecuse(_("This seat is recused from this motion already."))
    return motion


# --- Challenge --------------------------------------------------------------------------------------
@transaction.atomic
def challenge_seat(*, motion_id: int, seat: Seat, reason: str, by: "User", at: datetime) -> Challenge:
    """Any member of the council says, with a reason, that a seat should take no part."""
    motion = _before_the_vote(motion_id, seat)
    own = queries.seats_held(by, at).filter(body__in=queries.bodies_of(motion.body)).first()
    if own is None:
        raise CannotRecuse(_("Only a member of this council challenges a seat."))
    if queries.own_claim(seat, by, at) is not None:
        raise CannotRecuse(_("You hold this seat: recuse it yourself."))
    try:
        with transaction.atomic():
            challenge = Challenge.objects.create(
                motion=motion, seat=seat, by_seat=own, filed_by=by, reason=_said(reason), filed_at=at
            )
    except IntegrityError as clash:
        raise CannotRecuse(
            _("This seat is challenged already; the chair or the secretary rules first.")
        ) from clash
    _record_challenge(challenge, own.subject, at, by_seat=own.code)
    return challenge


@transaction.atomic
def rule_on_challenge(*, code: UUID, ruling: Ruling, reason: str, by: "User", at: datetime) -> Challenge:
    """Upheld, the seat is recused in the same moment; dismissed, it takes part. The reason is public."""
    found = Challenge.objects.select_related("seat__body__parent", "filed_by").get(code=code)
    motion = locked(found.motion_id)
    challenge = (
        Challenge.objects.select_for_update(of=("self",)).select_related("seat", "by_seat").get(pk=found.pk)
    )
    holders = list(found.seat.mandates.in_force(at).values_list("person__code", flat=True))
    why = recusals.ruling_refusal(
        by.code,
        found.filed_by.code,
        holders,
        officer=queries.officers_may_seat(by, at, motion.body),
        ruled=challenge.ruled_at is not None,
    )
    if why:
        raise CannotRecuse(_sentence(why))
    challenge.ruling, challenge.ruling_reason = ruling.value, _said(reason)
    challenge.ruled_by, challenge.ruled_at = by, at
    challenge.save(update_fields=["ruling", "ruling_reason", "ruled_by", "ruled_at"])
    _record_challenge(challenge, "", at, ruling=ruling.value)
    if ruling is Ruling.UPHELD:
        _before_the_vote(motion.pk, found.seat)
        recuse_seat(
            motion_id=motion.pk,
            seat=found.seat,
            kind=Kind.UPHELD.value,
            reason=challenge.reason,
            by=by,
            at=at,
        )
    return challenge


def _record_challenge(challenge: Challenge, actor: str, at: datetime, **body: Any) -> None:
    ledger.record(
        kind="council.challenge.ruled" if challenge.ruling else "council.challenge.filed",
        subject=challenge.motion.subject,
        actor=actor,
        at=at,
        public=True,
        about=[challenge.seat.subject],
        seat=challenge.seat.code,
        challenge=str(challenge.code),
        **body,
    )


def _sentence(why: WhyNotRule) -> str:
    return {
        WhyNotRule.RULED: _("This challenge has been ruled on."),
        WhyNotRule.CHALLENGER: _("Who challenges a seat does not rule on it."),
        WhyNotRule.CHALLENGED: _("Who holds the challenged seat does not rule on it."),
        WhyNotRule.NO_OFFICER: _("Only the secretary or a chair of this council rules on a challenge."),
    }[why]
