"""Alive, ready, measured: asked by machines that know neither our name nor HTTPS."""

import time

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_a_probe_needs_no_host_name_and_no_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["biolattice.example"]

    answers = {
        path: client.get(path, headers={"Host": "10.0.0.7:8000"})
        for path in ("/healthz", "/readyz", "/metrics")
    }
    page = client.get("/about/", headers={"Host": "10.0.0.7:8000"})

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(answers, 200)
    assert page.status_code == 400


def test_a_probe_reads_and_nothing_else(client):
    assert client.post("/healthz").status_code == 405
    assert client.post("/readyz").status_code == 405


def test_ready_says_what_it_asked(client):
    answer = client.get("/readyz")

    assert {name: said["ok"] for name, said in answer.json().items()} == {
        "database": True, "broker": True, "delivery": True, "sealing": True, "log": True,
    }  # fmt: skip
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_database_that_is_away_is_told_soon_and_not_asked_again(client, monkeypatch):
    params = connection.get_connection_params() | {"host": "127.0.0.1", "port": "1"}
    monkeypatch.setattr(connection, "get_connection_params", lambda: params)
    began = time.monotonic()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["database"]["fault"] == "OperationalError"
    assert set(answer.json()) == {"database", "broker"}
    assert time.monotonic() - began < 5


def test_a_broker_that_is_away_is_told_too(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["broker"]["ok"]) == (503, False)


def test_what_waits_too_long_makes_it_unready(client):
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH f AS (INSERT INTO ledger_fact (kind, subject, about, actor, at, body, public, recorded_at)"
            " SELECT 'ledger.probe.recorded', 'ledger.probe/1', '{}', '', now(), '{}', true, now() - interval '2 min'"
            " RETURNING id) INSERT INTO ledger_unsealed (fact_id) SELECT id FROM f"
        )

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["sealing"]["fault"] == "120 s behind"


def test_the_metrics_name_no_person_and_no_path(client):
    client.get("/about/")

    text = client.get("/metrics").content.decode()

    assert 'biolattice_request_seconds_count{method="GET",route="portal:about",status="200"}' in text
    assert "/about" not in text
    assert "biolattice_sealing_lag_seconds" in text
