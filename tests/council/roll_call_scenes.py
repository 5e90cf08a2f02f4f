"""A vote called in the room, for tests: its sitting open at its motion, two tellers beside the roll."""

from datetime import timedelta
from typing import Any

from tests.accounts.people import person
from tests.council.scenes import DAY, HOUR

MINUTE = timedelta(minutes=1)
LETTERS = {"y": "yes", "n": "no", "a": "abstain", ".": "absent"}


def tellers(scene: Any) -> tuple[Any, Any]:
    """Two tellers, the same two each time."""
    from accounts.rules.roles import Role

    if "teun" not in scene.people:
        scene.people |= {name: person(name, Role.TELLER) for name in ("teun", "rosa")}
    return scene.people["teun"], scene.people["rosa"]


def scheduled(scene: Any, at: Any, *, in_room: bool = True, **fields: Any) -> Any:
    """A motion whose hours run from ``at`` for a day, scheduled to be called in the room."""
    from council import actions

    began = at - 15 * DAY
    motion = scene.draft(began, **fields)
    actions.submit_motion(motion_id=motion.pk, by=motion.mover, at=began)
    actions.admit_motion(motion_id=motion.pk, by=scene.secretary, at=began)
    return actions.schedule_motion(
        motion_id=motion.pk, opens_at=at, closes_at=at + DAY, by=scene.secretary, at=began, in_room=in_room
    )


def sitting_on(scene: Any, motion: Any, at: Any) -> Any:
    """A sitting that opens at ``at`` and has turned to the motion."""
    from council import actions

    sitting = actions.call_sitting(
        body=scene.council, starts_at=at, place="Hall", by=scene.secretary, at=at - 10 * DAY
    )
    own = {"sitting_id": sitting.pk, "by": scene.secretary}
    actions.add_point(**own, kind="motion", motion=motion, at=at - 10 * DAY)
    actions.publish_agenda(**own, at=at - 10 * DAY)
    actions.open_sitting(**own, at=at)
    actions.take_up_point(**own, position=1, at=at)
    return sitting


def called(scene: Any, at: Any, **fields: Any) -> Any:
    """A motion on which the roll is being called since ``at``."""
    from council import actions

    tellers(scene)
    motion = scheduled(scene, at, **fields)
    sitting = sitting_on(scene, motion, at)
    actions.open_roll_call(sitting_id=sitting.pk, position=1, by=scene.secretary, at=at)
    motion.refresh_from_db()
    return motion


def words(motion: Any, **letters: str) -> dict[str, str]:
    """``words(motion, h="yyyna", b="yy.")``: a letter for each seat in order, of a joint seat for both hands."""
    from council import queries
    from council.rules import roll_call

    found = {}
    for line in roll_call.lines_of(queries.roll_call_of(motion).frozen_roll()):
        chamber, number = roll_call.seat_and_hand(line)[0].split("-")
        found[line] = LETTERS[letters[chamber][int(number) - 1]]
    return found


def enter(scene: Any, motion: Any, who: str, told: Any, at: Any) -> Any:
    from council import actions

    return actions.enter_roll_call(motion_id=motion.pk, words=told, by=scene.people[who], at=at)


def settle(scene: Any, motion: Any, who: str, told: Any, at: Any) -> bool:
    from council import actions

    return actions.settle_roll_call(motion_id=motion.pk, words=told, by=scene.people[who], at=at)


def counted(scene: Any, at: Any, *, h: str = "yyyna", b: str = "yyn", **fields: Any) -> Any:
    """Called at ``at`` and closed an hour later by two tellers who wrote the same."""
    motion = called(scene, at, **fields)
    told = words(motion, h=h, b=b)
    for who in ("teun", "rosa"):
        enter(scene, motion, who, told, at + HOUR)
    motion.refresh_from_db()
    return motion


def disputed(scene: Any, motion: Any, seat: str, word: str, at: Any, by: str = "") -> Any:
    from council import actions
    from council.rules.roll_call import Word

    return actions.dispute_word(
        motion_id=motion.pk, seat=scene.seats[seat.split("/")[0]], word=Word(word),
        reason="My answer was not heard.", by=scene.people[by or seat], at=at,
    )  # fmt: skip


def judged(scene: Any, dispute: Any, at: Any, **voices: str) -> Any:
    """``judged(..., teun="uphold", rosa="uphold", chair="uphold")``: the chair holds seat h-1."""
    from council import actions
    from council.rules.roll_call import Says

    for who, says in voices.items():
        by = scene.secretary if who == "secretary" else scene.people["h-1" if who == "chair" else who]
        dispute = actions.judge_dispute(code=dispute.code, says=Says(says), by=by, at=at)
    return dispute


def decision(motion: Any) -> Any:
    from council import queries

    return queries.decision_of(queries.voting_of(motion))


def look(at: Any, motion: Any) -> Any:
    """The clock passes ``at``; the motion as it then stands."""
    from council import actions

    actions.advance_due(at=at)
    motion.refresh_from_db()
    return motion
