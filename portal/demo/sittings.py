"""Two sittings of the Council: one that is over, with its minutes and what it gave to do; the coming one, convened."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from accounts.models import Letter
from council import actions, queries
from council.models import Minutes, Motion, Sitting
from council.rules.follow_up import ActionState

if TYPE_CHECKING:
    from portal.demo.council import Hall

PLACE = "The old customs house, Low Quay"


def load(hall: "Hall") -> None:
    minutes = _past(hall)
    _coming(hall, minutes)
    # The letters of the past sitting went out in their time.
    Letter.objects.filter(due_at__lt=hall.world.days_ago(2)).delete()


def _motion(words: str) -> Motion:
    return queries.public_motions().get(title__startswith=words)


def called(hall: "Hall", number: str, starts: Any, days_ago: float) -> tuple[Sitting, dict[str, Any]]:
    """A sitting, and what each of the secretary's steps takes."""
    sora, at = hall.world.user("sora"), hall.world.days_ago(days_ago)
    made = actions.call_sitting(
        body=hall.council, number=f"{starts.year}-{number}", starts_at=starts, place=PLACE, at=at, by=sora
    )
    return made, {"sitting_id": made.pk, "by": sora}


def _past(hall: "Hall") -> Minutes:
    """Twelve days ago: the summer's oxygen, and the alliance with the marina."""
    world = hall.world
    starts = world.days_ago(12).replace(hour=14, minute=0, second=0, microsecond=0)
    sitting, own = called(hall, "08", starts, 24)
    notice = world.days_ago(22)
    actions.add_point(kind="information", title="What the stations read this summer", at=notice, **own)
    actions.add_point(kind="motion", motion=_motion("Shall the Council ally"), at=notice, **own)
    actions.publish_agenda(at=notice, **own)
    actions.open_sitting(at=starts, **own)
    for i, seat in enumerate([*hall.humans[:10], *hall.beings[:7]]):
        actions.arrive(sitting_id=sitting.pk, seat=seat, by=own["by"], at=starts + timedelta(minutes=i))
    for position, minute in ((1, 20), (2, 50)):
        actions.take_up_point(position=position, at=starts + timedelta(minutes=minute), **own)
        for seat, after in ((hall.beings[0], 3), (hall.humans[4], 9)):
            turn = {"seat": seat, **own}
            began = starts + timedelta(minutes=minute + after)
            actions.ask_for_floor(at=began - timedelta(minutes=1), **turn)
            actions.give_floor(at=began, **turn)
            actions.end_turn(at=began + timedelta(minutes=4), **turn)
    actions.close_sitting(at=starts + timedelta(minutes=95), **own)
    _give(hall, own, starts + timedelta(minutes=96))
    return _minuted(hall, own)


def _give(hall: "Hall", own: dict[str, Any], at: Any) -> None:
    """One action is done, one is late, one is to come."""
    world = hall.world
    done = actions.give_action(
        position=2, what="Send the marina the words of the alliance, and publish them.", office="secretary",
        due_on=world.days_ago(9).date(), at=at, **own,
    )  # fmt: skip
    actions.end_action(
        code=done.code, to=ActionState.DONE, evidence=_motion("Shall the Council ally").subject, by=own["by"],
        at=world.days_ago(10),
    )  # fmt: skip
    actions.give_action(
        position=1, what="Publish the phosphorus that leaves the Harl outfall, week by week.",
        organisation="accounts.organisation/harl-water", due_on=world.days_ago(3).date(), at=at, **own,
    )  # fmt: skip
    actions.give_action(
        position=1, what="Ask the crews of Low Quay in which weeks their nets came up empty, and report it.",
        seat=hall.humans[4], due_on=world.days_ahead(14).date(), at=at, **own,
    )  # fmt: skip


def _minuted(hall: "Hall", own: dict[str, Any]) -> Minutes:
    at = hall.world.days_ago(11)
    actions.draft_minutes(at=at, **own)
    for position, text in (
        (0, "The public gallery was full; the sitting was heard in the square as well."),
        (1, "The readings of July and August were read aloud. The guardian of the lagoon asked that the nights be read too."),
        (2, "The marina’s warden answered questions on the forty moorings."),
    ):  # fmt: skip
        actions.correct_minutes(position=position, text=text, at=at, **own)
    return actions.publish_minutes(at=hall.world.days_ago(7), **own)


def _coming(hall: "Hall", minutes: Minutes) -> None:
    """In eight days: notice is given, some have answered."""
    world = hall.world
    starts = (world.now + timedelta(days=8)).replace(hour=14, minute=0, second=0, microsecond=0)
    sitting, own = called(hall, "09", starts, 6)
    notice = world.days_ago(1)
    actions.add_point(kind="minutes", minutes=minutes, at=notice, **own)
    actions.add_point(kind="motion", motion=_motion("Shall those who come after"), at=notice, **own)
    actions.add_point(kind="motion", motion=_motion("Shall the night fishery"), at=notice, **own)
    actions.add_point(kind="information", title="Where the drones are, and what they cost", at=notice, **own)
    actions.publish_agenda(at=notice, **own)
    for i, row in enumerate(queries.convenings().filter(sitting=sitting)):
        at = notice + timedelta(hours=1, minutes=i)
        if i % 5 == 3:
            actions.send_sitting_apologies(code=row.code, by=row.person, at=at)
        elif i % 2 == 0:
            actions.acknowledge_convening(code=row.code, by=row.person, at=at)
