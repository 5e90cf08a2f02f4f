"""Adopted without a vote: a consent item of a sitting, put to the room, to which no seat objects."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from council import queries
from council.actions import divided
from council.actions.bodies import lock_council
from council.actions.closing import adopted
from council.actions.concerns import uphold_open_concerns
from council.actions.motions import about, locked, step
from council.actions.sittings import CannotSit, sitting_now
from council.actions.voting import CannotOpen, still_urgent
from council.models import DecisionRule, Motion, Point, Seat, Sitting
from council.rules import lifecycle
from council.rules.lifecycle import State
from council.rules.reading import canonical, fingerprint, read_roll
from council.rules.sitting import PointKind
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def object_to_consent(*, sitting_id: int, seat: Seat, at: datetime, by: "User") -> Point:
    """A seat in the room wants a vote on the item at hand; it says no more than that."""
    sitting = sitting_now(sitting_id)
    point = _at_hand(sitting)
    if not sitting.attendance.filter(seat=seat, until__isnull=True).exists():
        raise CannotSit(_("Only a seat that is in the room objects."))
    if not seat.votes:
        raise CannotSit(_("This seat has no vote; it cannot ask for one."))
    if point.objected_by_id is None:
        point.objected_by, point.objected_at = seat, at
        point.save(update_fields=["objected_by", "objected_at"])
        ledger.record(
            kind="council.consent.refused",
            subject=sitting.subject,
            actor=by.code,
            at=at,
            public=True,
            about=[point.motion.subject, seat.subject] if point.motion else [seat.subject],
            position=point.position,
            seat=seat.code,
            motion=point.motion.code if point.motion else "",
        )
    return point


def _at_hand(sitting: Sitting) -> Point:
    point = queries.current_point(sitting)
    if point is None or point.kind != PointKind.CONSENT.value or point.motion is None:
        raise CannotSit(_("The sitting is at no consent item with a motion."))
    return point


@transaction.atomic
def adopt_unopposed(*, sitting_id: int, at: datetime, by: "User") -> Motion:
    """The secretary says that nobody objected: the motion at hand is adopted, in the room's presence."""
    found = Point.objects.filter(sitting=sitting_id, taken_up_at__isnull=False, done_at__isnull=True).first()
    # The motion before the sitting, as a close takes them: the two never wait for each other.
    motion = locked(found.motion_id) if found and found.motion_id else None
    sitting = sitting_now(sitting_id)
    point = _at_hand(sitting)
    if motion is None or motion.pk != point.motion_id:
        raise CannotSit(_("The sitting is at no consent item with a motion."))
    rule = _may_be_unopposed(motion, point, at)
    lock_council(motion.body)
    try:
        still_urgent(motion, at)
    except CannotOpen as refusal:
        raise CannotSit(str(refusal)) from refusal
    if not all(chamber.quorate in (True, None) for chamber in queries.in_the_room(sitting, at)):
        raise CannotSit(_("Not enough are in the room: without a quorum nothing is adopted."))
    _adopt(motion, sitting, rule, by, at)
    point.done_at = at
    point.save(update_fields=["done_at"])
    return motion


def _may_be_unopposed(motion: Motion, point: Point, at: datetime) -> DecisionRule:
    rule = motion.rule
    if rule is None or not rule.rule.no_objection:
        raise CannotSit(_("The rule of this motion asks for a vote."))
    if motion.status not in (State.SCHEDULED, State.DEBATE) or motion.scheduled_at is None:
        raise CannotSit(_("Only a motion that is scheduled is adopted without a vote."))
    if queries.is_divided(motion):
        raise CannotSit(str(divided.BY_PARTS))
    if motion.words_sha256() != motion.text_sha256:
        raise CannotSit(_("The words of this motion are not those that were scheduled."))
    notice = 0 if motion.urgent_at else rule.rule.min_notice_hours
    if not lifecycle.notice_is_met(motion.scheduled_at, at, notice):
        raise CannotSit(_("The notice that the rule asks for is not over."))
    if point.objected_by_id is not None:
        raise CannotSit(_("A seat objected: the motion is put to the vote."))
    return rule


def _adopt(motion: Motion, sitting: Sitting, rule: DecisionRule, by: "User", at: datetime) -> None:
    here = sitting.attendance.filter(until__isnull=True, since__lte=at).values_list("seat__code", flat=True)
    roll = queries.roll_now(motion, 0, at)
    # One line: the seats in office, and who of them was in the room when nobody objected.
    line = roll | {"sittings": [sitting.subject], "present": sorted(here)}
    uphold_open_concerns(motion, at)
    step(motion, State.ADOPTED)
    motion.decided_at = motion.unopposed_at = at
    ledger.record(
        kind="council.motion.unopposed",
        subject=motion.subject,
        actor=by.code,
        at=at,
        public=True,
        about=[*about(motion), sitting.subject],
        documents={f"rules/{rule.sha256}.json": rule.canonical, "rolls.jsonl": canonical(line)},
        rule=rule.sha256,
        roll=fingerprint(line),
        text=motion.text_sha256,
        affects=motion.touched,
        purpose="vote",
    )
    adopted(motion, rule.rule, read_roll({"seats": roll["seats"]}), at)
