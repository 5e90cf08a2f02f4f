"""A sitting that ran without the platform: declared by secretary and chair, typed from paper by two tellers.

When every sheet is agreed, the sitting enters the record in the order in which it happened. Each fact bears
both moments: ``at``, when it was entered, and ``held_at``, when it was.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts import queries as people
from accounts.rules.roles import Role
from council import queries
from council.actions.motions import CannotMove, locked, step
from council.actions.roll_calls import close_roll_call
from council.actions.sittings import CannotSit, locked_sitting
from council.actions.tellers import CannotTell, Paper, agreed, hand_in, may_tell, opened, say_of
from council.actions.voting import freeze
from council.models import Attendance, Motion, Point, Sitting, TellerSheet
from council.rules import blackout, lifecycle, roll_call
from council.rules.blackout import HELD_AT, TIMES, Happened, Unusable
from council.rules.lifecycle import ByClock, State
from council.rules.reading import canonical
from council.rules.roll_call import Lines
from council.rules.sitting import SittingState
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import Approval, User

DECLARED = "council.sitting.blacked_out"


# --- Declared by two ------------------------------------------------------------------------------------
def _offices(by: "User", sitting: Sitting, at: datetime) -> set[str]:
    held = set()
    if people.has_role(by, Role.SECRETARY, at):
        held.add("secretary")
    if queries.is_chair(by, sitting.body.council, at):
        held.add("chair")
    return held


def _may_declare(sitting: Sitting, by: "User", at: datetime) -> set[str]:
    held = _offices(by, sitting, at)
    if not held:
        raise CannotSit(_("A blackout is declared by the secretary and the chair together."))
    if sitting.notice_at is None:
        raise CannotSit(_("No notice was given of this sitting; it cannot have been held."))
    if sitting.blackout_at is not None:
        raise CannotSit(_("This sitting is declared a blackout already."))
    if sitting.status is not SittingState.CALLED:
        raise CannotSit(_("This sitting was opened here; what happened in it is on record."))
    return held


def ask_blackout(*, sitting_id: int, by: "User", at: datetime) -> "Approval":
    """The secretary or the chair says that a sitting runs, or ran, on paper; the other agrees."""
    sitting = Sitting.objects.select_related("body__parent").get(pk=sitting_id)
    _may_declare(sitting, by, at)
    return accounts.request_approval(
        kind=DECLARED, subject=sitting.subject, by=by, at=at, body={"sitting": sitting.code}
    )


@transaction.atomic
def agree_blackout(*, approval_id: int, by: "User", at: datetime) -> Sitting:
    """Secretary and chair: one asked, the other agrees. From now on it is entered from its sheets."""
    approval = accounts.give_approval(approval_id=approval_id, by=by, at=at, kind=DECLARED)
    found = queries.sitting_by_code(approval.body["sitting"])
    if found is None:
        raise CannotSit(_("There is no such sitting."))
    sitting = locked_sitting(found.pk)
    both = _may_declare(sitting, by, at) | _offices(approval.asked_by, sitting, at)
    if both != {"secretary", "chair"}:
        raise CannotSit(_("A blackout is declared by the secretary and the chair together."))
    sitting.blackout_at = at
    sitting.save(update_fields=["blackout_at"])
    ledger.record(
        kind="council.sitting.blacked_out", subject=sitting.subject, actor=by.code, at=at, public=True,
        about=[sitting.body.subject], agenda=sitting.agenda_sha256,
    )  # fmt: skip
    return sitting


# --- Typed by two ---------------------------------------------------------------------------------------
@transaction.atomic
def enter_sheet(
    *, sitting_id: int, position: int, lines: Lines, paper: str, by: "User", at: datetime
) -> TellerSheet:
    """One teller's copy of one sheet; ``paper`` is the code printed on it, of the agenda and the words it is for."""
    sitting = locked_sitting(sitting_id)
    point = _point(sitting, position, at)
    which = Paper(sitting, position)
    may_tell(by, which, at)
    if len(paper) < 8 or not queries.paper_code(sitting, point).startswith(paper):
        raise CannotTell(_("This sheet was printed for another agenda or for other words."))
    if wrong := _wrong(sitting, point, lines, at):
        raise CannotTell(_("This cannot be. Look at: %(lines)s.") % {"lines": ", ".join(wrong)})
    sheet = hand_in(which, lines, by, at)
    ledger.record(
        kind="council.sheet.entered", subject=sitting.subject, actor=by.code, at=at, public=True,
        about=[point.motion.subject] if point and point.motion else [], position=position, place=sheet.place,
        sheet=sheet.commitment,
    )  # fmt: skip
    _enter_if_agreed(sitting, by, at)
    return sheet


