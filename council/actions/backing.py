"""Who stands behind a motion: those who move it too, and those who ask for the emergency procedure."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from council import queries
from council.actions.motions import CannotMove, about, locked
from council.models import Backing, Mandate, Motion, Seat
from council.rules import lifecycle
from council.rules.kinds import BackingKind, MotionKind
from council.rules.lifecycle import State
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def share_draft(*, motion_id: int, by: "User", at: datetime) -> Motion:
    """Let the council's members read a draft and move it too; its words are still its mover's."""
    motion = locked(motion_id)
    if motion.mover_id != by.pk or motion.status is not State.DRAFT:
        raise CannotMove(_("Only its mover may share a draft."))
    if motion.shared_at is None:
        motion.shared_at = at
        motion.save(update_fields=["shared_at"])
        ledger.record(
            kind="council.motion.shared", subject=motion.subject, actor=by.code, at=at, public=False
        )
    return motion


@transaction.atomic
def back_motion(*, motion_id: int, kind: BackingKind, seat: Seat, by: "User", at: datetime) -> Backing:
    """One hand of a seat stands behind the motion. Twice is once."""
    motion = locked(motion_id)
    hand = _hand(motion, seat, by, at)
    _may_back(motion, kind, seat)
    given, is_new = Backing.objects.get_or_create(
        motion=motion, kind=kind.value, seat=seat, hand=hand.hand, withdrawn_at=None,
        defaults={"person": by, "at": at},
    )  # fmt: skip
    if is_new:
        told = _told(motion, given, by, at)
        if kind is BackingKind.EMERGENCY:
            ledger.record(kind="council.backing.given", public=True, **told)
        else:
            # A draft is no public matter; who moved it is told when it is submitted.
            ledger.record(kind="council.mover.joined", public=False, **told)
    return given


def _told(motion: Motion, backing: Backing, by: "User", at: datetime) -> dict[str, Any]:
    return {
        "subject": motion.subject, "actor": by.code, "at": at, "about": [*about(motion), backing.seat.subject],
        "seat": backing.seat.code, "hand": backing.hand,
    }  # fmt: skip


def _hand(motion: Motion, seat: Seat, by: "User", at: datetime) -> Mandate:
    """The mandate under which she holds the seat now."""
    held = Mandate.objects.in_force(at).filter(
        seat=seat,
        person=by.pk,
        seat__body__in=queries.bodies_of(motion.body),
        seat__abolished_at__isnull=True,
    )
    found = held.first()
    if found is None:
        raise CannotMove(_("You do not hold this seat now. Nothing was recorded."))
    return found


def _may_back(motion: Motion, kind: BackingKind, seat: Seat) -> None:
    if kind is BackingKind.MOVE:
        if motion.status is not State.DRAFT or motion.shared_at is None:
            raise CannotMove(_("Only a draft that its mover shared may be moved by others too."))
        if seat.pk == motion.mover_seat_id:
            raise CannotMove(_("This seat moves the motion already."))
        return
    if motion.kind != MotionKind.EMERGENCY.value:
        raise CannotMove(_("This motion is no emergency measure."))
    if motion.status not in lifecycle.AHEAD:
        raise CannotMove(_("The emergency procedure is asked for before voting opens."))
    if not seat.votes:
        raise CannotMove(_("This seat has no vote, so it cannot ask for the emergency procedure."))
    if motion.recusals.filter(seat=seat).exists():
        raise CannotMove(_("This seat is recused from the motion."))


@transaction.atomic
def withdraw_backing(*, motion_id: int, kind: BackingKind, seat: Seat, by: "User", at: datetime) -> Backing:
    """Taken back by who gave it, before voting opens."""
    motion = locked(motion_id)
    if motion.status is not State.DRAFT and motion.status not in lifecycle.AHEAD:
        raise CannotMove(_("Voting has opened; this stands on record."))
    given = (
        motion.backings.standing()
        .filter(kind=kind.value, seat=seat, person=by.pk)
        .select_related("seat")
        .first()
    )
    if given is None:
        raise CannotMove(_("You do not stand behind this motion for this seat."))
    if kind is BackingKind.MOVE and motion.status is not State.DRAFT:
        raise CannotMove(_("The motion has been submitted with your name; its mover may withdraw it."))
    given.withdrawn_at = at
    given.save(update_fields=["withdrawn_at"])
    told = _told(motion, given, by, at)
    if kind is BackingKind.EMERGENCY:
        ledger.record(kind="council.backing.withdrawn", public=True, **told)
    else:
        ledger.record(kind="council.mover.left", public=False, **told)
    return given
