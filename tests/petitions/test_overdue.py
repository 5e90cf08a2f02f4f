"""Lateness is public: one list, one order, by page and by API; answered late, it stays on record."""

from datetime import timedelta

import pytest
from django.urls import reverse

from charters import actions as charters
from charters.models import Duty, Escalation
from ledger.queries import now as database_now
from petitions import actions
from petitions.models import Petition
from tests.accounts.people import person
from tests.petitions.scene import DAY, NOON, opened, sign, thresholds

pytestmark = pytest.mark.django_db
HOSTILE = [
    {"order": "-due_at"}, {"sort": "title"}, {"ordering": "due_at"}, {"page": "2"}, {"holder": "nobody"},
    {"state": "discharged"}, {"hide": "late"}, {"page_size": "0"}, {"q": "zzz"}, {"limit": "0"}, {"cursor": "x"},
]  # fmt: skip


@pytest.fixture
def today(db):
    return database_now()


def owed(email, due_at):
    """A petition that passed its threshold, and whose answer was due at that moment."""
    petition = opened(email=email, at=due_at - 30 * DAY)
    sign(petition, f"ana-{email}", at=due_at - 29 * DAY)
    actions.count_due(at=due_at - 28 * DAY)
    Duty.objects.filter(matter=petition.subject).update(due_at=due_at)
    return Petition.objects.get(pk=petition.pk)


@pytest.fixture
def late(today):
    """Three that are 40, 20 and 10 days late, filed in no order, and one that is in time."""
    first = opened(email="zero@shore.example", at=today - 99 * DAY)
    thresholds(first, 7, 1000, at=today - 300 * DAY)
    made = {days: owed(f"d{days}@shore.example", today - days * DAY) for days in (20, 40, 10, -5)}
    return {days: petition.slug for days, petition in made.items()}


def listed(client, **query):
    page = client.get(reverse("petitions:overdue"), query)
    assert page.status_code == 200
    return page.context["listed"], page.context["coming"], page.content.decode()


def slugs(rows):
    return [row.crossing.petition.slug for row in rows]


def test_the_longest_overdue_comes_first(client, late):
    on_list, coming, page = listed(client)

    assert slugs(on_list) == [late[40], late[20]]
    assert slugs(coming) == [late[10]]
    assert [row.late.days for row in on_list] == [40, 20]
    assert page.index(late[40]) < page.index(late[20]) < page.index(late[10])
    assert late[-5] not in page
    assert "40 days late" in page


@pytest.mark.parametrize("query", HOSTILE)
def test_nothing_a_reader_asks_for_sorts_or_hides_it(client, late, query):
    plain, asked = listed(client), listed(client, **query)

    assert slugs(asked[0]) == slugs(plain[0])
    assert slugs(asked[1]) == slugs(plain[1])


@pytest.mark.parametrize("query", HOSTILE)
def test_the_api_refuses_to_sort_or_hide_and_names_the_parameter(client, query):
    answer = client.get("/api/v1/petitions/overdue/", query)

    assert answer.status_code == 400
    assert next(iter(query)) in str(answer.json())


def test_the_api_gives_the_same_list(client, late, today):
    told = client.get("/api/v1/petitions/overdue/").json()

    assert [row["petition"] for row in told["listed"]] == [late[40], late[20]]
    assert [row["petition"] for row in told["coming"]] == [late[10]]
    assert [row["step"] for row in told["listed"] + told["coming"]] == ["public", "public", "chair"]
    assert told["listed"][0]["days_late"] == 40
    assert told["answered_late"] == []


def test_nothing_overdue_is_said_kindly(client, db):
    page = client.get(reverse("petitions:overdue")).content.decode()

    assert "Nothing is two weeks late" in page
    assert "answered in time" in page


