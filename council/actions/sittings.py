"""A sitting: called, its agenda put in order and published with the notice, opened, adjourned, closed.

The sitting's row is the lock of everything that happens in it, the count of its votes included.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from council import queries
from council.actions import letters
from council.models import Attendance, Body, Minutes, Motion, Point, Sitting, Turn
from council.rules.reading import fingerprint
from council.rules.sitting import PointKind, SittingState, may_become
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User

MOST_POINTS = 60


class CannotSit(Exception):
    """The sitting did not take that step; the message is fit to show."""


def locked_sitting(sitting_id: int) -> Sitting:
    """The sitting, held until commit."""
    return (
        Sitting.objects.select_for_update(of=("self",))
        .select_related("body__organisation", "body__parent")
        .get(pk=sitting_id)
    )


def code_of(by: "User | None") -> str:
    return by.code if by else ""


@transaction.atomic
def call_sitting(
    *,
    body: Body,
    starts_at: datetime,
    place: str,
    at: datetime,
    number: str = "",
    by: "User | None" = None,
) -> Sitting:
    """Call a sitting; without a number it gets the body's next one of that year."""
    if starts_at <= at:
        raise CannotSit(_("A sitting is called for a time that is still to come."))
    # The body's row is the lock of its numbers.
    Body.objects.select_for_update().get(pk=body.pk)
    number = number or _next_number(body, starts_at)
    sitting, made = Sitting.objects.get_or_create(
        body=body, number=number, defaults={"starts_at": starts_at, "place": place, "called_at": at}
    )
    if made:
        ledger.record(
            kind="council.sitting.called",
            subject=sitting.subject,
            actor=code_of(by),
            at=at,
            public=True,
            about=[body.subject],
            starts_at=starts_at,
        )
    return sitting


def _next_number(body: Body, starts_at: datetime) -> str:
    """``<year>-<n>`` among the body's own."""
    prefix = f"{starts_at.year}-"
    taken = Sitting.objects.filter(body=body, number__startswith=prefix).values_list("number", flat=True)
    used = (int(number.removeprefix(prefix)) for number in taken if number.removeprefix(prefix).isdecimal())
    return f"{prefix}{max(used, default=0) + 1}"


# --- The agenda, until the notice ---------------------------------------------------------------------
def _unpublished(sitting_id: int) -> Sitting:
    sitting = locked_sitting(sitting_id)
    if sitting.notice_at is not None:
        raise CannotSit(_("The agenda was published with the notice; it is no longer edited."))
    return sitting


@transaction.atomic
def add_point(
    *,
    sitting_id: int,
    kind: str,
    at: datetime,
    by: "User",
    title: str = "",
    motion: Motion | None = None,
    minutes: Minutes | None = None,
) -> Point:
    """Put a point at the end of the order of the day."""
    sitting = _unpublished(sitting_id)
    if kind == PointKind.MINUTES:
        title, motion = "", None
        _check_minutes(sitting, minutes)
    elif motion is None and (not title or kind == PointKind.MOTION):
        raise CannotSit(_("Say what the point is about: a motion, or a title."))
    else:
        minutes = None
    if motion is not None and not queries.motions_for_agenda(sitting).filter(pk=motion.pk).exists():
        raise CannotSit(_("This motion is not one that this sitting can still take up."))
    taken = list(sitting.points.values_list("position", "motion"))
    if motion is not None and any(held == motion.pk for _position, held in taken):
        raise CannotSit(_("This motion already stands on the agenda."))
    if len(taken) >= MOST_POINTS:
        raise CannotSit(_("The agenda is full."))
    position = max((position for position, _motion in taken), default=0) + 1
    point = Point.objects.create(
        sitting=sitting,
        kind=PointKind(kind).value,
        title=title,
        motion=motion,
        minutes=minutes,
        position=position,
    )
    _edited(sitting, by, at)
    return point


def _check_minutes(sitting: Sitting, minutes: Minutes | None) -> None:
    if minutes is None or not queries.minutes_for_agenda(sitting).filter(pk=minutes.pk).exists():
        raise CannotSit(_("Choose minutes of this body that are published and wait for approval."))
    if sitting.points.filter(minutes=minutes).exists():
        raise CannotSit(_("These minutes already stand on the agenda."))


def _edited(sitting: Sitting, by: "User", at: datetime) -> None:
    ledger.record(
        kind="council.agenda.edited", subject=sitting.subject, actor=by.code, at=at, public=False,
        points=sitting.points.count(),
    )  # fmt: skip


