"""Two hands at one moment: the second waits for the first, and is answered in words or does what it now must."""

import json
from contextlib import contextmanager
from decimal import Decimal
from threading import Thread
from time import monotonic, sleep

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts.rules.roles import Role
from biomes import actions
from biomes.models import Biome, Sighting, Station
from biomes.rules import coarse
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db(transaction=True)
LON, LAT = "-24.171717", "38.031313"


@contextmanager
def meanwhile(act):
    """What stands in the block is done and not yet committed when ``act`` begins in another connection and waits."""
    answers = []

    def run():
        try:
            answers.append(act())
        except Exception as why:
            answers.append(why)
        finally:
            connection.close()

    other = Thread(target=run)
    with transaction.atomic():
        yield answers
        other.start()
        _wait_until_it_waits(other)
    other.join()


def _wait_until_it_waits(other):
    until = monotonic() + 30
    while monotonic() < until and other.is_alive():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()")
            if cursor.fetchone():
                return
        sleep(0.02)


def content(**more):
    return {"name": "Cliff", "functional_group": "MT2.2", "place": makers.SQUARE} | more


def draft(author="p-1", **more):
    return actions.draft_biome(slug="cliff", content=content(**more), author=author, reason="r", at=now())


def published():
    cliff = draft()
    return actions.publish_biome(biome_id=cliff.pk, number=1, actor="p-1", at=now())


def make_sensitive(cliff):
    actions.edit_biome(
        biome_id=cliff.pk, content=content(coarse_km=5), author="p-1", reason="nests", at=now()
    )
    return actions.publish_biome(biome_id=cliff.pk, number=2, actor="p-1", at=now())


def curators_client():
    client = Client(raise_request_exception=False)
    sign_in(client, person("noor", Role.CURATOR))
    return client


# --- One address, two drafts ------------------------------------------------------------------------
def test_of_two_drafts_of_one_address_the_later_form_comes_back_with_a_sentence():
    client = curators_client()
    form = {
        "name": "Other cliff", "slug": "cliff", "functional_group": "MT2.2", "red_list": "NE", "reason": "mine",
        "place": json.dumps(makers.SQUARE),
    }  # fmt: skip

    with meanwhile(lambda: client.post("/desk/biomes/new/", form)) as answers:
        draft()

    (answer,) = answers
    assert answer.status_code == 409
    assert "is taken by another living system" in answer.content.decode()
    assert "Other cliff" in answer.content.decode()
    assert [one.name for one in Biome.objects.all()] == ["Cliff"]


def test_of_two_drafts_of_one_address_the_later_program_is_refused():
    client = curators_client()
    body = {"slug": "cliff", "name": "Other cliff", "functional_group": "MT2.2", "reason": "mine"}

    with meanwhile(
        lambda: client.post("/api/v1/biomes/drafts/", body, content_type="application/json")
    ) as answers:
        draft()

    (answer,) = answers
    assert answer.status_code == 409
    assert "is taken by another living system" in answer.content.decode()
    assert Biome.objects.count() == 1


# --- A place that becomes sensitive -----------------------------------------------------------------
def saw(cliff):
    return makers.sighting(cliff, at=now(), accepted=False, lon=float(LON), lat=float(LAT))


def opened(cliff):
    return actions.open_station(
        code="C-1", biome=cliff, lon=Decimal(LON), lat=Decimal(LAT), at=now(), actor="p-1"
    )


def known_points():
    return {(one.lon, one.lat) for model in (Sighting, Station) for one in model.objects.all()}


def in_squares():
    return {coarse.coarse_point(Decimal(LON), Decimal(LAT), 5)}


@pytest.mark.parametrize("add", [saw, opened])
def test_what_is_added_while_its_place_becomes_sensitive_is_known_by_its_square(add):
    cliff = published()

    with meanwhile(lambda: add(cliff)) as answers:
        make_sensitive(cliff)

    assert not isinstance(answers[0], Exception)
    assert known_points() == in_squares()


@pytest.mark.parametrize("add", [saw, opened])
def test_a_place_that_becomes_sensitive_waits_for_what_is_being_added(add):
    cliff = published()

    with meanwhile(lambda: make_sensitive(cliff)) as answers:
        add(cliff)

    assert not isinstance(answers[0], Exception)
    assert known_points() == in_squares()


def test_readings_come_in_while_a_sighting_is_filed():
    makers.reference()
    cliff = published()
    station = makers.station(cliff, at=now())

    with meanwhile(
        lambda: actions.record_readings(station=station, rows=[makers.row("salinity", now(), "8")], at=now())
    ) as answers:
        saw(cliff)

    assert answers[0].counts["stored"] == 1
