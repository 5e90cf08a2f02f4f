"""The examples of the reference are calls that answer what it says."""

import json
import re
from pathlib import Path

import pytest
from django.core.cache import cache

TEXT = (Path(__file__).resolve().parents[2] / "docs/reference/council.md").read_text()
EXAMPLES = re.findall(
    r"`POST (rules/[a-z]+/)`[^\n]*\n+```json\n(.*?)```\nanswers(?:[^\n]*\n)*?```json\n(.*?)```",
    TEXT,
    re.DOTALL,
)
pytestmark = pytest.mark.django_db


def test_there_are_examples():
    assert {address for address, _asked, _told in EXAMPLES} >= {"rules/evaluate/", "rules/coalitions/"}


@pytest.mark.parametrize(("address", "asked", "told"), EXAMPLES)
def test_an_example_answers_as_written(client, address, asked, told):
    cache.clear()

    answer = client.post(f"/api/v1/{address}", json.loads(asked), content_type="application/json").json()

    assert {key: answer[key] for key in json.loads(told)} == json.loads(told)
