"""A station's keys: replaced with an overlap, revoked at once, used in the open, and wrong ones slowed down."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.rules.roles import Role
from biomes import actions
from biomes.models import StationKey
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DOOR = "/api/v1/stations/V-07/readings/"
ROTATE = "/api/v1/stations/V-07/keys/rotate/"


@pytest.fixture
def station(db):
    makers.reference()
    return makers.station(makers.biome("lagoon", at=now()), "V-07", at=now())


@pytest.fixture
def secret(station):
    return actions.issue_key(station_id=station.pk, actor="p-1", at=now())[1]


def send(client, secret, url=DOOR, **how):
    rows = [makers.row("salinity", now(), "8")]
    return client.post(
        url, json.dumps(rows), content_type="application/json", HTTP_AUTHORIZATION=f"Station {secret}", **how
    )


def age(secret_hint, **fields):
    StationKey.objects.filter(hint=secret_hint[:10]).update(**fields)


def test_a_station_replaces_its_own_key_and_both_work_for_a_week(client, station, secret):
    answer = send(client, secret, ROTATE)

    assert answer.status_code == 201
    new = answer.json()["secret"]
    assert send(client, secret).status_code == send(client, new).status_code == 200
    old = station.keys.get(hint=secret[:10])
    assert old.expires_at == old.successors.get().issued_at + 7 * DAY


def test_after_the_overlap_the_old_key_is_dead_and_says_since_when(client, secret):
    send(client, secret, ROTATE)
    age(secret, expires_at=now() - DAY)

    answer = send(client, secret)

    assert answer.status_code == 401
    assert "it worked until" in answer.json()["detail"]


def test_a_station_that_lost_the_answer_asks_again_and_the_lost_key_ends(client, station, secret):
    lost = send(client, secret, ROTATE).json()["secret"]
    first_end = station.keys.get(hint=secret[:10]).expires_at

    again = send(client, secret, ROTATE)

    assert again.status_code == 201
    assert send(client, lost).status_code == 401
    assert send(client, again.json()["secret"]).status_code == 200
    # Asking again prolongs nothing.
    assert station.keys.get(hint=secret[:10]).expires_at == first_end


def test_a_successor_in_use_is_not_thrown_away_by_another_asking(client, secret):
    new = send(client, secret, ROTATE).json()["secret"]
    send(client, new)

    again = send(client, secret, ROTATE)

    assert again.status_code == 409
    assert send(client, new).status_code == 200


def test_a_key_of_another_station_replaces_nothing(client, station):
    other = makers.station(station.biome, "V-08", at=now())
    foreign = actions.issue_key(station_id=other.pk, actor="p-1", at=now())[1]

    assert send(client, foreign, ROTATE).status_code == 403
    assert client.post(ROTATE).status_code == 401


def test_the_day_of_a_keys_last_use_is_known_and_written_once_a_day(
    client, station, secret, django_assert_num_queries
):
    send(client, secret)
    key = station.keys.get()
    assert key.last_used_on == now().date()

    at = now()
    with django_assert_num_queries(0):
        actions.note_use(key=key, at=at)


def test_wrong_keys_are_slowed_down_and_right_ones_never(client, secret):
    answers = [send(client, "blk_wrong").status_code for _number in range(31)]

    assert answers == [401] * 30 + [429]
    assert send(client, "blk_wrong")["Retry-After"]
    assert send(client, secret).status_code == 200
    assert send(client, "blk_wrong", REMOTE_ADDR="203.0.113.9").status_code == 401


def test_a_curator_replaces_revokes_and_sees_the_last_use(client, station, secret):
    send(client, secret)
    sign_in(client, person("curator", Role.CURATOR))
    key = station.keys.get()

    answer = client.post(reverse("biomes:rotate", args=["V-07", key.pk]))
    page = answer.content.decode()
    assert "The new key" in page
    assert "The replaced key works until" in page
    assert "last used on" in page

    client.post(reverse("biomes:revoke", args=["V-07", key.pk]))
    assert send(client, secret).status_code == 401
    refused = client.post(reverse("biomes:rotate", args=["V-07", key.pk]))
    assert refused.status_code == 409
    assert "does not work any more" in refused.content.decode()


def test_a_curators_program_replaces_a_key_by_its_hint(client, station, secret):
    sign_in(client, person("curator", Role.CURATOR))

    answer = client.post(
        "/api/v1/stations/V-07/keys/replace/", {"hint": secret[:10]}, content_type="application/json"
    )

    assert answer.status_code == 201
    assert send(client, answer.json()["secret"]).status_code == 200


def test_a_closed_station_takes_no_new_key(client, station, secret):
    key = station.keys.get()
    actions.close_station(station_id=station.pk, actor="p-1", at=now())

    with pytest.raises(actions.CannotIssue):
        actions.rotate_key(key_id=key.pk, actor="p-1", at=now())


def test_a_station_is_closed_behind_a_warning_and_then_says_that_it_is(client, station):
    sign_in(client, person("noor", Role.CURATOR))
    page = reverse("biomes:keys", args=["V-07"])

    before = client.get(page).content.decode()
    client.post(reverse("biomes:close", args=["V-07"]))
    after = client.get(page).content.decode()

    assert before.index("It cannot be opened again.") < before.index("Close it for good")
    assert "This station is closed." in after
    assert "Issue a key" not in after


def test_a_page_that_is_sent_again_issues_no_second_key_and_says_why(client, station):
    sign_in(client, person("noor", Role.CURATOR))
    issue = reverse("biomes:issue", args=["V-07"])

    first = client.post(issue, {"seen": "0"})
    again = client.post(issue, {"seen": "0"})

    assert (first.status_code, again.status_code) == (200, 409)
    assert "A key was issued since you opened this page" in again.content.decode()
    assert station.keys.count() == 1
    assert 'name="seen" value="1"' in again.content.decode()


@pytest.mark.parametrize("said", ["", "-1", "one", "\u0661", "9" * 40])
def test_a_page_that_says_nothing_sensible_of_what_it_saw_is_no_500(client, station, said):
    sign_in(client, person("noor", Role.CURATOR))

    assert client.post(reverse("biomes:issue", args=["V-07"]), {"seen": said}).status_code in (200, 409)


# --- Opened and closed by program -------------------------------------------------------------------
OPENED = {"code": "V-08", "biome": "lagoon", "lon": "-24.15", "lat": "38.05"}


def test_a_curators_program_opens_a_station_gives_it_a_key_and_closes_it(client, station):
    sign_in(client, person("noor", Role.CURATOR))

    opened = client.post("/api/v1/stations/", OPENED, content_type="application/json")
    key = client.post("/api/v1/stations/V-08/keys/").json()["secret"]
    sent = send(client, key, "/api/v1/stations/V-08/readings/")
    closed = [client.post("/api/v1/stations/V-08/close/") for _ in range(2)]

    assert (opened.status_code, opened.json()["code"], opened.json()["biome"]) == (201, "V-08", "lagoon")
    assert sent.status_code == 200
    assert [one.status_code for one in closed] == [200, 200]
    assert closed[0].json()["closed_at"] == closed[1].json()["closed_at"] is not None
    assert send(client, key, "/api/v1/stations/V-08/readings/").status_code == 401


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"code": "V-07"}, "code"),
        ({"code": "a b"}, "code"),
        ({"biome": "no-such"}, "biome"),
        ({"lon": "38.05", "lat": "-24.15"}, "lon"),
        ({"lat": "91"}, "lat"),
        ({"lon": "NaN"}, "lon"),
    ],
)
def test_what_the_form_refuses_the_api_refuses_by_the_same_field(client, station, changed, field):
    sign_in(client, person("noor", Role.CURATOR))

    answer = client.post("/api/v1/stations/", OPENED | changed, content_type="application/json")

    assert answer.status_code == 400
    assert field in answer.json().get("errors", answer.json())
