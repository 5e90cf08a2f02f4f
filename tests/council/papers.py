"""Scenes of a sitting's papers: notice given for a sitting ahead; one that is over, and the next that approves."""

from datetime import timedelta

from accounts.models import Letter
from council import actions
from council.models import Convening
from ledger.queries import now
from tests.council.sitting_scenes import DAY, HOUR, MINUTE, call, enter


def ahead(scene, *, motion=None, days=3, body=None):
    """Called, its agenda put in order, notice given now."""
    at = now()
    sitting = actions.call_sitting(
        body=body or scene.council, starts_at=at + days * DAY, place="Quay", by=scene.secretary, at=at
    )
    own = {"sitting_id": sitting.pk, "by": scene.secretary, "at": at}
    actions.add_point(kind="information", title="The summer’s oxygen", **own)
    if motion:
        actions.add_point(kind="motion", motion=motion, **own)
    return actions.publish_agenda(**own)


def called_as(sitting, who):
    return Convening.objects.get(sitting=sitting, person=who)


def letters_to(person):
    return list(Letter.objects.filter(to=person.email).order_by("pk"))


def apologise(row, by):
    return actions.send_sitting_apologies(code=row.code, by=by, at=now())


def acknowledge(row, by):
    return actions.acknowledge_convening(code=row.code, by=by, at=now())


def over(scene, *, motion=None):
    """A sitting of this morning, its room filled, its first point taken up, closed."""
    sitting, at = call(scene), now() - HOUR
    own = {"sitting_id": sitting.pk, "by": scene.secretary}
    actions.add_point(kind="information", title="The summer’s oxygen", at=at - HOUR, **own)
    if motion:
        actions.add_point(kind="motion", motion=motion, at=at - HOUR, **own)
    actions.publish_agenda(at=at - HOUR, **own)
    actions.open_sitting(at=at, **own)
    enter(scene, sitting, "h-1", "h-2", at=at + MINUTE)
    actions.take_up_point(position=1, at=at + 2 * MINUTE, **own)
    seat = {"sitting_id": sitting.pk, "seat": scene.seats["h-2"], "by": scene.secretary}
    actions.ask_for_floor(at=at + 3 * MINUTE, **seat)
    actions.give_floor(at=at + 4 * MINUTE, **seat)
    if motion:
        actions.take_up_point(position=2, at=at + 9 * MINUTE, **own)
    return actions.close_sitting(at=at + 20 * MINUTE, **own)


def published(scene, sitting):
    own = {"sitting_id": sitting.pk, "by": scene.secretary}
    actions.draft_minutes(at=now(), **own)
    actions.correct_minutes(position=1, text="The station was read aloud.", at=now(), **own)
    return actions.publish_minutes(at=now(), **own)


def at_minutes(scene, minutes):
    """The next sitting of the body, open at its point for the minutes."""
    at = now() - timedelta(seconds=30)
    sitting = actions.call_sitting(
        body=minutes.sitting.body, starts_at=at + timedelta(seconds=10), place="", by=scene.secretary, at=at
    )
    own = {"sitting_id": sitting.pk, "by": scene.secretary}
    actions.add_point(kind="minutes", minutes=minutes, at=at, **own)
    actions.publish_agenda(at=at, **own)
    actions.open_sitting(at=now(), **own)
    actions.take_up_point(position=1, at=now(), **own)
    sitting.refresh_from_db()
    return sitting


def approved(scene, minutes):
    sitting = at_minutes(scene, minutes)
    asked = actions.ask_to_approve_minutes(sitting_id=sitting.pk, by=scene.secretary, at=now())
    actions.approve_minutes(approval_id=asked.pk, by=scene.people["h-1"], at=now())
    minutes.refresh_from_db()
    return minutes
