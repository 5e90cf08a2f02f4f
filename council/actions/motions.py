"""A motion from its draft to the day it is scheduled, and off the table again."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from council import queries
from council.actions import divided, petitions
from council.actions.emergencies import CannotDeclare, check_procedure
from council.models import AgendaItem, Body, DecisionRule, Interest, Motion, Recusal, Seat
from council.rules import lifecycle
from council.rules.kinds import ABOUT_A_MOTION, BackingKind, MotionKind
from council.rules.lifecycle import ByClock, State
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


class CannotMove(Exception):
    """The step was refused; the message is fit to show."""


def locked(motion_id: int) -> Motion:
    """The motion, held until commit: every step of its life takes this lock."""
    return (
        Motion.objects.select_for_update(no_key=True, of=("self",)).select_related("body").get(pk=motion_id)
    )


def step(motion: Motion, to: State) -> None:
    """Move along the table, or say where it stands."""
    try:
        motion.state = lifecycle.move(motion.status, to).value
    except lifecycle.Refused as refused:
        raise CannotMove(
            _("This motion is “%(state)s”; that step is not open to it.")
            % {"state": motion.get_state_display()}
        ) from refused


@transaction.atomic
def draft_motion(
    *,
    body: Body,
    kind: MotionKind,
    title: str,
    summary: str,
    text: str,
    mover: "User",
    at: datetime,
    act: str = "",
    origin: str = "",
    evidence: Iterable[str] = (),
    affects: Iterable[str] = (),
    suspends: Iterable[str] = (),
    in_force_on: date | None = None,
    language: str = "en",
) -> Motion:
    """A member's draft: hers alone until she submits it."""
    seat = queries.seats_held(mover, at).filter(body__in=queries.bodies_of(body)).first()
    if seat is None:
        raise CannotMove(_("Only a member of this council may move a motion."))
    motion = Motion.objects.create(
        body=body, kind=kind.value, title=title, summary=summary, text=text, language=language,
        act=act, origin=origin, evidence=list(evidence), affects=sorted(affects), suspends=sorted(suspends),
        base_sha256=_base_of(body, kind, act), mover=mover, mover_seat=seat, in_force_on=in_force_on,
        drafted_at=at,
    )  # fmt: skip
    ledger.record(
        kind="council.motion.drafted", subject=motion.subject, actor=mover.code, at=at, public=False
    )
    return motion


def _base_of(body: Body, kind: MotionKind, act: str) -> str:
    """The words that an amendment from the floor is written against, by hash; "" for all other motions."""
    if kind not in ABOUT_A_MOTION:
        return ""
    target = queries.motion_named(act)
    if target is None or target.body_id != body.pk or target.status not in lifecycle.AHEAD:
        raise CannotMove(_("Name the motion it is about: one of this council that is still ahead."))
    if MotionKind(target.kind) in ABOUT_A_MOTION:
        raise CannotMove(_("That motion is itself about another; it is voted on as it stands."))
    if kind is MotionKind.FLOOR_AMENDMENT and queries.is_divided(target):
        raise CannotMove(str(divided.TEXT_OF_PARTS))
    return target.words_sha256() if kind is MotionKind.FLOOR_AMENDMENT else ""


@transaction.atomic
def revise_draft(*, motion_id: int, by: "User", at: datetime, **words: Any) -> Motion:
    """Change the words of one's own draft; nobody changes them once it is submitted."""
    motion = locked(motion_id)
    if motion.mover_id != by.pk:
        raise CannotMove(_("Only its mover may change a draft."))
    if motion.status is not State.DRAFT:
        raise CannotMove(_("This motion has been submitted; its words stand."))
    for name in ("kind", "title", "summary", "text", "act", "origin", "evidence", "affects", "suspends", "language",
                 "in_force_on"):  # fmt: skip
        if name in words:
            setattr(motion, name, words[name])
    motion.base_sha256 = _base_of(motion.body, MotionKind(motion.kind), motion.act)
    motion.save()
    # Who moved it too agreed to other words.
    queries.backings(motion, BackingKind.MOVE).update(withdrawn_at=at)
    ledger.record(kind="council.motion.revised", subject=motion.subject, actor=by.code, at=at, public=False)
    return motion


@transaction.atomic
def submit_motion(*, motion_id: int, by: "User", at: datetime) -> Motion:
    """Hand it in: it gets its number, becomes public, and waits for the secretary."""
    motion = locked(motion_id)
    if motion.mover_id != by.pk:
        raise CannotMove(_("Only its mover may submit a draft."))
    step(motion, State.SUBMITTED)
    motion.number = next_number(at)
    motion.submitted_at = at
    motion.rule = _rule_of(motion)
    movers = _enough_movers(motion, motion.rule, at)
    if motion.base_sha256 != _base_of(motion.body, MotionKind(motion.kind), motion.act):
        raise CannotMove(_("The words it would change read otherwise by now: read them again first."))
    motion.save()
    AgendaItem.objects.filter(body=motion.body, source=motion.origin, motion__isnull=True).update(
        motion=motion
    )
    told: dict[str, Any] = {"movers": movers} if len(movers) > 1 else {}
    if motion.in_force_on:
        told["in_force_on"] = motion.in_force_on
    ledger.record(
        kind="council.motion.submitted",
        subject=motion.subject,
        actor=motion.mover_seat.subject if motion.mover_seat else "",
        at=at,
        public=True,
        about=about(motion),
        motion_kind=motion.kind,
        text=motion.words_sha256(),
        act=motion.act,
        origin=motion.origin,
        evidence=sorted(motion.evidence),
        **told,
    )
    petitions.taken_up(motion, at)
    return motion


