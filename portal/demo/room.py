"""A vote called in the room, two months ago: two tellers wrote it down, one seat disputed its word, guardians said why."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from council import actions, queries
from council.models import Motion
from council.rules import roll_call
from council.rules.kinds import MotionKind
from council.rules.roll_call import Says, Word
from council.rules.seats import Choice
from portal.demo.elections import TELLERS
from portal.demo.sittings import called

if TYPE_CHECKING:
    from portal.demo.council import Hall

# One letter a seat in roster order.
HUMANS, BEINGS = "yyyynyyyn.ya", "yyyyyyna."
WORDS = {"y": Word.YES, "n": Word.NO, "a": Word.ABSTAIN, ".": Word.ABSENT}


def load(hall: "Hall") -> None:
    starts = hall.world.days_ago(60).replace(hour=14, minute=0, second=0, microsecond=0)
    motion = _scheduled(hall, starts)
    _sit(hall, motion, starts)
    _after(hall, motion, starts)


def _scheduled(hall: "Hall", starts: datetime) -> Motion:
    world, sora, mover = hall.world, hall.world.user("sora"), hall.world.user("member05")
    motion = actions.draft_motion(
        body=hall.council, kind=MotionKind.RESOLUTION, mover=mover, at=world.days_ago(75),
        title="Shall the harbour lamps be dimmed while the shearwaters leave their nests?",
        summary="Three weeks each September. Fledglings fly to the lamps and fall on the quays.",
        text="The Council asks the towns on the lagoon to dim every lamp that shines over water from 1 to 21 September, and to "
        "count the birds that fall all the same.",
    )  # fmt: skip
    actions.submit_motion(motion_id=motion.pk, by=mover, at=world.days_ago(74))
    actions.admit_motion(motion_id=motion.pk, by=sora, at=world.days_ago(73))
    return actions.schedule_motion(
        motion_id=motion.pk, opens_at=starts, closes_at=starts + timedelta(hours=6), by=sora, at=world.days_ago(73),
        in_room=True,
    )  # fmt: skip


def _sit(hall: "Hall", motion: Motion, starts: datetime) -> None:
    """The sitting that called the roll; both tellers wrote the same."""
    sitting, own = called(hall, "07", starts, 72)
    notice = hall.world.days_ago(71)
    actions.add_point(kind="motion", motion=motion, at=notice, **own)
    actions.publish_agenda(at=notice, **own)
    actions.open_sitting(at=starts, **own)
    seats = [*zip(hall.humans, HUMANS, strict=True), *zip(hall.beings, BEINGS, strict=True)]
    for i, (seat, letter) in enumerate(seats):
        if letter != ".":
            actions.arrive(sitting_id=sitting.pk, seat=seat, by=own["by"], at=starts + timedelta(minutes=i))
    actions.take_up_point(position=1, at=starts + timedelta(minutes=30), **own)
    actions.open_roll_call(position=1, at=starts + timedelta(minutes=50), **own)
    letters = {seat.code: letter for seat, letter in seats}
    roll = queries.roll_call_of(Motion.objects.get(pk=motion.pk)).frozen_roll()  # type: ignore[union-attr]
    words = {line: WORDS[letters[roll_call.seat_and_hand(line)[0]]] for line in roll_call.lines_of(roll)}
    for i, teller in enumerate(TELLERS):
        actions.enter_roll_call(
            motion_id=motion.pk, words=words, by=hall.world.user(teller), at=starts + timedelta(minutes=70 + 5 * i)
        )  # fmt: skip
    actions.close_sitting(at=starts + timedelta(minutes=95), **own)


def _after(hall: "Hall", motion: Motion, starts: datetime) -> None:
    """A dispute that both tellers and the chair did not follow; why the living systems voted so; then it took effect."""
    at, seat = starts + timedelta(hours=3), hall.humans[8]
    dispute = actions.dispute_word(
        motion_id=motion.pk, seat=seat, word=Word.ABSTAIN, reason="I said that I abstain, and was heard as a no.",
        by=hall.holders[seat.code, 1], at=at,
    )  # fmt: skip
    actions.judge_dispute(
        code=dispute.code, says=Says.DISMISS, by=hall.world.user(TELLERS[0]), at=at + timedelta(hours=2)
    )
    for being, letter in zip(hall.beings[:4], BEINGS, strict=False):
        why = hall.why(being, Choice(WORDS[letter].value), at)
        if why:
            by = hall.holders[being.code, 1]
            actions.tell_room_reason(motion_id=motion.pk, seat=being, given=why, by=by, at=at)
    actions.advance_motion(motion_id=motion.pk, at=starts + timedelta(hours=26))