def test_an_answer_that_came_late_stays_on_record(client, late, today):
    petition = Petition.objects.get(slug=late[20])
    answer(petition, today)

    on_list, _coming, page = listed(client)
    told = client.get("/api/v1/petitions/overdue/").json()
    own = client.get(petition.get_absolute_url()).content.decode()
    data = client.get(f"/petitions/{petition.slug}.json").json()
    assert slugs(on_list) == [late[40]]
    assert [row["petition"] for row in told["answered_late"]] == [petition.slug]
    assert "done 20 days late" in page
    assert "done 20 days late" in own
    assert data["thresholds"][0]["days_late"] == 20
    assert Escalation.objects.filter(duty__matter=petition.subject).count() == 3


def answer(petition, at):
    from petitions.actions.answering import AnswerTo
    from petitions.rules.answers import Verdict

    actions.respond(
        petition_id=petition.pk, body=petition.crossings.get().duty.holder, by=person(), summary="It shall be done.",
        answers=[AnswerTo(number=n, verdict=Verdict.YES, text="Yes.") for n in (1, 2)], at=at,
    )  # fmt: skip


def test_the_page_of_a_petition_says_how_late_and_with_whom_it_lies(client, late):
    def page(days):
        return client.get(reverse("petitions:petition", args=[late[days]])).content.decode()

    assert "10 days late" in page(10)
    assert "It lies with the chair of the body now." in page(10)
    assert "It is on the public list of the overdue." in page(20)
    assert "late" not in page(-5).split('id="far"')[1].split("</section>")[0]


def test_a_petition_that_nobody_may_read_is_on_no_list(client, late):
    Petition.objects.filter(slug=late[40]).update(state="hidden")

    on_list, _coming, page = listed(client)

    assert slugs(on_list) == [late[20]]
    assert late[40] not in page


def test_falling_below_the_threshold_takes_it_off_the_list_but_not_off_the_record(client, late, today):
    petition = Petition.objects.get(slug=late[40])
    charters.escalate_due(at=today)
    Petition.objects.filter(pk=petition.pk).update(signature_count=6)

    from petitions.actions.crossing import fall_back

    fall_back(Petition.objects.get(pk=petition.pk), today)

    assert slugs(listed(client)[0]) == [late[20]]
    assert Duty.objects.get(matter=petition.subject).withdrawn_at == today
    assert Escalation.objects.filter(duty__matter=petition.subject).count() == 3


def test_a_partial_answer_keeps_the_duty_when_the_number_falls(late, today):
    from petitions.actions.answering import AnswerTo
    from petitions.actions.crossing import fall_back
    from petitions.rules.answers import Verdict

    petition = Petition.objects.get(slug=late[40])
    actions.respond(
        petition_id=petition.pk, body=petition.crossings.get().duty.holder, by=person(), summary="Partly it is done.",
        answers=[AnswerTo(number=1, verdict=Verdict.YES, text="Yes.")], at=today,
    )  # fmt: skip
    Petition.objects.filter(pk=petition.pk).update(signature_count=6)

    assert fall_back(Petition.objects.get(pk=petition.pk), today) == []


def test_a_debate_on_the_agenda_keeps_its_duty_when_the_number_falls(db):
    from petitions.actions.crossing import fall_back

    petition = opened()
    thresholds(petition, 1000, 7)
    sign(petition, "ana@shore.example")
    actions.count_due(at=NOON)
    actions.take_up(subject=petition.subject, motion="council.motion/1", at=NOON)
    Petition.objects.filter(pk=petition.pk).update(signature_count=6)

    assert fall_back(Petition.objects.get(pk=petition.pk), NOON + timedelta(hours=1)) == []
    assert Duty.objects.get().withdrawn_at is None


def test_the_public_list_does_not_send_its_readers_to_itself(client, late):
    page = client.get(reverse("petitions:overdue")).content.decode()

    assert "days late" in page
    assert "It is on the public list" not in page


def test_what_is_late_but_not_listed_is_not_said_to_have_time(client, late, today):
    Duty.objects.filter(due_at__lt=today - 14 * DAY).update(due_at=today - 13 * DAY)

    on_list, coming, page = listed(client)

    assert (len(on_list), len(coming)) == (0, 3)
    assert "or still has time" not in page
