"""A sitting for tests: called ten days ago for this morning, opened, its room filled."""

from datetime import timedelta

from django.urls import reverse

from council import actions, queries
from ledger.queries import now

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def call(scene, body=None):
    at = now() - 10 * DAY
    return actions.call_sitting(
        body=body or scene.council,
        starts_at=at + 10 * DAY - 3 * HOUR,
        place="Customs house",
        by=scene.secretary,
        at=at,
    )


def opened(scene, sitting, at, *, motion=None):
    point = (
        {"kind": "motion", "motion": motion}
        if motion
        else {"kind": "information", "title": "The summer’s oxygen"}
    )
    actions.add_point(sitting_id=sitting.pk, by=scene.secretary, at=at - HOUR, **point)
    actions.publish_agenda(sitting_id=sitting.pk, by=scene.secretary, at=at - HOUR)
    return actions.open_sitting(sitting_id=sitting.pk, by=scene.secretary, at=at)


def enter(scene, sitting, *seats, at=None):
    for seat in seats:
        actions.arrive(
            sitting_id=sitting.pk, seat=scene.seats[seat], by=scene.secretary, at=at or now() - 30 * MINUTE
        )


def address(name, sitting, *more):
    return reverse(f"council:{name}", args=[sitting.body.code, sitting.number, *more])


def api(name, sitting):
    return reverse(f"api:sitting-{name}", args=[sitting.code])


def titles(sitting):
    return [point.heading for point in queries.points(sitting)]


def add(scene, sitting, *words):
    for word in words:
        actions.add_point(sitting_id=sitting.pk, kind="information", title=word, by=scene.secretary, at=now())
