"""The operators' switches: a pause gives every open petition its days back, the count takes a longer breath."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.rules.roles import Role
from ledger.models import Fact
from petitions import actions, queries, tasks
from petitions.models import Interval, Pause, Petition
from tests.accounts.people import person
from tests.petitions.scene import DAY, HOUR, NOON, ask_to_sign, opened, sign, token_for

pytestmark = pytest.mark.django_db
WHY = "The mail server is being moved."


@pytest.fixture
def ada():
    return person("ada", Role.ADMIN)


def closes_at(petition):
    return Petition.objects.get(pk=petition.pk).closes_at


def test_while_paused_nobody_signs_and_is_told_so_plainly(ada):
    petition = opened()
    actions.pause_signing(reason=WHY, by=ada, at=NOON)

    with pytest.raises(actions.CannotSign, match="paused"):
        ask_to_sign(petition, "ana@shore.example", at=NOON + HOUR)
    with pytest.raises(actions.CannotSign, match="paused"):
        actions.sign_now(slug=petition.slug, name="Ana", email="ana@shore.example", zone_id=None, updates=False,
                         language="en", at=NOON + HOUR)  # fmt: skip


def test_a_link_that_was_asked_for_before_still_confirms(ada):
    petition = opened()
    attempt = ask_to_sign(petition, "ana@shore.example")
    actions.pause_signing(reason=WHY, by=ada, at=NOON + HOUR)

    assert actions.confirm_signature(token=token_for(attempt), at=NOON + 2 * HOUR).is_new


def test_each_local_midnight_gives_a_day_and_no_tick_gives_it_twice(ada):
    petition = opened()
    before = closes_at(petition)
    actions.pause_signing(reason=WHY, by=ada, at=NOON)

    given = [actions.give_days(at=at) for at in (NOON + HOUR, NOON + DAY, NOON + DAY, NOON + 3 * DAY)]
    actions.resume_signing(by=ada, at=NOON + 4 * DAY)
    actions.give_days(at=NOON + 6 * DAY)

    assert given == [0, 1, 0, 2]
    assert closes_at(petition) == before + 4 * DAY
    assert len(Fact.objects.filter(kind="petitions.signing.extended")) == 4


def test_a_pause_of_some_hours_gives_nothing(ada):
    petition = opened()
    before = closes_at(petition)
    actions.pause_signing(reason=WHY, by=ada, at=NOON)

    actions.resume_signing(by=ada, at=NOON + HOUR)

    assert closes_at(petition) == before


def test_nothing_closes_in_a_pause_and_what_had_closed_stays_closed(ada, now):
    old, new = opened(at=now), opened(at=now, email="two@shore.example")
    Petition.objects.filter(pk=old.pk).update(closes_at=now - HOUR, opened_at=now - 9 * DAY)
    Petition.objects.filter(pk=new.pk).update(closes_at=now - 3 * HOUR, opened_at=now - 9 * DAY)
    begun = actions.pause_signing(reason=WHY, by=ada, at=now - 2 * HOUR)
    Pause.objects.filter(pk=begun.pk).update(since=now - 26 * HOUR)
    Petition.objects.filter(pk=new.pk).update(closes_at=now - 30 * HOUR)

    tasks.sweep()

    assert Petition.objects.get(pk=old.pk).state == "open"
    assert Petition.objects.get(pk=new.pk).state == "closed"


def test_a_day_more_is_a_local_day_when_the_clocks_change(ada, settings):
    settings.TIME_ZONE = "Europe/Lisbon"
    lisbon = ZoneInfo("Europe/Lisbon")
    petition = opened()
    Petition.objects.filter(pk=petition.pk).update(
        closes_at=datetime(2150, 10, 24, 23, 59, 59, tzinfo=lisbon)
    )
    actions.pause_signing(reason=WHY, by=ada, at=NOON)

    actions.give_days(at=NOON + DAY)

    assert closes_at(petition).astimezone(lisbon) == datetime(2150, 10, 25, 23, 59, 59, tzinfo=lisbon)


def test_one_pause_at_a_time(ada):
    actions.pause_signing(reason=WHY, by=ada, at=NOON)

    with pytest.raises(actions.CannotSwitch, match="paused already"):
        actions.pause_signing(reason=WHY, by=ada, at=NOON)
    actions.resume_signing(by=ada, at=NOON + HOUR)
    with pytest.raises(actions.CannotSwitch, match="not paused"):
        actions.resume_signing(by=ada, at=NOON + HOUR)


def test_the_count_takes_the_breath_it_is_given(ada):
    petition = opened()
    actions.count_due(at=NOON)
    actions.set_interval(seconds=60, by=ada, at=NOON)
    sign(petition, "ana@shore.example")
    every = queries.counting_interval(NOON)

    early = actions.count_due(at=NOON + timedelta(seconds=30), every=every)
    late = actions.count_due(at=NOON + timedelta(seconds=60), every=every)

    assert (every, early, late) == (60, 0, 1)
    assert queries.counting_interval(NOON - HOUR) == 10


@pytest.mark.parametrize("seconds", [9, 61])
def test_from_ten_to_sixty_seconds_and_nothing_else(ada, seconds):
    with pytest.raises(actions.CannotSwitch):
        actions.set_interval(seconds=seconds, by=ada, at=NOON)
    assert not Interval.objects.exists()