def _rule_of(motion: Motion) -> DecisionRule:
    rule = queries.rule_for(motion.body, MotionKind(motion.kind))
    if rule is None:
        raise CannotMove(_("This council has no rule for motions of this kind."))
    return rule


def _enough_movers(motion: Motion, rule: DecisionRule, at: datetime) -> list[str]:
    """The seats that move it, as many as the rule asks for."""
    movers = sorted(seat.code for seat in queries.movers(motion, at))
    needed = rule.rule.min_movers
    if len(movers) < needed:
        raise CannotMove(
            ngettext(
                "The rule asks for %(needed)d seat that moves it; there are %(have)d. Share the draft first.",
                "The rule asks for %(needed)d seats that move it; there are %(have)d. Share the draft first.",
                needed,
            )
            % {"needed": needed, "have": len(movers)}
        )
    return movers


def next_number(at: datetime) -> str:
    """``<year>-<n>``; one row is the lock, so that no number is given twice."""
    Body.objects.select_for_update(no_key=True).order_by("pk").first()
    prefix = f"{at.year}-"
    taken = Motion.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    return f"{prefix}{max((int(number.split('-')[1]) for number in taken if number), default=0) + 1}"


def _leave_agenda(motion: Motion) -> None:
    """What it was to answer is not answered: another motion may take it up."""
    AgendaItem.objects.filter(motion=motion, done_at__isnull=True).update(motion=None)


def about(motion: Motion) -> list[str]:
    """What else a fact of the motion touches, each once."""
    touched = [motion.body.subject, motion.act, motion.origin, *motion.evidence, *motion.touched]
    return list(dict.fromkeys(subject for subject in touched if subject))


@transaction.atomic
def admit_motion(*, motion_id: int, by: "User", at: datetime) -> Motion:
    motion = locked(motion_id)
    step(motion, State.ADMISSIBLE)
    motion.save(update_fields=["state"])
    ledger.record(kind="council.motion.admitted", subject=motion.subject, actor=by.code, at=at, public=True)
    return motion


@transaction.atomic
def refuse_motion(*, motion_id: int, reason: str, by: "User", at: datetime) -> Motion:
    """Inadmissible, with a reason that everybody reads."""
    motion = locked(motion_id)
    if not reason.strip():
        raise CannotMove(_("Say why it is inadmissible; the reason is published."))
    step(motion, State.INADMISSIBLE)
    motion.reason, motion.decided_at = reason.strip(), at
    motion.save(update_fields=["state", "reason", "decided_at"])
    _leave_agenda(motion)
    ledger.record(kind="council.motion.refused", subject=motion.subject, actor=by.code, at=at, public=True)
    return motion


@transaction.atomic
def schedule_motion(
    *,
    motion_id: int,
    opens_at: datetime,
    closes_at: datetime,
    by: "User",
    at: datetime,
    in_room: bool = False,
) -> Motion:
    """Set when voting opens and closes. From now on the words are frozen by their hash.

    ``in_room``: it will be called out in a sitting within those hours, and nothing is cast.
    """
    motion = locked(motion_id)
    if motion.status is State.NO_QUORUM:
        # Whoever schedules it again recalls it: a recall is counted at every door.
        motion.recalls += 1
    step(motion, State.SCHEDULED)
    if in_room and queries.is_divided(motion):
        raise CannotMove(str(divided.BY_PARTS))
    rule = _rule_for_hours(motion, opens_at, closes_at, at)
    motion.rule, motion.text_sha256, motion.scheduled_at = rule, motion.words_sha256(), at
    motion.opens_at, motion.closes_at, motion.reason = opens_at, closes_at, ""
    motion.in_room = in_room
    motion.save()
    ledger.record(
        kind="council.motion.scheduled", subject=motion.subject, actor=by.code, at=at, public=True,
        text=motion.text_sha256, rule=rule.sha256, affects=sorted(motion.affects), opens_at=opens_at,
        closes_at=closes_at, **_in_room(in_room),
    )  # fmt: skip
    return motion


def _in_room(in_room: bool) -> dict[str, Any]:
    return {"room": True} if in_room else {}


