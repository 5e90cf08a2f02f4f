"""Forms that are sent twice, and two people at one form: nothing is lost, nothing is made twice, nobody is stuck."""

import json
from decimal import Decimal

import pytest

from accounts.rules.roles import Role
from biomes import actions, queries
from biomes.models import Station
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
EDIT = "/desk/biomes/creek/edit/"
ZONE = "/desk/zones/low-quay/edit/"
FORM = {
    "name": "Creek",
    "functional_group": "F1.1",
    "place": json.dumps(makers.SQUARE),
    "red_list": "NE",
    "reason": "Seen twice",
    "based_on": "1",
}


@pytest.fixture
def wren(client):
    user = person("wren", Role.CURATOR)
    sign_in(client, user)
    return user


@pytest.fixture
def creek(wren):
    content = {"name": "Creek", "functional_group": "F1.1", "place": makers.SQUARE}
    return actions.draft_biome(slug="creek", content=content, author="p-1", reason="new", at=now())


def test_the_same_form_once_more_leads_to_the_revision_it_made(client, creek):
    first = client.post(EDIT, FORM | {"story": "It sings."})

    again = client.post(EDIT, FORM | {"story": "It sings."})

    assert (first.status_code, again.status_code) == (302, 302)
    assert again["Location"] == first["Location"]
    assert creek.revisions.count() == 2


def test_the_same_words_by_somebody_else_are_no_second_press(client, creek, wren):
    client.post(EDIT, FORM | {"story": "It sings."})
    creek.revisions.filter(number=2).update(author="p-9")

    assert client.post(EDIT, FORM | {"story": "It sings."}).status_code == 409


def test_who_was_overtaken_is_shown_the_newer_revision_and_then_saves(client, creek):
    content = {"name": "Creek", "functional_group": "F1.1", "place": makers.SQUARE, "story": "Theirs."}
    actions.edit_biome(biome_id=creek.pk, content=content, author="p-2", reason="first", at=now(), based_on=1)

    refused = client.post(EDIT, FORM | {"story": "Mine."})

    assert refused.status_code == 409
    page = refused.content.decode()
    assert "Mine." in page
    assert "/desk/biomes/creek/revisions/2/" in page
    told = refused.context["form"].data
    assert told["based_on"] == "2"
    saved = client.post(EDIT, FORM | {"story": "Mine.", "based_on": told["based_on"]})
    assert saved["Location"] == "/desk/biomes/creek/revisions/3/"


def test_who_was_overtaken_at_a_zone_looks_and_then_saves(client, wren):
    zone = makers.zone("low-quay", at=now())
    form = {
        "name": "Low Quay",
        "kind": "entropy",
        "population": "5",
        "polygon": json.dumps(makers.SQUARE),
        "seen": zone.fingerprint,
    }
    client.post(ZONE, form | {"about": "Theirs."})

    refused = client.post(ZONE, form | {"about": "Mine."})

    assert refused.status_code == 409
    assert "Mine." in refused.content.decode()
    saved = client.post(ZONE, form | {"about": "Mine.", "seen": refused.context["form"].data["seen"]})
    assert saved.status_code == 302
    assert queries.zone("low-quay").about == "Mine."


def test_a_code_taken_in_the_same_moment_is_refused_in_words(wren):
    lagoon = makers.biome("lagoon", at=now())
    said = {"code": "V-08", "biome": lagoon, "lon": Decimal("-24.15"), "lat": Decimal("38.05")}
    actions.open_station(**said, at=now(), actor="p-1")

    with pytest.raises(actions.CannotIssue, match="has this code"):
        actions.open_station(**said, at=now(), actor="p-1")

    assert Station.objects.filter(code="V-08").count() == 1
