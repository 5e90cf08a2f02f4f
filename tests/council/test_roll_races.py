"""A change of who sits beside an act that reads who sits, in threads: whichever is first in the record, the other saw it."""

import json
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from time import monotonic, sleep

import pytest
from django.db import connection, transaction

from council import actions
from council.models import Recusal, Voting
from council.rules.kinds import Ended, MotionKind
from ledger.models import Document, Fact
from tests.council.lending import name
from tests.council.scenes import DAY, HOUR
from tests.council.test_cover import MINUTE, all_recused, cover
from tests.council.test_recusals import declare
from tests.council.test_unopposed import adopt, allow, at_hand

pytestmark = pytest.mark.django_db(transaction=True)
WAITS_FOR_US = """
    SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))
"""


def beside(first, second):
    """``second()`` begins when ``first()`` is done and not committed, which is when it waits or has ended."""
    done = Event()

    def begin(other):
        try:
            with transaction.atomic():
                answer = first()
                done.set()
                _until_it_waits(other)
            return answer
        finally:
            done.set()
            connection.close()

    def follow():
        done.wait(timeout=30)
        try:
            return second()
        except Exception as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        other = pool.submit(follow)
        return pool.submit(begin, other).result(timeout=60), other.result(timeout=60)


def _until_it_waits(other: "Future[object]") -> None:
    end = monotonic() + 30
    while monotonic() < end and not other.done():
        with connection.cursor() as cursor:
            cursor.execute(WAITS_FOR_US)
            if cursor.fetchone()[0]:
                return
        sleep(0.01)


def facts(*kinds):
    rows = Fact.objects.filter(kind__in=kinds).order_by("-id")[: len(kinds)]
    return [row.kind for row in reversed(rows)]


def listed(roll, seat):
    return next((row for row in roll["seats"] if row["seat"] == seat), None)


# --- Adopted without a vote -------------------------------------------------------------------------
def unopposed(scene, noon):
    allow(scene, "ordinary", [MotionKind.RESOLUTION])
    return at_hand(scene, scene.scheduled(noon - 20 * DAY, days=30), began=noon)


def line_of_unopposed():
    return json.loads(
        bytes(Document.objects.get(fact__kind="council.motion.unopposed", path="rolls.jsonl").data)
    )


def test_a_mandate_that_ends_beside_an_unopposed_adoption_is_not_on_its_roll(scene, noon):
    sitting = unopposed(scene, noon)
    mandate = scene.seats["h-5"].mandates.get()

    beside(
        lambda: actions.end_mandate(mandate_id=mandate.pk, by=Ended.RESIGNATION, at=noon + HOUR),
        lambda: adopt(scene, sitting, noon + HOUR),
    )

    assert facts("council.mandate.ended", "council.motion.unopposed") == [
        "council.mandate.ended",
        "council.motion.unopposed",
    ]
    assert listed(line_of_unopposed(), "h-5")["hands"] == []


def test_a_mandate_that_ends_after_an_unopposed_adoption_is_on_its_roll(scene, noon):
    sitting = unopposed(scene, noon)
    mandate = scene.seats["h-5"].mandates.get()

    beside(
        lambda: adopt(scene, sitting, noon + HOUR),
        lambda: actions.end_mandate(mandate_id=mandate.pk, by=Ended.RESIGNATION, at=noon + HOUR),
    )

    assert facts("council.motion.unopposed", "council.mandate.ended") == [
        "council.motion.unopposed",
        "council.mandate.ended",
    ]
    assert listed(line_of_unopposed(), "h-5")["hands"] == [1]


# --- A seat that ceases, a seat that is made --------------------------------------------------------
def vacant(scene, noon):
    mandate = scene.seats["h-5"].mandates.get()
    actions.end_mandate(mandate_id=mandate.pk, by=Ended.RESIGNATION, at=noon)
    return scene.seats["h-5"]


def test_a_seat_abolished_beside_an_opening_is_not_on_its_roll(scene, noon):
    motion, seat = scene.scheduled(noon), vacant(scene, noon)

    beside(
        lambda: actions.abolish_seat(seat=seat, by=scene.secretary, at=motion.opens_at),
        lambda: actions.advance_due(at=motion.opens_at),
    )

    assert facts("council.seat.abolished", "council.voting.opened")[0] == "council.seat.abolished"
    assert listed(Voting.objects.get().roll, "h-5") is None


