"""Opening a vote: rule, text and roll are frozen in one moment."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from council import queries
from council.actions import divided
from council.actions.bodies import lock_council
from council.actions.concerns import uphold_open_concerns
from council.actions.emergencies import CannotDeclare, NotAsked, check_alert, check_request
from council.actions.motions import CannotMove, about, locked, step
from council.models import Motion, Sitting, Voting
from council.rules.decision import Tie
from council.rules.fit import check_fit
from council.rules.kinds import MotionKind
from council.rules.lifecycle import State
from council.rules.reading import RuleFault, canonical, fingerprint
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


class CannotOpen(CannotMove):
    """Voting was not opened; the message is fit to show."""


class AlertOver(CannotOpen):
    """The alert that an emergency measure answers is over, or no longer severe enough."""


class NoRequest(CannotOpen):
    """Not enough ask for the emergency procedure any more."""


@transaction.atomic
def open_voting(
    *, motion_id: int, at: datetime, closes_at: datetime | None = None, by: "User | None" = None
) -> Voting:
    """Open the vote of a scheduled motion at its hour, or a second one after a tie. By hand only the second."""
    motion = locked(motion_id)
    again = motion.status is State.TIED
    step(motion, State.VOTING_OPEN)
    if motion.in_room:
        raise CannotOpen(_("This motion is called in the room: the sitting that is at it calls the roll."))
    if again:
        _may_vote_once_more(motion)
        return freeze(motion, at=at, closes_at=closes_at, actor=by.code if by else "")
    if by is not None or motion.opens_at is None or at < motion.opens_at:
        # The notice was given for that hour; nobody's hand moves it.
        raise CannotOpen(_("Voting opens by itself at the hour that was set; its notice runs until then."))
    if queries.awaits_parts(motion):
        raise CannotOpen(str(divided.BY_PARTS))
    return freeze(motion, at=at, closes_at=motion.closes_at, actor=by.code if by else "")


def still_urgent(motion: Motion, at: datetime) -> None:
    """An emergency measure is decided while its alert is in force and enough ask for it; the council is locked."""
    if motion.kind != MotionKind.EMERGENCY.value or motion.rule is None:
        return
    try:
        check_request(motion, motion.rule, check_alert(motion, motion.rule), at)
    except NotAsked as refusal:
        raise NoRequest(str(refusal)) from refusal
    except CannotDeclare as refusal:
        raise AlertOver(str(refusal)) from refusal


def _may_vote_once_more(motion: Motion) -> None:
    if motion.rule is None or motion.rule.rule.tie is not Tie.REVOTE_ONCE:
        raise CannotOpen(_("The rule of this motion settles a tie without a second vote."))


def freeze(
    motion: Motion,
    *,
    at: datetime,
    closes_at: datetime | None,
    actor: str,
    purpose: str = Voting.VOTE,
    without: frozenset[str] = frozenset(),
    sitting: Sitting | None = None,
    held_at: datetime | None = None,
) -> Voting:
    """The voting with its rule, text and roll; the motion is locked and its state already moved.

    With a ``sitting`` it is called in its room; held on paper, the roll is that of ``held_at``.
    """
    if closes_at is None or closes_at <= (held_at or at):
        raise CannotOpen(_("Voting must close after it opens."))
    if motion.rule is None or motion.words_sha256() != motion.text_sha256:
        raise CannotOpen(_("The words of this motion are not those that were scheduled."))
    number = motion.votings.count() + 1
    lock_council(motion.body)
    if purpose == Voting.VOTE:
        still_urgent(motion, held_at or at)
        uphold_open_concerns(motion, at)
    roll = queries.roll_now(motion, number, held_at or at, without)
    voting = Voting.objects.create(
        motion=motion,
        number=number,
        purpose=purpose,
        rule=motion.rule,
        text_sha256=motion.text_sha256,
        roll=roll,
        roll_sha256=fingerprint(roll),
        opened_at=held_at or at,
        closes_at=closes_at,
        in_room=sitting is not None,
        sitting=sitting,
        held_at=held_at,
    )
    _fits(voting)
    motion.opens_at, motion.closes_at = voting.opened_at, closes_at
    motion.save()
    record_opening(voting, actor, at)
    return voting


def _fits(voting: Voting) -> None:
    try:
        check_fit(voting.rule.rule, voting.frozen_roll())
    except RuleFault as fault:
        raise CannotOpen(
            _("The rule does not fit this roll: %(path)s (%(code)s).")
            % {"path": fault.path, "code": fault.code}
        ) from fault


def _in_room(voting: Voting) -> dict[str, Any]:
    """What the fact of an opening says besides, where it is called in a room."""
    if voting.sitting is None:
        return {}
    told: dict[str, Any] = {
        "room": True, "sitting": voting.sitting.subject, "position": queries.position_of(voting)
    }  # fmt: skip
    if voting.held_at is not None:
        told["held_at"] = voting.held_at
    if voting.recounts is not None:
        told["recounts"] = voting.recounts.number
    return told


def record_opening(voting: Voting, actor: str, at: datetime) -> None:
    motion = voting.motion
    ledger.record(
        kind="council.voting.opened",
        subject=motion.subject,
        actor=actor,
        at=at,
        public=True,
        about=about(motion),
        documents={
            f"rules/{voting.rule.sha256}.json": voting.rule.canonical,
            "rolls.jsonl": canonical(voting.roll),
        },
        round=voting.number,
        purpose=voting.purpose,
        rule=voting.rule.sha256,
        text=voting.text_sha256,
        roll=voting.roll_sha256,
        affects=motion.touched,
        closes_at=voting.closes_at,
        **_in_room(voting),
    )