@transaction.atomic
def settle_sheet(*, sitting_id: int, position: int, lines: Lines, by: "User", at: datetime) -> bool:
    """What one teller says of the lines that differ; True when both say the same."""
    sitting = locked_sitting(sitting_id)
    point = _point(sitting, position, at)
    which = Paper(sitting, position)
    sheets = list(queries.sheets_of(sitting, position, None))
    if sheets and (wrong := _wrong(sitting, point, {**sheets[0].lines, **lines}, at)):
        raise CannotTell(_("This cannot be. Look at: %(lines)s.") % {"lines": ", ".join(wrong)})
    done = agreed(say_of(which, lines, by, at)) is not None
    ledger.record(
        kind="council.sheet.answered", subject=sitting.subject, actor=by.code, at=at, public=False,
        position=position,
    )  # fmt: skip
    _enter_if_agreed(sitting, by, at)
    return done


def _point(sitting: Sitting, position: int, at: datetime) -> Point | None:
    """The motion's point a sheet is of; None for the sheet of times. CannotTell while nothing is to be typed."""
    if not sitting.awaits_paper:
        raise CannotTell(_("This sitting is not one that is entered from paper."))
    if at <= sitting.starts_at:
        raise CannotTell(_("This sitting is still to come."))
    if position == TIMES:
        return None
    point = sitting.points.select_related("motion__body").filter(position=position).first()
    if point is None or point.motion is None:
        raise CannotTell(_("The agenda has no motion at this point."))
    return point


def _wrong(sitting: Sitting, point: Point | None, lines: Lines, at: datetime) -> tuple[str, ...]:
    begins = sitting.starts_at.replace(second=0, microsecond=0)
    if point is not None and point.motion is not None:
        called = queries.paper_lines(sitting, point.motion)
        return blackout.wrong_words(lines, called, not_before=begins, at=at)
    seats, points = queries.paper_times(sitting)
    return blackout.wrong_times(lines, seats=seats, points=points, not_before=begins, at=at)


# --- Into the record --------------------------------------------------------------------------------------
def _enter_if_agreed(sitting: Sitting, by: "User", at: datetime) -> None:
    """The last sheet that is agreed brings the whole sitting in."""
    voted = sitting.points.filter(motion__isnull=False).values_list("position", flat=True)
    sheets = {n: list(queries.sheets_of(sitting, n, None)) for n in (TIMES, *voted)}
    lines = {n: agreed(pair) for n, pair in sheets.items()}
    if any(found is None for found in lines.values()):
        return
    whole = {n: found for n, found in lines.items() if found is not None}
    _record_sitting(sitting, whole, sheets, by, at)


def _record_sitting(
    sitting: Sitting,
    lines: dict[int, dict[str, str]],
    sheets: dict[int, list[TellerSheet]],
    by: "User",
    at: datetime,
) -> None:
    """Presence, points and votes in the order in which they happened."""
    ends = ("since", "until")
    since, until = (blackout.moment(lines[TIMES][blackout.key("sitting", "", end)]) for end in ends)
    sitting.opened_at, sitting.closed_at, sitting.entered_at = since, until, at
    sitting.state = SittingState.CLOSED.value
    sitting.save(update_fields=["opened_at", "closed_at", "entered_at", "state"])
    told: dict[str, Any] = {"subject": sitting.subject, "actor": by.code, "at": at}
    body = [sitting.body.subject]
    ledger.record(kind="council.sitting.opened", public=True, about=body, held_at=since, **told)
    happened = blackout.order(lines[TIMES])
    votes = sorted((lines[n][HELD_AT], n) for n in lines if n != TIMES and lines[n][HELD_AT])
    refused = []
    for hour, position in votes:
        held = blackout.moment(hour)
        while happened and held and happened[0].at <= held:
            _take_in(sitting, happened.pop(0), by, at)
        if held and (why := _vote(sitting, position, held, lines[position], sheets[position], by, at)):
            refused.append({"position": position, "why": why.value})
    for one in happened:
        _take_in(sitting, one, by, at)
    _keep_presence(sitting, lines[TIMES], by)
    ledger.record(kind="council.sitting.closed", public=True, about=body, held_at=until, **told)
    _record_entry(sitting, sheets[TIMES], refused, by, at)


