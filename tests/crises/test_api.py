"""Plans, cancellations and exercises through the API: the same acts and the same refusals as on the pages."""

import json

import pytest

from accounts.rules.roles import Role
from crises import tasks
from crises.models import Alert, Plan
from tests.accounts.people import person, sign_in
from tests.crises.water import a_plan, a_run, send

DRONES = {"count": 4, "capacity_m3_h": 50, "line": [[-24.12, 38.12], [-24.10, 38.13]]}


@pytest.fixture
def felix(client, water, noon):
    user = person("felix", Role.ENGINEER, at=noon.replace(year=2000))
    sign_in(client, user)
    return user


@pytest.fixture
def officer(client, noon):
    def come_in(name):
        if name not in known:
            known[name] = person(name, Role.ALERT_OFFICER, at=noon.replace(year=2000))
        sign_in(client, known[name])

    known = {}
    return come_in


def post(client, path, **body):
    return client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")


def test_an_engineer_composes_a_plan_and_everybody_reads_it(client, felix):
    made = post(
        client, "plans/", biome="vessa-lagoon", title="Plan X", drones=DRONES,
        barrier={"kind": "deflecting", "line": DRONES["line"]}, cut={"source": "Outfall", "percent": 30},
    )  # fmt: skip
    client.logout()
    read = client.get(f"/api/v1/plans/{made.json()['slug']}/").json()

    assert made.status_code == 201
    assert {m["kind"] for m in read["measures"]} == {"drones", "barrier", "cut"}
    assert read["biome"] == "vessa-lagoon"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"drones": DRONES | {"line": [[-24.30, 38.12], [-24.20, 38.12]]}}, "drones"),
        ({"drones": DRONES | {"line": [[-24.12, 38.12]]}}, "drones"),
        ({"drones": DRONES | {"line": "everywhere"}}, "drones"),
        ({"drones": DRONES | {"count": 10**9}}, "drones"),
        ({"drones": DRONES | {"capacity_m3_h": "nan"}}, "drones"),
        ({"drones": None}, "non_field_errors"),
        ({"barrier": {"kind": "magic", "line": DRONES["line"]}}, "barrier"),
        ({"cut": {"source": "Somebody else's", "percent": 30}}, "cut"),
        ({"cut": {"source": "Outfall", "percent": -3}}, "cut"),
        ({"title": "x" * 5000}, "title"),
        ({"title": "nul \x00"}, "title"),
        ({"biome": "nowhere"}, "biome"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_beside_its_field_and_not_kept(client, felix, wrong, field):
    answer = post(client, "plans/", **{"biome": "vessa-lagoon", "title": "P", "drones": DRONES, **wrong})

    assert answer.status_code == 400
    assert field in answer.json()["errors"]
    assert not Plan.objects.exists()


def test_a_plan_in_not_quite_json_is_refused(client, felix):
    body = '{"biome": "vessa-lagoon", "title": "P", "drones": {"count": 4, "capacity_m3_h": NaN, "line": []}}'

    answer = client.post("/api/v1/plans/", body, content_type="application/json")

    assert answer.status_code == 400
    assert not Plan.objects.exists()


@pytest.fixture
def alert(water, noon):
    """A draft raised some time ago by the database's clock, which the API reads."""
    send("61", noon)
    long_ago = noon.replace(year=2000)
    Alert.objects.update(raised_at=long_ago, renewed_at=long_ago)
    return Alert.objects.get()


def test_an_officer_drops_a_draft_with_a_reason_and_not_without(client, alert, officer):
    url = f"alerts/{alert.code}/cancel/"
    officer("ada")

    assert post(client, url).status_code == 400
    assert post(client, url, reason="whim").status_code == 400
    assert post(client, url, reason="false_reading").json()["state"] == "cancelled"
    assert post(client, url, reason="false_reading").status_code == 409


def test_a_released_alert_takes_two_officers_to_cancel_here_too(client, alert, officer):
    code = alert.code
    for name in ("ada", "bela"):
        officer(name)
        post(client, f"alerts/{code}/release/")

    second = post(client, f"alerts/{code}/cancel/", reason="over").json()["state"]
    again = post(client, f"alerts/{code}/cancel/", reason="over").status_code
    officer("ada")
    first = post(client, f"alerts/{code}/cancel/", reason="over").json()["state"]

    assert (second, again, first) == ("actual", 409, "cancelled")


def test_an_exercise_is_made_once_of_a_finished_run_and_of_no_other(client, water, noon, officer):
    finished, going_on = a_run(water, noon, plan=a_plan(water, noon)), a_run(water, noon)
    tasks.finish_here(finished.pk)
    officer("ada")

    one, same = (post(client, f"runs/{finished.number}/exercise/").json() for _n in range(2))

    assert one == same
    assert one["state"] == "exercise"
    assert post(client, f"runs/{going_on.number}/exercise/").status_code == 409
