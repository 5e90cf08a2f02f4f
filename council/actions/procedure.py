"""Motions about a motion: what their adoption does to its words, its notice or its parts."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from council import queries
from council.actions import divided
from council.actions.motions import CannotMove, about, locked, next_number
from council.models import Motion
from council.rules import division, lifecycle
from council.rules.kinds import MotionKind
from council.rules.lifecycle import ByClock, State
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


# A part in one of these will be decided by the clock alone.
AWAITED = frozenset({State.SCHEDULED, State.DEBATE, State.VOTING_OPEN, State.CLOSED})


class CannotProceed(CannotMove):
    """What a motion about another would do to it cannot be done any more."""


def _target(motion: Motion) -> Motion:
    """The motion it is about, held until commit; only while nobody votes on it yet."""
    found = queries.motion_named(motion.act)
    if found is None or found.body_id != motion.body_id:
        raise CannotProceed(_("This motion is about no other motion of its council."))
    target = locked(found.pk)
    if target.status not in lifecycle.AHEAD:
        raise CannotProceed(_("The motion it is about is no longer ahead: nothing can be changed in it."))
    return target


def amend_words(motion: Motion, at: datetime) -> dict[str, Any]:
    """An adopted amendment from the floor: the other motion reads as it says, under a new hash."""
    target = _target(motion)
    if queries.is_divided(target):
        raise CannotProceed(str(divided.TEXT_OF_PARTS))
    if target.words_sha256() != motion.base_sha256:
        raise CannotProceed(_("The words it would change read otherwise by now."))
    return {"text": _rewrite(target, motion.text, by=[motion.code], at=at)}


def _rewrite(target: Motion, text: str, *, by: Iterable[str], at: datetime) -> str:
    """Other words for a motion ahead, by an act that everybody sees; its new hash."""
    before = target.words_sha256()
    target.text = text
    if target.text_sha256:
        target.text_sha256 = target.words_sha256()
    target.save(update_fields=["text", "text_sha256"])
    ledger.record(
        kind="council.motion.amended",
        subject=target.subject,
        actor=target.body.subject,
        at=at,
        public=True,
        about=about(target),
        base=before,
        text=target.words_sha256(),
        motions=sorted(by),
    )
    return target.words_sha256()


def dispense_notice(motion: Motion, at: datetime) -> dict[str, Any]:
    """An adopted urgency: the other motion may be voted on without waiting for the rule's notice."""
    target = _target(motion)
    target.urgent_at = at
    target.save(update_fields=["urgent_at"])
    ledger.record(
        kind="council.notice.dispensed",
        subject=target.subject,
        actor=target.body.subject,
        at=at,
        public=True,
        about=about(target),
        motion=motion.code,
    )
    return {"urgent": target.subject}


@transaction.atomic
def divide_motion(*, motion_id: int, starts: Iterable[int], by: "User", at: datetime) -> list[Motion]:
    """Vote by parts: each part in the hours of the whole, then the whole as its parts left it."""
    target = locked(motion_id)
    if target.status not in (State.SCHEDULED, State.DEBATE) or not (target.opens_at and target.closes_at):
        raise CannotProceed(_("A motion is divided once its vote is scheduled, and before it opens."))
    if at >= target.opens_at:
        raise CannotProceed(_("Its vote is about to open; it cannot be divided any more."))
    if target.in_room:
        raise CannotProceed(
            _(
                "This motion is called in the room, and its parts would be sealed ballots. Schedule it for those first."
            )
        )
    if not queries.is_divisible(target):
        raise CannotProceed(_("This motion cannot be divided: it is one thing, or divided already."))
    try:
        texts = division.split(target.text, starts)
    except division.CannotDivide as fault:
        raise CannotProceed(_("Two to eight parts, each beginning with a paragraph of the text.")) from fault
    whole_closes = target.closes_at + (target.closes_at - target.opens_at)
    session = queries.session_at(target.body, at)
    if session and whole_closes > session.until:
        raise CannotProceed(
            _("The session ends on %(day)s, before parts and whole could both be voted on.")
            % {"day": date_format(session.until, "DATETIME_FORMAT")}
        )
    parts = [_part(target, n, len(texts), text, at) for n, text in enumerate(texts, 1)]
    target.opens_at, target.closes_at = target.closes_at, whole_closes
    target.save(update_fields=["opens_at", "closes_at"])
    _record_division(target, parts, by, at)
    return parts


def _record_division(target: Motion, parts: list[Motion], by: "User", at: datetime) -> None:
    ledger.record(
        kind="council.motion.divided",
        subject=target.subject,
        actor=by.code,
        at=at,
        public=True,
        about=[*about(target), *[part.subject for part in parts]],
        parts=[part.code for part in parts],
        opens_at=target.opens_at,
        closes_at=target.closes_at,
    )


def _part(target: Motion, n: int, total: int, text: str, at: datetime) -> Motion:
    part = Motion(
        number=next_number(at),
        body=target.body,
        kind=MotionKind.DIVISION.value,
        title=f"{target.title[:140]} ({n}/{total})",
        summary=target.summary,
        text=text,
        language=target.language,
        act=target.subject,
        mover=target.mover,
        mover_seat=target.mover_seat,
        state=State.SCHEDULED.value,
        rule=target.rule,
        drafted_at=at,
        submitted_at=at,
        scheduled_at=at,
        opens_at=target.opens_at,
        closes_at=target.closes_at,
    )
    part.text_sha256 = part.words_sha256()
    part.save()
    ledger.record(
        kind="council.motion.scheduled",
        subject=part.subject,
        actor=target.body.subject,
        at=at,
        public=True,
        about=about(part),
        text=part.text_sha256,
        rule=target.rule.sha256 if target.rule else "",
        affects=sorted(part.affects),
        opens_at=part.opens_at,
        closes_at=part.closes_at,
    )
    return part


def whole_of_parts(target: Motion, at: datetime) -> ByClock | None:
    """Before the whole opens its text becomes the parts that carried. Why it cannot open yet or at all, or None."""
    parts = list(queries.parts_of(target))
    if not parts:
        return None
    if any(part.status in AWAITED for part in parts):
        return ByClock.PARTS_AHEAD
    if any(part.status not in (State.ENACTED, State.REJECTED) for part in parts):
        return ByClock.PARTS_UNDECIDED
    kept = [part for part in parts if part.status is State.ENACTED]
    if not kept:
        return ByClock.NO_PART_KEPT
    text = division.join(part.text for part in kept)
    if text != target.text:
        _rewrite(target, text, by=[part.code for part in kept], at=at)
    return None
