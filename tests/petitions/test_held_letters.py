"""Letters of filers and sponsors that the limits held: auditors see the rule, release them, and their links work."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.rules.roles import Role
from accounts.rules.tokens import Purpose
from ledger.models import Fact
from petitions import actions, queries
from petitions.models import Letter, Petition, Sponsor
from tests.accounts.people import person, sign_in
from tests.petitions.browser import mail
from tests.petitions.scene import DAY, HOUR, draft, filed

pytestmark = pytest.mark.django_db
ORIGIN = "x" * 32
PAGE, API = "/petitions/held/", "/api/v1/petition-held-letters/"


def file_from_one_network(number, at, **more):
    petition = draft(at=at)
    actions.file_petition(petition_id=petition.pk, name=f"Ana {chr(65 + number)}", email=f"a{number}@shore.example",
                          is_confirmed=False, at=at, origin=ORIGIN, **more)  # fmt: skip
    return petition


@pytest.fixture
def auditor():
    return sign_in(Client(), person("ines", Role.AUDITOR))


@pytest.fixture
def held(now):
    """The third filing from one network; the limit of filers is two."""
    for number in range(3):
        file_from_one_network(number, now - HOUR + number * timedelta(seconds=1))
    actions.judge_due(at=now - HOUR + timedelta(seconds=9))
    return Letter.objects.held().get()


def test_the_third_filing_from_one_network_is_held_and_the_page_says_by_which_rule(auditor, held):
    page = auditor.get(PAGE).content.decode()

    assert "Held letters of filers and sponsors" in page
    assert "a2@shore.example" in page
    assert "a0@shore.example" not in page
    assert "To confirm a filing" in page
    assert f"{queries.held_letters().count()}" == "1"
    assert "Too many within" in page


def test_a_draft_is_named_by_its_code_and_never_by_its_words(auditor, held):
    page = auditor.get(PAGE).content.decode()

    assert held.petition.code in page
    assert held.petition.title not in page


def test_a_sealed_address_is_not_told(auditor, now):
    petition = file_from_one_network(1, now, pseudonym="Grey Heron")
    Letter.objects.filter(petition=petition).update(held_by="burst", judged_at=now)

    page, rows = auditor.get(PAGE).content.decode(), auditor.get(API).json()["results"]

    assert "Grey Heron" in page
    assert "a1@shore.example" not in page
    assert "Ana B" not in page
    assert (rows[0]["name"], rows[0]["email"]) == ("Grey Heron", None)


def test_with_nothing_held_the_page_says_so_and_with_a_filter_too(auditor, now):
    assert "No letter of a filer or a sponsor is held." in auditor.get(PAGE).content.decode()
    assert "No held letter fits" in auditor.get(PAGE, {"rule": "burst"}).content.decode()


def test_it_is_narrowed_by_rule_petition_and_day(auditor, held, now):
    def shown(**query):
        return "a2@shore.example" in auditor.get(PAGE, query).content.decode()

    assert shown(rule=held.held_by)
    assert shown(petition=held.petition.code)
    assert shown(day=held.asked_at.astimezone(queries.site_clock()).date().isoformat())
    assert not shown(rule="resent")
    assert not shown(petition="another")
    assert not shown(day=(now - 3 * DAY).date().isoformat())


def test_released_it_is_mailed_once_and_on_record(auditor, held, now):
    actions.set_aside(at=now)

    answer = auditor.post(f"/petitions/held/letters/{held.key}/release/")
    again = auditor.post(f"/petitions/held/letters/{held.key}/release/")

    assert (answer.url, again.status_code) == (PAGE, 404)
    assert [m.to for m in mail()] == [["a2@shore.example"]]
    fact = Fact.objects.get(kind="petitions.letter.released")
    assert (fact.public, fact.body["rule"], fact.body["letter"]) == (False, held.held_by, "confirm_filing")


def test_the_link_of_a_filer_works_for_seven_days_from_the_release(held, now):
    late = now + 10 * DAY
    with pytest.raises(actions.CannotConfirm):
        actions.confirm_filing(token=actions.token_of(Purpose.FILE, held.about), at=late)

    actions.release_letters(letter_ids=[held.pk], by=person(), at=late)
    actions.confirm_filing(token=actions.token_of(Purpose.FILE, held.about), at=late + 6 * DAY)

    assert Petition.objects.get(pk=held.petition_id).state == "seeking_sponsors"


def test_the_link_of_a_sponsor_works_for_seven_days_from_the_release(now):
    petition = filed(at=now)
    made = actions.attempt_sponsorship(petition_id=petition.pk, name="Ben", email="ben@shore.example", zone=None,
                                       language="en", origin=ORIGIN, at=now)  # fmt: skip
    Letter.objects.filter(about=str(made.key)).update(held_by="burst", judged_at=now)

    actions.release_letters(letter_ids=[Letter.objects.held().get().pk], by=person(), at=now + 10 * DAY)
    actions.confirm_sponsor(token=actions.token_of(Purpose.SPONSOR, made.key), at=now + 16 * DAY)

    assert Sponsor.objects.get(pk=made.pk).confirmed_at


def test_by_program_it_is_listed_and_released(auditor, held):
    rows = auditor.get(API).json()["results"]
    done = auditor.post(f"{API}{rows[0]['key']}/release/")

    assert [(row["kind"], row["rule"], row["email"]) for row in rows] == [
        ("confirm_filing", held.held_by, "a2@shore.example")
    ]
    assert done.status_code == 202
    assert auditor.get(API).json()["results"] == []
    assert auditor.get(API, {"rule": "x"}).status_code == 400