def _point(sitting: Sitting, position: int) -> Point:
    point = sitting.points.select_related("motion").filter(position=position).first()
    if point is None:
        raise CannotSit(_("The agenda has no such point."))
    return point


@transaction.atomic
def remove_point(*, sitting_id: int, position: int, at: datetime, by: "User") -> None:
    """Take a point off; those after it move up."""
    sitting = _unpublished(sitting_id)
    _point(sitting, position).delete()
    sitting.points.filter(position__gt=position).update(position=F("position") - 1)
    _edited(sitting, by, at)


@transaction.atomic
def raise_point(*, sitting_id: int, position: int, at: datetime, by: "User") -> None:
    """Let a point change places with the one before it."""
    sitting = _unpublished(sitting_id)
    point = _point(sitting, position)
    before = sitting.points.filter(position__lt=position).order_by("-position").first()
    if before is None:
        raise CannotSit(_("This is the first point already."))
    point.position, before.position = before.position, point.position
    before.save(update_fields=["position"])
    point.save(update_fields=["position"])
    _edited(sitting, by, at)


@transaction.atomic
def publish_agenda(*, sitting_id: int, at: datetime, by: "User") -> Sitting:
    """Give notice: from now on the agenda is public, and nobody edits it."""
    sitting = _unpublished(sitting_id)
    if sitting.status is not SittingState.CALLED:
        raise CannotSit(_("Notice is given before a sitting opens."))
    if not sitting.points.exists():
        raise CannotSit(_("The agenda is empty: put at least one point on it."))
    sitting.notice_at = at
    sitting.agenda_sha256 = fingerprint(queries.agenda_paper(sitting))
    sitting.save(update_fields=["notice_at", "agenda_sha256"])
    ledger.record(
        kind="council.agenda.published",
        subject=sitting.subject,
        actor=by.code,
        at=at,
        public=True,
        about=[sitting.body.subject, *_motions_on(sitting)],
        agenda=sitting.agenda_sha256,
        motions=_motions_on(sitting),
        starts_at=sitting.starts_at,
    )
    letters.convene(sitting, by=by, at=at)
    return sitting


def _motions_on(sitting: Sitting) -> list[str]:
    points = sitting.points.select_related("motion").filter(motion__isnull=False)
    return [point.motion.subject for point in points if point.motion]


# --- Its life -------------------------------------------------------------------------------------------
def _move(sitting: Sitting, to: SittingState) -> None:
    if not may_become(sitting.status, to):
        raise CannotSit(
            _("This sitting is “%(state)s”; that step is not open to it.")
            % {"state": sitting.get_state_display()}
        )
    sitting.state = to.value


@transaction.atomic
def open_sitting(*, sitting_id: int, at: datetime, by: "User") -> Sitting:
    """Open it, or open it again after an adjournment; who is there checks in anew."""
    sitting = locked_sitting(sitting_id)
    _move(sitting, SittingState.OPEN)
    if sitting.notice_at is None:
        raise CannotSit(_("Publish the agenda first: nobody sits without notice."))
    if sitting.blackout_at is not None:
        raise CannotSit(_("This sitting runs on paper; two tellers enter it from its sheets."))
    hour = sitting.resumes_at or sitting.starts_at
    if at < hour:
        # Who trusts the notice would come to a sitting that had begun without her.
        raise CannotSit(
            _("It was called for %(hour)s; nobody opens it before.")
            % {"hour": date_format(hour, "DATETIME_FORMAT")}
        )
    sitting.opened_at, sitting.resumes_at = sitting.opened_at or at, None
    sitting.save(update_fields=["state", "opened_at", "resumes_at"])
    ledger.record(kind="council.sitting.opened", public=True, **_told(sitting, by, at))
    return sitting


@transaction.atomic
def adjourn_sitting(
    *, sitting_id: int, at: datetime, by: "User", resumes_at: datetime | None = None
) -> Sitting:
    """Break it off until another hour; nobody is present meanwhile."""
    sitting = locked_sitting(sitting_id)
    _move(sitting, SittingState.ADJOURNED)
    if resumes_at is not None and resumes_at <= at:
        raise CannotSit(_("It resumes at a time that is still to come."))
    _empty_room(sitting, at)
    sitting.resumes_at = resumes_at
    sitting.save(update_fields=["state", "resumes_at"])
    ledger.record(kind="council.sitting.adjourned", public=True, **_told(sitting, by, at))
    letters.tell_expected(sitting, "adjourned", at=at)
    return sitting


