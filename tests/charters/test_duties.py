"""Duties: opened once, ended one way, late in public."""

from datetime import timedelta

import pytest

from charters import actions, queries, tasks
from charters.models import Duty
from charters.rules.lifecycle import DutyState
from ledger import queries as ledger_queries

pytestmark = pytest.mark.django_db
MATTER = "petitions.petition/clean-the-harl-outfall"


@pytest.fixture
def duty(authority, noon):
    return open_(authority, noon)


def open_(authority, at, **more):
    fields = {
        "kind": "petition-response",
        "subject": MATTER,
        "holder": authority,
        "due_at": at + timedelta(days=30),
    }
    return actions.open_duty(**(fields | {"actor": "", "at": at} | more))


def kinds(subject):
    return [fact.kind for fact in ledger_queries.around(subject)]


def test_the_same_duty_is_not_opened_twice_while_it_is_owed(duty, authority, noon):
    again = open_(authority, noon + timedelta(days=1))

    assert again == duty
    assert kinds(duty.subject) == ["charters.duty.opened"]


def test_a_duty_that_ended_may_be_owed_again(duty, authority, noon):
    actions.discharge_duty(duty_id=duty.pk, actor="", at=noon)

    assert open_(authority, noon) != duty


def test_it_is_found_from_the_matter_and_from_the_holder(duty, authority):
    assert list(queries.duties_on(MATTER)) == [duty]
    assert kinds(MATTER) == kinds(authority.subject) == ["charters.duty.opened"]


def test_it_is_late_from_the_moment_it_was_due(duty):
    assert duty.state_at(duty.due_at - timedelta(seconds=1)) is DutyState.OPEN
    assert duty.state_at(duty.due_at) is DutyState.LATE


@pytest.mark.parametrize(("days", "late"), [(10, False), (31, True)])
def test_discharging_says_whether_it_was_late(duty, noon, days, late):
    done = actions.discharge_duty(duty_id=duty.pk, actor="", at=noon + timedelta(days=days))

    assert done.state_at(noon + timedelta(days=99)) is DutyState.DISCHARGED
    assert ledger_queries.around(duty.subject).last().body["late"] is late


def test_ending_twice_changes_nothing(duty, noon):
    actions.discharge_duty(duty_id=duty.pk, actor="", at=noon)
    actions.discharge_duty(duty_id=duty.pk, actor="", at=noon + timedelta(days=1))

    assert Duty.objects.get().discharged_at == noon
    assert kinds(duty.subject).count("charters.duty.discharged") == 1


def test_a_duty_ends_one_way(duty, authority, noon):
    actions.withdraw_duty(duty_id=duty.pk, actor="", at=noon)
    other = open_(authority, noon, kind="petition-debate")
    actions.discharge_duty(duty_id=other.pk, actor="", at=noon)

    with pytest.raises(actions.CannotEnd):
        actions.discharge_duty(duty_id=duty.pk, actor="", at=noon)
    with pytest.raises(actions.CannotEnd):
        actions.withdraw_duty(duty_id=other.pk, actor="", at=noon)


def test_lateness_is_told_once(duty, noon):
    late = noon + timedelta(days=31)

    assert actions.escalate_due(at=noon) == 0
    assert actions.escalate_due(at=late) == 1
    assert actions.escalate_due(at=late + timedelta(days=1)) == 0
    assert kinds(duty.subject).count("charters.duty.escalated") == 1


def test_what_was_ended_is_never_late(duty, noon):
    actions.withdraw_duty(duty_id=duty.pk, actor="", at=noon)

    assert actions.escalate_due(at=noon + timedelta(days=90)) == 0


def test_the_sweep_reads_the_database_s_clock(authority, noon):
    past = noon.replace(year=2020)
    open_(authority, past)

    tasks.sweep()
    tasks.sweep(newer_argument=1)

    assert Duty.objects.filter(escalated_at__isnull=False).count() == 1


def test_the_page_says_what_is_owed_by_whom_and_what_is_late(client, authority, noon):
    past = noon.replace(year=2020)
    duty = open_(authority, past)
    done = open_(authority, past, kind="petition-debate")
    actions.discharge_duty(duty_id=done.pk, actor="", at=past)

    owed = client.get("/charters/duties/").content.decode()
    everything = client.get("/charters/duties/", {"state": "all"}).content.decode()

    assert f'id="duty-{duty.pk}"' in owed
    assert f'id="duty-{done.pk}"' not in owed
    assert f'id="duty-{done.pk}"' in everything
    assert "Harl Water Authority" in owed
    assert "Late" in owed


@pytest.mark.parametrize("query", [{"state": "nonsense"}, {"holder": "a b"}, {"holder": "x" * 200}])
def test_a_bad_filter_is_answered_with_a_sentence(client, db, query):
    page = client.get("/charters/duties/", query)

    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()


def test_the_api_filters_by_state_holder_and_matter(client, authority, noon):
    past = noon.replace(year=2020)
    late = open_(authority, past)
    open_(authority, noon, kind="petition-debate")

    def ids(**query):
        return [row["id"] for row in client.get("/api/v1/duties/", query).json()["results"]]

    assert ids(state="late") == [late.pk]
    assert len(ids(holder="harl-water")) == 2
    assert ids(holder="nobody") == []
    assert len(ids(matter=MATTER)) == 2
    assert client.get(f"/api/v1/duties/{late.pk}/").json()["state"] == "late"
    assert client.get("/api/v1/duties/", {"state": "x"}).status_code == 400
    assert client.post("/api/v1/duties/", {}).status_code == 405
