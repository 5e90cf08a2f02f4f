"""A vote called in the room: opened in a sitting, copied by two tellers, closed by the second of them.

Its outcome takes effect a day later, when no seat disputes its word any more.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from council import queries
from council.actions import divided
from council.actions.closing import decide, record_close, ties_before
from council.actions.motions import locked, step
from council.actions.sittings import CannotSit, sitting_now
from council.actions.tellers import CannotTell, Paper, agreed, hand_in, may_tell, opened, say_of
from council.actions.voting import CannotOpen, freeze, record_opening
from council.models import ClosedDecision, Motion, Point, TellerSheet, Voting
from council.rules import lifecycle, roll_call
from council.rules.decision import Outcome, Tie
from council.rules.lifecycle import State
from council.rules.reading import fingerprint
from council.rules.roll_call import Lines, Next
from council.rules.tally import Decision, evaluate
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User

# A second vote after a tie has no hours of its own: the tellers have a day.
SECOND_VOTE = timedelta(days=1)


# --- Opening ------------------------------------------------------------------------------------------------
@transaction.atomic
def open_roll_call(*, sitting_id: int, position: int, by: "User", at: datetime) -> Voting:
    """The sitting has come to its motion, and calls the roll on it."""
    point = Point.objects.filter(sitting=sitting_id, position=position, motion__isnull=False).first()
    if point is None or point.motion_id is None:
        raise CannotSit(_("There is no motion at this point."))
    motion = locked(point.motion_id)
    sitting = sitting_now(sitting_id)
    point.refresh_from_db()
    if not point.is_current:
        raise CannotSit(_("Take this point up first: the roll is called on the motion at hand."))
    if not motion.in_room:
        raise CannotSit(
            _(
                "This motion was scheduled for sealed ballots. To call it in the room, schedule it so, with notice."
            )
        )
    if queries.is_divided(motion):
        raise CannotSit(str(divided.BY_PARTS))
    closes_at = _until(motion, at)
    try:
        step(motion, State.VOTING_OPEN)
        return freeze(motion, at=at, closes_at=closes_at, actor=by.code, sitting=sitting)
    except CannotOpen as refusal:
        raise CannotSit(str(refusal)) from refusal


def _until(motion: Motion, at: datetime) -> datetime:
    """By when both sheets must agree: the hours it was scheduled for; CannotSit outside of them."""
    if motion.status is State.TIED and motion.rule and motion.rule.rule.tie is Tie.REVOTE_ONCE:
        return at + SECOND_VOTE
    hours = (motion.opens_at, motion.closes_at)
    if motion.status not in (State.SCHEDULED, State.DEBATE) or None in hours:
        raise CannotSit(_("This motion is not one to vote on now."))
    if not (motion.opens_at <= at < motion.closes_at):  # type: ignore[operator]
        raise CannotSit(_("The roll is called within the hours that were set; the notice runs until then."))
    return motion.closes_at  # type: ignore[return-value]


# --- Two sheets ---------------------------------------------------------------------------------------------
def _called(motion_id: int, at: datetime) -> Voting:
    """The open vote of this motion that is called in a room, its motion locked."""
    motion = locked(motion_id)
    voting = queries.roll_call_of(motion)
    if voting is None or motion.status not in lifecycle.OPEN_TO_BALLOTS:
        raise CannotTell(_("No roll is being called on this motion."))
    if at >= voting.closes_at:
        raise CannotTell(_("The time of this vote is over. Nothing was recorded."))
    return voting


def _paper(voting: Voting) -> Paper:
    if voting.sitting is None:
        raise CannotTell(_("No roll is being called on this motion."))
    return Paper(voting.sitting, queries.position_of(voting), voting)


@transaction.atomic
def enter_roll_call(*, motion_id: int, words: Lines, by: "User", at: datetime) -> TellerSheet:
    """One teller's copy of the roll: one word for each line. The second that says the same closes the vote."""
    voting = _called(motion_id, at)
    paper = _paper(voting)
    may_tell(by, paper, at)
    if lacking := roll_call.lacking(roll_call.lines_of(voting.frozen_roll()), words):
        raise CannotTell(_("Each line has one word. Look at: %(lines)s.") % {"lines": ", ".join(lacking)})
    sheet = hand_in(paper, words, by, at)
    ledger.record(
        kind="council.roll_call.entered",
        subject=voting.motion.subject,
        actor=by.code,
        at=at,
        public=True,
        about=[paper.sitting.subject],
        round=voting.number,
        place=sheet.place,
        sheet=sheet.commitment,
    )
    _close_if_agreed(voting, by, at)
    return sheet


@transaction.atomic
def settle_roll_call(*, motion_id: int, words: Lines, by: "User", at: datetime) -> bool:
    """What one teller says of the lines that differ; True when both say the same and the vote is closed."""
    voting = _called(motion_id, at)
    known = {word.value for word in roll_call.Word}
    if not set(words.values()) <= known:
        raise CannotTell(_("A word is yes, no, abstain or absent."))
    say_of(_paper(voting), words, by, at)
    ledger.record(
        kind="council.roll_call.answered", subject=voting.motion.subject, actor=by.code, at=at, public=False,
        round=voting.number,
    )  # fmt: skip
    return _close_if_agreed(voting, by, at)


