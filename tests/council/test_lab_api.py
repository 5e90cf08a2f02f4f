"""The lab by API: every set that carries or stops a rule, faults by their path, bounds, and the schema."""

import json

import jsonschema
import pytest
from django.core.cache import cache

from tests.council.lab import post
from tests.council.rules.examples import LAGOON, ORDINARY

pytestmark = pytest.mark.django_db
ROLL = {
    "seats": [
        {"seat": f"m{i}", "body": "M", "group": group}
        for i, group in enumerate(["STATE"] * 3 + ["REGION"] * 3 + ["CITIZEN"] * 7)
    ]
}


@pytest.fixture(autouse=True)
def _no_throttle_left_over():
    cache.clear()


# --- Coalitions by API ----------------------------------------------------------------------------
def test_every_set_of_the_lagoons_rule_is_listed(db, client):
    told = post(client, "rules/coalitions/", {"rule": LAGOON, "roll": ROLL}).json()

    assert told["voters"] == 13
    assert (told["minimal_winning"]["count"], len(told["minimal_winning"]["sets"])) == (70, 70)
    assert told["minimal_blocking"]["smallest"] == 2
    assert ["m0", "m3"] in told["minimal_blocking"]["sets"]
    assert told["denies_quorum"]["smallest"] == 7
    assert told["blocks_alone"] == []


def test_more_than_sixteen_seats_are_told_by_kind(db, client):
    roll = {"seats": [{"seat": f"{body}{i}", "body": body} for body in "HB" for i in range(30)]}

    told = post(client, "rules/coalitions/", {"rule": ORDINARY, "roll": roll}).json()

    assert told["minimal_winning"]["sets"] is None
    assert [row["counts"] for row in told["minimal_winning"]["by_kind"]] == [[16, 16]]
    assert [len(kind["seats"]) for kind in told["kinds"]] == [30, 30]


@pytest.mark.parametrize("address", ["rules/coalitions/", "rules/evaluate/"])
@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"rule": {}, "roll": ROLL}, {"chambers": ["missing"]}),
        ({"rule": LAGOON, "roll": {"seats": []}}, {"roll.seats": ["too_few"]}),
        (
            {"rule": LAGOON, "roll": {"seats": [{"seat": "a", "body": "X"}]}},
            {"chambers[0].body": ["no_such_body"]},
        ),
    ],
)
def test_a_fault_is_named_by_its_path(db, client, address, body, wrong):
    answer = post(client, address, json.dumps({**body, "ballots": []}))

    assert (answer.status_code, answer.json()["errors"]) == (422, wrong)


@pytest.mark.parametrize("address", ["rules/coalitions/", "rules/evaluate/"])
def test_more_than_sixty_four_seats_are_too_many(db, client, address):
    roll = {"seats": [{"seat": f"h{i}", "body": "M"} for i in range(65)]}

    answer = post(client, address, {"rule": LAGOON, "roll": roll, "ballots": []})

    assert answer.status_code == 422


def test_seats_that_differ_too_much_are_refused_with_a_sentence(db, client):
    rule = {"chambers": [{"body": "Q", "pass": [{"base": "weight:w", "num": 2, "den": 3}]}]}
    seats = [{"seat": f"q{i}", "body": "Q", "weights": {"w": 100 + 7 * i}} for i in range(40)]

    answer = post(client, "rules/coalitions/", {"rule": rule, "roll": {"seats": seats}})

    assert answer.status_code == 422
    assert "differ in too many ways" in answer.content.decode()


def test_it_is_throttled(db, client):
    body = {"rule": LAGOON, "roll": ROLL}

    answers = [post(client, "rules/coalitions/", body).status_code for _ in range(61)]

    assert (answers[0], answers[-1]) == (200, 429)


# --- The schema -----------------------------------------------------------------------------------
def test_the_shape_of_a_rule_is_published(db, client):
    answer = client.get("/council/rules/schema.json")

    assert answer["Content-Type"] == "application/schema+json"
    jsonschema.validate(LAGOON, answer.json())