def _record_entry(
    sitting: Sitting, sheets: list[TellerSheet], refused: list[dict[str, Any]], by: "User", at: datetime
) -> None:
    """That it was entered from paper: when it was held, both copies of its times opened, what was not taken in."""
    papers = {"openings.jsonl": canonical({"v": 1, "sitting": sitting.code, "sheets": opened(sheets)})}
    ledger.record(
        kind="council.sitting.entered", subject=sitting.subject, actor=by.code, at=at, public=True,
        about=[sitting.body.subject], documents=papers, opened_at=sitting.opened_at,
        closed_at=sitting.closed_at, refused=refused,
    )  # fmt: skip


def _take_in(sitting: Sitting, one: Happened, by: "User", at: datetime) -> None:
    told: dict[str, Any] = {"subject": sitting.subject, "actor": by.code, "at": at, "held_at": one.at}
    if one.what == blackout.SEAT:
        ledger.record(
            kind="council.seat.arrived" if one.begins else "council.seat.left", public=True,
            about=[f"council.seat/{one.which}"], seat=one.which, **told,
        )  # fmt: skip
        return
    position = int(one.which)
    sitting.points.filter(position=position).update(**{"taken_up_at" if one.begins else "done_at": one.at})
    ledger.record(
        kind="council.point.opened" if one.begins else "council.point.finished", public=True,
        position=position, **told,
    )  # fmt: skip


def _keep_presence(sitting: Sitting, lines: Lines, by: "User") -> None:
    seats = {
        seat.code: seat for seat in queries.every_seat().filter(body__in=queries.bodies_of(sitting.body))
    }
    for what, which, began, ended in blackout.periods(lines):
        if what == blackout.SEAT and (since := blackout.moment(began)):
            until = blackout.moment(ended)
            Attendance.objects.create(
                sitting=sitting, seat=seats[which], since=since, until=until, entered_by=by
            )


def _vote(
    sitting: Sitting, position: int, held: datetime, lines: Lines, sheets: list[TellerSheet], by: "User",
    at: datetime,
) -> Unusable | None:  # fmt: skip
    """Count what was called on paper, or say why it cannot be counted."""
    point = sitting.points.get(position=position)
    if point.motion_id is None:
        return Unusable.STATE
    motion = locked(point.motion_id)
    if why := _unusable(sitting, motion, held, lines):
        return why
    try:
        with transaction.atomic():
            if motion.status is State.POSTPONED:
                step(motion, State.SCHEDULED)
            step(motion, State.VOTING_OPEN)
            voting = freeze(motion, at=at, closes_at=at, actor=by.code, sitting=sitting, held_at=held)
    except CannotMove:
        return Unusable.STATE
    close_roll_call(voting, blackout.words_of(lines), sheets, by, at)
    return None


def _unusable(sitting: Sitting, motion: Motion, held: datetime, lines: Lines) -> Unusable | None:
    if not (sitting.opened_at and sitting.closed_at and sitting.opened_at <= held <= sitting.closed_at):
        return Unusable.OUTSIDE
    by_clock = motion.reason in (ByClock.OUTAGE, ByClock.UNCALLED)
    waits = motion.status in (State.SCHEDULED, State.DEBATE)
    if not (waits or (motion.status is State.POSTPONED and by_clock)) or motion.scheduled_at is None:
        return Unusable.STATE
    if queries.is_divided(motion):
        # Its parts are put to sealed ballots, and the whole after them: not the text that was on the sheet.
        return Unusable.STATE
    dispensed = motion.urgent_at is not None and motion.urgent_at <= held
    hours = motion.rule.rule.min_notice_hours if motion.rule and not dispensed else 0
    early = motion.opens_at is not None and held < motion.opens_at
    if early or not lifecycle.notice_is_met(motion.scheduled_at, held, hours):
        return Unusable.NOTICE
    now = roll_call.lacking(queries.paper_lines(sitting, motion, held), blackout.words_of(lines))
    return Unusable.ROLL if now else None