def _rule_for_hours(motion: Motion, opens_at: datetime, closes_at: datetime, at: datetime) -> DecisionRule:
    """The rule that will decide it, whose notice those hours keep, within the session."""
    if opens_at >= closes_at:
        raise CannotMove(_("Voting must open before it closes."))
    if opens_at < at:
        raise CannotMove(_("Voting cannot open in the past."))
    # The lock under which a rule gets a new version: the record never says that an older one was scheduled after it.
    Body.objects.select_for_update(no_key=True).get(pk=motion.body_id)
    rule = _rule_of(motion)
    if motion.kind == MotionKind.EMERGENCY.value:
        try:
            check_procedure(motion, rule, at)
        except CannotDeclare as refusal:
            raise CannotMove(str(refusal)) from refusal
    notice = 0 if motion.urgent_at else rule.rule.min_notice_hours
    if not lifecycle.notice_is_met(at, opens_at, notice):
        raise CannotMove(
            _("The rule asks for %(hours)d hours of notice before voting opens.")
            % {"hours": rule.rule.min_notice_hours}
        )
    session = queries.session_at(motion.body, at)
    if session and closes_at > session.until:
        raise CannotMove(
            _("The session ends on %(day)s; voting must close by then, or the motion waits for the next one.")
            % {"day": date_format(session.until, "DATETIME_FORMAT")}
        )
    return rule


@transaction.atomic
def open_debate(*, motion_id: int, by: "User", at: datetime) -> Motion:
    motion = locked(motion_id)
    step(motion, State.DEBATE)
    motion.save(update_fields=["state"])
    ledger.record(kind="council.motion.debated", subject=motion.subject, actor=by.code, at=at, public=True)
    return motion


@transaction.atomic
def postpone_motion(*, motion_id: int, at: datetime, by: "User | None" = None, reason: str = "") -> Motion:
    """Off its hour, until it is scheduled anew. Nobody (`by` None) is the clock, which says why."""
    motion = locked(motion_id)
    step(motion, State.POSTPONED)
    motion.opens_at = motion.closes_at = None
    motion.reason = reason[:400]
    motion.save(update_fields=["state", "opens_at", "closes_at", "reason"])
    ledger.record(
        kind="council.motion.postponed",
        subject=motion.subject,
        actor=by.code if by else "",
        at=at,
        public=True,
        by_clock=by is None,
    )
    return motion


@transaction.atomic
def withdraw_motion(*, motion_id: int, by: "User", at: datetime) -> Motion:
    """Its mover takes it back, at any time before voting opens."""
    motion = locked(motion_id)
    if motion.mover_id != by.pk:
        raise CannotMove(_("Only its mover may withdraw a motion."))
    was_draft = motion.status is State.DRAFT
    step(motion, State.WITHDRAWN)
    motion.decided_at = at
    motion.save(update_fields=["state", "decided_at"])
    _leave_agenda(motion)
    _lapse_parts(motion, at)
    if was_draft:
        ledger.record(
            kind="council.motion.dropped", subject=motion.subject, actor=by.code, at=at, public=False
        )
    else:
        ledger.record(
            kind="council.motion.withdrawn", subject=motion.subject, actor=by.code, at=at, public=True
        )
    return motion


def _lapse_parts(motion: Motion, at: datetime) -> None:
    """Nobody votes on the parts of what is no longer put to the vote."""
    for part in queries.parts_of(motion).filter(state__in=[state.value for state in lifecycle.AHEAD]):
        part.state, part.reason, part.decided_at = State.LAPSED.value, ByClock.WHOLE_GONE.value, at
        part.save(update_fields=["state", "reason", "decided_at"])
        ledger.record(
            kind="council.motion.lapsed",
            subject=part.subject,
            actor="",
            at=at,
            public=True,
            about=about(part),
        )


@transaction.atomic
def recall_motion(
    *,
    motion_id: int,
    opens_at: datetime,
    closes_at: datetime,
    by: "User",
    at: datetime,
    in_room: bool = False,
) -> Motion:
    """After a vote without quorum, or a void one: once more, on a new date."""
    return schedule_motion(
        motion_id=motion_id, opens_at=opens_at, closes_at=closes_at, by=by, at=at, in_room=in_room
    )


@transaction.atomic
def recuse_seat(
    *,
    motion_id: int,
    seat: Seat,
    kind: str,
    reason: str,
    by: "User",
    at: datetime,
    interest: Interest | None = None,
) -> Recusal:
    """Take a seat out of base and quorum of one motion, before voting opens."""
    motion = locked(motion_id)
    if motion.status not in lifecycle.AHEAD:
        raise CannotMove(_("A seat is recused before voting opens."))
    recusal, made = Recusal.objects.get_or_create(
        motion=motion, seat=seat, defaults={"kind": kind, "reason": reason, "at": at, "interest": interest}
    )
    if made:
        ledger.record(
            kind="council.seat.recused",
            subject=motion.subject,
            actor=by.code,
            at=at,
            public=True,
            about=[seat.subject],
            seat=seat.code,
            recusal=kind,
            interest=str(interest.code) if interest else "",
        )
    return recusal