def test_nobody_is_appointed_to_a_seat_that_is_abolished_in_that_moment(scene, noon):
    seat = vacant(scene, noon)

    _, refused = beside(
        lambda: actions.abolish_seat(seat=seat, by=scene.secretary, at=noon + HOUR),
        lambda: actions.appoint(
            seat=seat, person=scene.people["h-5"], instrument="Election of 2150", at=noon + HOUR
        ),
    )

    assert isinstance(refused, actions.CannotSeat)
    assert not seat.mandates.in_force(noon + DAY).exists()


def test_a_seat_is_not_abolished_over_a_mandate_given_in_that_moment(scene, noon):
    seat = vacant(scene, noon)

    _, refused = beside(
        lambda: actions.appoint(
            seat=seat, person=scene.people["h-5"], instrument="Election of 2150", at=noon + HOUR
        ),
        lambda: actions.abolish_seat(seat=seat, by=scene.secretary, at=noon + HOUR),
    )

    assert isinstance(refused, actions.CannotSeat)
    seat.refresh_from_db()
    assert seat.abolished_at is None


def test_a_seat_made_beside_an_opening_is_on_its_roll(scene, noon):
    motion = scene.scheduled(noon)

    beside(
        lambda: actions.add_seat(body=scene.humans, code="h-6", at=motion.opens_at),
        lambda: actions.advance_due(at=motion.opens_at),
    )

    assert facts("council.seat.created", "council.voting.opened")[0] == "council.seat.created"
    assert listed(Voting.objects.get().roll, "h-6")["hands"] == []


# --- Recusal and those who stand in -----------------------------------------------------------------
def test_nobody_is_recused_for_an_interest_withdrawn_in_that_moment(scene, noon):
    interest, motion = declare(scene, "h-2", noon), scene.scheduled(noon)

    _, refused = beside(
        lambda: actions.withdraw_interest(code=interest.code, by=scene.people["h-2"], at=noon + HOUR),
        lambda: actions.recuse_for_interest(
            motion_id=motion.pk, interest=interest, by=scene.secretary, at=noon + HOUR
        ),
    )

    assert isinstance(refused, actions.CannotRecuse)
    assert not Recusal.objects.exists()


def test_nobody_is_recused_for_the_interest_of_a_mandate_that_ends_in_that_moment(scene, noon):
    interest, motion = declare(scene, "h-2", noon), scene.scheduled(noon)

    _, refused = beside(
        lambda: actions.end_mandate(mandate_id=interest.mandate_id, by=Ended.RESIGNATION, at=noon + HOUR),
        lambda: actions.recuse_for_interest(
            motion_id=motion.pk, interest=interest, by=scene.secretary, at=noon + HOUR
        ),
    )

    assert isinstance(refused, actions.CannotRecuse)
    assert not Recusal.objects.exists()


def test_a_recused_seat_whose_substitute_goes_beside_an_opening_takes_no_part(scene, noon):
    motion = all_recused(scene, noon)
    cover(scene, motion, "b-2", noon + HOUR)
    call = scene.seats["b-2"].calls.get()

    beside(
        lambda: actions.end_call(code=call.code, by=scene.secretary, at=motion.opens_at),
        lambda: actions.advance_due(at=motion.opens_at),
    )

    assert facts("council.substitute.ended", "council.voting.opened")[0] == "council.substitute.ended"
    assert listed(Voting.objects.get().roll, "b-2")["recused"] is True


def test_a_recused_seat_whose_next_substitute_is_called_beside_an_opening_takes_part(scene, noon):
    motion = all_recused(scene, noon)
    name(scene, "b-2", "second", noon, place=2)
    cover(scene, motion, "b-2", noon + HOUR)
    call = scene.seats["b-2"].calls.get()
    actions.end_call(code=call.code, by=scene.secretary, at=noon + HOUR + MINUTE)

    beside(
        lambda: actions.send_apologies(
            seat=scene.seats["b-2"], motion=motion, by=scene.people["b-2"], at=motion.opens_at
        ),
        lambda: actions.advance_due(at=motion.opens_at),
    )

    assert facts("council.substitute.called", "council.voting.opened")[0] == "council.substitute.called"
    assert listed(Voting.objects.get().roll, "b-2")["recused"] is False
