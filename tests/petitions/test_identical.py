"""The answer to whoever signs is the same whatever the address did before: status, headers, body and time.

Bodies here; times over 200 tries of each kind in the full tests, where nothing else runs beside them by chance only.
"""

import re
from statistics import median
from time import perf_counter

import pytest
from django.test import Client

from petitions import tasks
from petitions.models import Attempt
from tests.petitions.browser import masked
from tests.petitions.scene import ask_to_sign, sign

pytestmark = pytest.mark.django_db
KINDS = ("new", "pending", "confirmed", "rate-limited", "held")
# Requests from one network: the second in a minute trips the limit of it.
ADDRESS = {"rate-limited": "192.0.2.7", "held": "198.51.100.7"}


@pytest.fixture
def ready(petition, now):
    """Addresses with a past: one that waits, one that signed, a network over its limit, one whose last was held."""
    sign(petition, "confirmed@shore.example", at=now)
    ask_to_sign(petition, "pending@shore.example", at=now)
    held = ask_to_sign(petition, "held@shore.example", at=now)
    Attempt.objects.filter(pk=held.pk).update(held_by="burst", judged_at=now)
    for number in range(2):
        ask(petition, "rate-limited", f"early{number}@shore.example")
    tasks.send_due()
    assert Attempt.objects.held().count() == 2
    return petition


def ask(petition, kind, email):
    """The form sent and the screen after it, with how long both took together."""
    client = Client(REMOTE_ADDR=ADDRESS.get(kind, f"203.0.113.{len(kind)}"))
    began = perf_counter()
    sent = client.post(
        f"/petitions/{petition.slug}/sign/", {"name": "Ana Vale", "email": email, "zone": "tessel-row"}
    )
    shown = client.get(sent.url)
    took = perf_counter() - began
    return (plain(sent), plain(shown)), took


def plain(answer):
    """All that a browser is given, without the token and the nonce, which differ for everybody."""
    # The ETag is made from the body, nonce and all.
    headers = tuple(
        sorted((n, masked(v)) for n, v in answer.headers.items() if n not in {"X-Request-ID", "ETag"})
    )
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", masked(answer.content.decode()))
    return answer.status_code, headers, body


def address(kind, number):
    return f"new{number}@shore.example" if kind == "new" else f"{kind}@shore.example"


def test_status_headers_and_body_are_the_same_for_every_kind(ready):
    answers = {ask(ready, kind, address(kind, number))[0] for number in range(4) for kind in KINDS}

    assert len(answers) == 1


def test_the_api_says_the_same_to_every_kind(ready):
    answers = set()
    for kind in KINDS:
        given = Client().post(
            f"/api/v1/petitions/{ready.slug}/signatures/", {"name": "Ana", "email": address(kind, 1)}
        )
        answers.add((given.status_code, given.content))

    assert len(answers) == 1


@pytest.mark.full
def test_the_median_of_two_hundred_tries_is_the_same_within_twenty_milliseconds(ready):
    took, answers = {kind: [] for kind in KINDS}, set()
    # Turn by turn, so that whatever else the machine does meets every kind alike.
    for number in range(200):
        for kind in KINDS:
            answer, seconds = ask(ready, kind, address(kind, number))
            took[kind].append(seconds)
            answers.add(answer)
    medians = {kind: median(times) for kind, times in took.items()}

    assert len(answers) == 1
    assert max(medians.values()) - min(medians.values()) < 0.020, medians
