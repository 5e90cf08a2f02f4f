"""Anybody counts ballots by `POST /api/v1/counts/`; the documentation's examples are asked here."""

import json
import re
from pathlib import Path

import pytest
from django.urls import reverse

DOC = Path("docs/reference/counts.md").read_text()
EXAMPLES = [json.loads(block) for block in re.findall(r"```json count\n(.*?)```", DOC, re.S)]


@pytest.fixture
def ask(client, db):
    def post(data):
        return client.post(reverse("api:count"), data, content_type="application/json")

    return post


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["ask"]["method"] for example in EXAMPLES])
def test_every_example_of_the_documentation_answers_what_it_says(ask, example):
    answer = ask(example["ask"])

    assert answer.status_code == 200
    said = answer.json()
    assert {key: said[key] for key in example["answer"]} == example["answer"]


def test_each_method_has_an_example():
    assert {example["ask"]["method"] for example in EXAMPLES} == {
        "stv_scottish",
        "stv_meek",
        "irv",
        "approval",
        "score",
    }


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"method": "lottery"}, "method"),
        ({"seats": 3}, "seats"),
        ({"options": ["A", "A"]}, "options[1]"),
        ({"ballots": [["A"], ["A", "C"]]}, "ballots[1][1]"),
        ({"ballots": [["A", "A"]]}, "ballots[0][1]"),
        ({"ballots": [{"ranking": ["A"], "count": 0}]}, "ballots[0].count"),
        ({"ballots": [{"ranking": ["A"], "count": True}]}, "ballots[0].count"),
        ({"ballots": [["A", ["B"]]]}, "ballots[0][1]"),
        ({"ballots": {}}, "ballots"),
        ({"options": None}, "options"),
    ],
)
def test_a_fault_is_refused_with_its_place(ask, change, path):
    answer = ask({"method": "stv_scottish", "seats": 1, "options": ["A", "B"], "ballots": [["A"]]} | change)

    assert answer.status_code == 400
    assert path in answer.json()["errors"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"seats": 65}, "seats"),
        ({"options": [f"o{n}" for n in range(129)]}, "options"),
        ({"ballots": [["A"]] * 12_001}, "ballots"),
    ],
)
def test_more_than_is_counted_for_anybody_is_422_and_names_the_field(ask, change, field):
    answer = ask({"method": "approval", "seats": 1, "options": ["A", "B"], "ballots": [["A"]]} | change)

    assert answer.status_code == 422
    assert field in answer.json()["errors"]


def test_more_than_two_seconds_of_work_is_422(ask):
    names = [f"o{n:03d}" for n in range(128)]
    ballots = [names[n % 128 :] + names[: n % 128] for n in range(3000)]
    ballots = [[*row[n % 90 :], *row[: n % 90]][: 1 + n % 128] for n, row in enumerate(ballots)]

    answer = ask({"method": "stv_meek", "seats": 64, "options": names, "ballots": ballots})

    assert answer.status_code == 422
    assert "ballots" in answer.json()["errors"]