@transaction.atomic
def move_sitting(*, sitting_id: int, hour: datetime, place: str, at: datetime, by: "User") -> Sitting:
    """Another hour or place, before it opens or while it is adjourned; whoever was convened is told."""
    sitting = locked_sitting(sitting_id)
    if sitting.status not in (SittingState.CALLED, SittingState.ADJOURNED):
        raise CannotSit(_("Only a sitting that is called or adjourned is moved."))
    if hour <= at:
        raise CannotSit(_("A sitting is called for a time that is still to come."))
    if (hour, place) == (queries.hour_of(sitting), sitting.place):
        raise CannotSit(_("This is the hour and the place it has already."))
    if sitting.status is SittingState.CALLED:
        sitting.starts_at = hour
    else:
        sitting.resumes_at = hour
    sitting.place, sitting.moved_at = place, at
    if sitting.notice_at is not None:
        # Hour and place are part of what the notice fixed: its hash says that they changed.
        sitting.agenda_sha256 = fingerprint(queries.agenda_paper(sitting))
    sitting.save(update_fields=["starts_at", "resumes_at", "place", "moved_at", "agenda_sha256"])
    ledger.record(
        kind="council.sitting.moved", public=True, **_told(sitting, by, at), starts_at=hour,
        agenda=sitting.agenda_sha256,
    )  # fmt: skip
    letters.tell_expected(sitting, "moved", at=at)
    return sitting


@transaction.atomic
def close_sitting(*, sitting_id: int, at: datetime, by: "User") -> Sitting:
    sitting = locked_sitting(sitting_id)
    _move(sitting, SittingState.CLOSED)
    _empty_room(sitting, at)
    sitting.closed_at, sitting.resumes_at = at, None
    sitting.save(update_fields=["state", "closed_at", "resumes_at"])
    ledger.record(
        kind="council.sitting.closed", subject=sitting.subject, actor=by.code, at=at, public=True,
        about=[sitting.body.subject],
    )  # fmt: skip
    return sitting


def _empty_room(sitting: Sitting, at: datetime) -> None:
    """Everybody leaves, the floor is free, the point at hand is left where it stands."""
    Attendance.objects.filter(sitting=sitting, until__isnull=True, since__lt=at).update(until=at)
    # Came in the very moment it ended: was never there.
    Attendance.objects.filter(sitting=sitting, until__isnull=True).delete()
    Turn.objects.filter(sitting=sitting, done_at__isnull=True).update(done_at=at)
    sitting.points.filter(taken_up_at__isnull=False, done_at__isnull=True).update(done_at=at)


def _told(sitting: Sitting, by: "User", at: datetime) -> dict[str, Any]:
    """What each fact of a sitting's life says."""
    return {"subject": sitting.subject, "actor": by.code, "at": at, "about": [sitting.body.subject]}


# --- Point by point ---------------------------------------------------------------------------------------
def sitting_now(sitting_id: int) -> Sitting:
    sitting = locked_sitting(sitting_id)
    if not sitting.is_open:
        raise CannotSit(_("This sitting is not open now."))
    return sitting


@transaction.atomic
def take_up_point(*, sitting_id: int, position: int, at: datetime, by: "User") -> Point:
    """Turn to a point; the one before it is done."""
    sitting = sitting_now(sitting_id)
    point = _point(sitting, position)
    if point.is_current:
        raise CannotSit(_("The sitting is at this point already."))
    sitting.points.filter(taken_up_at__isnull=False, done_at__isnull=True).update(done_at=at)
    point.taken_up_at, point.done_at = at, None
    point.save(update_fields=["taken_up_at", "done_at"])
    ledger.record(kind="council.point.opened", public=True, **_told_point(sitting, point, by, at))
    return point


@transaction.atomic
def finish_point(*, sitting_id: int, position: int, at: datetime, by: "User") -> Point:
    sitting = sitting_now(sitting_id)
    point = _point(sitting, position)
    if not point.is_current:
        raise CannotSit(_("The sitting is not at this point."))
    point.done_at = at
    point.save(update_fields=["done_at"])
    ledger.record(kind="council.point.finished", public=True, **_told_point(sitting, point, by, at))
    return point


def _told_point(sitting: Sitting, point: Point, by: "User", at: datetime) -> dict[str, Any]:
    about = [point.motion.subject] if point.motion else []
    return _told(sitting, by, at) | {"about": about, "position": point.position}
