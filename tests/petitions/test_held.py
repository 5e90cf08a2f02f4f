"""What the limits held: auditors narrow it, read the rule in words, and release one or a whole selection."""

from datetime import timedelta

import pytest

from accounts.rules.roles import Role
from petitions import actions
from petitions.models import Attempt, Petition
from tests.accounts.people import person, sign_in
from tests.petitions.browser import mail
from tests.petitions.scene import DAY, ask_to_sign, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client):
    user = person("ines", Role.AUDITOR)
    sign_in(client, user)
    return user


@pytest.fixture
def held(petition, now):
    """Five by one rule today, two by another three days ago."""
    for number in range(7):
        early = number > 4
        row = ask_to_sign(
            petition, f"a{number}@shore.example", name=f"Ana {chr(65 + number)}", at=now - 3 * DAY * early
        )
        Attempt.objects.filter(pk=row.pk).update(held_by="resent" if early else "burst", judged_at=now)
    return Attempt.objects.order_by("pk")


def test_the_rule_is_said_in_words_with_how_many_it_holds(client, auditor, held):
    page = client.get("/petitions/held/").content.decode()

    assert "Too many within a minute: 5" in page
    assert "Mailed five times already: 2" in page
    assert "a0@shore.example" in page


def test_it_is_narrowed_by_rule_petition_and_day(client, auditor, held, petition, now):
    def names(**query):
        text = client.get("/petitions/held/", query).content.decode()
        return {row.name for row in held if row.name in text}

    early = (now - 3 * DAY).astimezone(_site()).date().isoformat()
    assert names(rule="resent") == {"Ana F", "Ana G"}
    assert names(day=early) == {"Ana F", "Ana G"}
    assert names(day=early, rule="burst") == set()
    assert len(names(petition=petition.slug)) == 7
    assert names(petition="another") == set()


def _site():
    from petitions import queries

    return queries.site_clock()


def test_nothing_found_and_nothing_held_are_said_apart(client, auditor, petition):
    assert "Nothing is held" in client.get("/petitions/held/").content.decode()
    assert "Nothing like this is held" in client.get("/petitions/held/", {"rule": "burst"}).content.decode()


@pytest.mark.parametrize(
    "query",
    [{"rule": "x"}, {"day": "soon"}, {"petition": "a b"}, {"day": "99999-01-01"}, {"petition": "a\x00"}],
)
def test_a_filter_that_is_none_is_named(client, auditor, held, query):
    assert client.get("/petitions/held/", query).status_code == 422
    assert client.get("/api/v1/petition-held/", query).status_code == 400


def test_the_marked_are_released_in_one_act_and_mailed(client, auditor, held, petition):
    from ledger.models import Fact

    actions.set_aside(at=held[0].asked_at + DAY)
    keys = [str(row.key) for row in held[:3]]

    answer = client.post(
        "/petitions/held/release/", {"key": [*keys, "no key"], "which": "marked", "rule": "burst"}
    )

    assert answer.url == "/petitions/held/?rule=burst"
    assert Attempt.objects.held().count() == 4
    assert sorted(m.to[0] for m in mail()) == ["a0@shore.example", "a1@shore.example", "a2@shore.example"]
    assert Fact.objects.filter(kind="petitions.attempt.released", public=False).count() == 3


def test_a_whole_selection_is_released_and_nothing_else(client, auditor, held):
    client.post("/petitions/held/release/", {"which": "all", "rule": "resent"})

    assert set(Attempt.objects.held().values_list("held_by", flat=True)) == {"burst"}
    assert Attempt.objects.held().count() == 5


@pytest.mark.parametrize(
    "body", [{"which": "marked"}, {}, {"which": "all", "rule": "x"}, {"which": "all", "day": "soon"}]
)
def test_what_says_nothing_clear_releases_nothing(client, auditor, held, body):
    assert client.post("/petitions/held/release/", body).status_code == 302
    assert Attempt.objects.held().count() == 7


def test_a_released_one_has_seven_days_again_and_is_not_released_twice(client, auditor, held, now):
    later = now + timedelta(days=6)
    chosen = [held[0].pk]

    assert actions.release_all(attempt_ids=chosen, by=auditor, at=later) == 1
    assert actions.release_all(attempt_ids=chosen, by=auditor, at=later) == 0
    assert Attempt.objects.get(pk=held[0].pk).expires_at == later + 7 * DAY


def test_programs_of_auditors_count_narrow_and_release(client, auditor, held):
    counts = client.get("/api/v1/petition-held/counts/").json()
    rows = client.get("/api/v1/petition-held/", {"rule": "resent"}).json()["results"]
    keys = [row["key"] for row in rows]

    done = client.post("/api/v1/petition-held/release/", {"keys": keys}, content_type="application/json")
    again = client.post("/api/v1/petition-held/release/", {"keys": keys}, content_type="application/json")
    wrong = client.post("/api/v1/petition-held/release/", {"keys": ["x"]}, content_type="application/json")

    assert counts == [{"rule": "burst", "held": 5}, {"rule": "resent", "held": 2}]
    assert (done.status_code, done.json()) == (202, {"released": 2})
    assert again.json() == {"released": 0}
    assert wrong.status_code == 400


def test_two_petitions_are_kept_apart(client, auditor, held, now):
    other = opened(at=now, title="Let the reed beds of the lower shore stand")
    row = ask_to_sign(other, "b@shore.example", at=now)
    Attempt.objects.filter(pk=row.pk).update(held_by="burst", judged_at=now)

    client.post("/petitions/held/release/", {"which": "all", "petition": other.slug})

    assert not Attempt.objects.held().filter(petition=other).exists()
    assert Attempt.objects.held().count() == 7
    assert Petition.objects.count() == 2
