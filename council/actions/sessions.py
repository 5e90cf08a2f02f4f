"""Sessions: the periods of a council's calendar. Set by two officers; at the end, what was not decided lapses."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import actions as accounts
from council import queries
from council.actions import enactment
from council.actions.motions import locked
from council.models import Body, Motion, Session
from council.rules.lifecycle import LAPSES_WITH_SESSION, ByClock, State
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import Approval, User

SET, MOVED = "council.session.set", "council.session.moved"


class CannotSetSession(Exception):
    """The session was refused; the message is fit to show."""


def ask_for_session(
    *, body: Body, title: str, since: datetime, until: datetime, by: "User", at: datetime
) -> "Approval":
    """One officer proposes a session; another agrees, or nothing changes."""
    _officer(by, body, at)
    _check(body, since, until, at)
    dates = {"since": since.isoformat(), "until": until.isoformat()}
    return accounts.request_approval(
        kind=SET, subject=body.subject, by=by, at=at, body={"body": body.code, "title": title, **dates}
    )


def ask_to_move_end(*, session: Session, until: datetime, by: "User", at: datetime) -> "Approval":
    """Prolong a session that runs, or end it sooner: what is not decided by then lapses."""
    _officer(by, session.body, at)
    _check_end(session, until, at)
    return accounts.request_approval(
        kind=MOVED, subject=session.subject, by=by, at=at, body={"until": until.isoformat()}
    )


@transaction.atomic
def agree_to_session(*, approval_id: int, by: "User", at: datetime) -> Session:
    """The second officer agrees, and it is done in the same transaction."""
    approval = accounts.give_approval(approval_id=approval_id, by=by, at=at)
    if approval.kind == MOVED:
        return _move_end(approval, by, at)
    if approval.kind != SET:
        raise CannotSetSession(_("This request is for another act."))
    body = Body.objects.select_for_update(no_key=True).get(code=approval.body["body"])
    since, until = (datetime.fromisoformat(approval.body[name]) for name in ("since", "until"))
    _officer(by, body, at)
    _check(body, since, until, at)
    try:
        with transaction.atomic():
            session = Session.objects.create(
                body=body, title=approval.body["title"], since=since, until=until
            )
    except IntegrityError as clash:
        raise CannotSetSession(_("Two sessions of a body do not overlap.")) from clash
    ledger.record(kind="council.session.set", **_told(session, by, at))
    return session


def _move_end(approval: "Approval", by: "User", at: datetime) -> Session:
    key = approval.subject.partition("/")[2]
    session = Session.objects.select_for_update(of=("self",)).select_related("body").get(key=key)
    until = datetime.fromisoformat(approval.body["until"])
    _officer(by, session.body, at)
    _check_end(session, until, at)
    session.until = until
    try:
        with transaction.atomic():
            session.save(update_fields=["until"])
    except IntegrityError as clash:
        raise CannotSetSession(_("Two sessions of a body do not overlap.")) from clash
    ledger.record(kind="council.session.moved", **_told(session, by, at))
    return session


def _told(session: Session, by: "User", at: datetime) -> dict[str, Any]:
    return {
        "subject": session.subject, "actor": by.code, "at": at, "public": True, "about": [session.body.subject],
        "since": session.since, "until": session.until,
    }  # fmt: skip


def _officer(by: "User", body: Body, at: datetime) -> None:
    if not queries.officers_may_seat(by, at, body.council):
        raise CannotSetSession(_("Only the secretary or a chair of this council sets its sessions."))


def _check(body: Body, since: datetime, until: datetime, at: datetime) -> None:
    if body.parent_id is not None:
        raise CannotSetSession(_("A session is the council’s, not one chamber’s."))
    if until <= since:
        raise CannotSetSession(_("The session would end before it begins."))
    if until <= at:
        raise CannotSetSession(_("The session would have ended already."))
    if Session.objects.filter(body=body, since__lt=until, until__gt=since).exists():
        raise CannotSetSession(_("Two sessions of a body do not overlap."))


def _check_end(session: Session, until: datetime, at: datetime) -> None:
    if session.ended_at is not None or session.until <= at:
        raise CannotSetSession(_("This session has ended; its end stands."))
    if until <= max(at, session.since):
        raise CannotSetSession(_("A session ends after it began, and not in the past."))
    open_until = queries.last_close(session.body)
    if open_until is not None and until < open_until:
        raise CannotSetSession(
            _("Voting is set until %(day)s; a session does not end before it.")
            % {"day": date_format(open_until, "DATETIME_FORMAT")}
        )


@transaction.atomic
def end_session(*, session_id: int, at: datetime) -> int:
    """At its end, by the database's time: what it has not decided lapses. How many motions; 0 if too early or done.

    It waits for the votes that close at its end.
    """
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.ended_at is not None or at < session.until:
        return 0
    if Motion.objects.open_to_ballots().filter(body=session.body_id, closes_at__lte=at).exists():
        # Another worker is to count it first: without a quorum it lapses too.
        return 0
    states = sorted(state.value for state in LAPSES_WITH_SESSION | {State.VETOED})
    left = Motion.objects.filter(body=session.body_id, state__in=states, submitted_at__lt=session.until)
    lapsed = [pk for pk in left.order_by("pk").values_list("pk", flat=True) if _lapse(pk, session, at)]
    session.ended_at = at
    session.save(update_fields=["ended_at"])
    ledger.record(
        kind="council.session.ended", subject=session.subject, actor="", at=at, public=True,
        about=[session.body.subject], lapsed=len(lapsed),
    )  # fmt: skip
    return len(lapsed)


def _lapse(motion_id: int, session: Session, at: datetime) -> bool:
    motion = locked(motion_id)
    why = _why_it_lapses(motion, session)
    if why is not None:
        enactment.lapse_motion(motion, why, at=at, of=session.subject)
    return why is not None


def _why_it_lapses(motion: Motion, session: Session) -> ByClock | None:
    """A veto stands once the session is over in which an override of it might have been asked for."""
    if motion.status in LAPSES_WITH_SESSION:
        return ByClock.SESSION
    opens = queries.override_opens(motion) if motion.status is State.VETOED else None
    return ByClock.UNCONTESTED if opens and opens < session.until else None