def _close_if_agreed(voting: Voting, by: "User", at: datetime) -> bool:
    sheets = list(queries.sheets_of_vote(voting))
    words = agreed(sheets)
    if words is None:
        return False
    close_roll_call(voting, words, sheets, by, at)
    return True


def close_roll_call(
    voting: Voting, words: Lines, sheets: list[TellerSheet], by: "User", at: datetime
) -> ClosedDecision:
    """Counted and closed by the second teller's act; it rests there while it may be disputed."""
    ledger.record(
        kind="council.roll_call.settled",
        subject=voting.motion.subject,
        actor=by.code,
        at=at,
        public=True,
        round=voting.number,
        sheets=[sheet.commitment for sheet in sheets],
        differed=len(roll_call.differences(sheets[0].lines, sheets[1].lines)),
    )
    closed = _count(voting, words, sheets, at)
    step(voting.motion, State.CLOSED)
    voting.motion.save()
    return closed


def _count(
    voting: Voting, words: Lines, sheets: list[TellerSheet], at: datetime, fault: str = ""
) -> ClosedDecision:
    decision = tally(voting, words)
    if fault:
        row = {"seat": "", "hand": 0, "code": fault}
        working = {**decision.working, "faults": [row], "outcome": Outcome.VOID.value}
        decision = Decision(Outcome.VOID, working)
    closed = ClosedDecision.objects.create(
        voting=voting,
        outcome=decision.outcome.value,
        working=decision.working,
        closed_at=at,
        words=dict(words),
    )
    record_close(voting, closed, _openings(voting, words, sheets))
    return closed


def tally(voting: Voting, words: Lines) -> Decision:
    """The words counted by the same rule as sealed ballots."""
    cast = roll_call.ballots(words)
    return evaluate(voting.counted_by, voting.frozen_roll(), cast, round_=ties_before(voting) + 1)


def _openings(voting: Voting, words: Lines, sheets: list[TellerSheet]) -> dict[str, Any]:
    """Never sealed, so without commitments: what was called, and both copies of it."""
    rows = [
        {"n": b.n, "seat": b.seat, "hand": b.hand, "choice": b.choice.value, "room": True, "live": True}
        for b in roll_call.ballots(words)
    ]
    told = {"v": 1, "motion": voting.motion.code, "round": voting.number, "room": True, "ballots": rows}
    return {**told, "sheets": opened(sheets)}


@transaction.atomic
def void_unsettled(*, motion_id: int, at: datetime) -> ClosedDecision | None:
    """Its hours are over and no two sheets agree: void, whatever one of them says."""
    motion = locked(motion_id)
    voting = queries.roll_call_of(motion)
    if voting is None or motion.status not in lifecycle.OPEN_TO_BALLOTS or at < voting.closes_at:
        return None
    closed = _count(voting, {}, list(queries.sheets_of_vote(voting)), at, fault="not_settled")
    step(voting.motion, State.CLOSED)
    decide(voting.motion, voting, Outcome.VOID, at)
    return closed


# --- When it takes effect -----------------------------------------------------------------------------------
@transaction.atomic
def confirm_roll_call(*, motion_id: int, at: datetime) -> Next:
    """By the clock, a day after the close: what was called stands, is counted again, or is void."""
    motion = locked(motion_id)
    voting = queries.roll_call_of(motion)
    if voting is None or motion.status is not State.CLOSED:
        return Next.WAIT
    closed, disputes = voting.decision, queries.disputed_words(voting)
    following = roll_call.what_follows(
        closed_at=closed.closed_at,
        at=at,
        words=closed.words,
        disputes=disputes,
        count=lambda words: tally(voting, words).outcome,
    )
    if following is Next.WAIT:
        return following
    if following is not Next.STANDS:
        fault = "disputed" if following is Next.VOID else ""
        closed = _recount(voting, roll_call.corrected(closed.words, disputes), at, fault)
    decide(closed.voting.motion, closed.voting, Outcome(closed.outcome), at)
    return following


def _recount(base: Voting, words: Lines, at: datetime, fault: str) -> ClosedDecision:
    """A round of its own, by the same rule and roll; the first decision is kept as it was made."""
    number = base.motion.votings.count() + 1
    roll = {**base.roll, "round": number}
    again = Voting.objects.create(
        motion=base.motion,
        number=number,
        purpose=base.purpose,
        rule=base.rule,
        text_sha256=base.text_sha256,
        roll=roll,
        roll_sha256=fingerprint(roll),
        opened_at=base.opened_at,
        closes_at=at,
        in_room=True,
        sitting=base.sitting,
        held_at=base.held_at,
        recounts=base,
    )
    record_opening(again, "", at)
    return _count(again, words, [], at, fault)
