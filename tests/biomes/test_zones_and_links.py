"""What stands around a living system: zones drawn and redrawn, links added and ended, who must answer."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from biomes import actions, queries
from biomes.rules.words import LinkKind, ZoneKind
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FAR = {"type": "Polygon", "coordinates": [[[-25, 38], [-24.9, 38], [-24.9, 38.1], [-25, 38.1], [-25, 38]]]}
ZONE = {
    "name": "Low Quay",
    "slug": "low-quay",
    "kind": "entropy",
    "population": "22800",
    "polygon": json.dumps(makers.SQUARE),
}


def redraw(zone, at, **said):
    plain = {
        "name": zone.name,
        "kind": ZoneKind(zone.kind),
        "polygon": zone.polygon,
        "population": zone.population,
        "seen": zone.fingerprint,
    }
    return actions.redraw_zone(**{"zone_id": zone.pk, "actor": "p-2", "at": at} | plain | said)


# --- Zones -----------------------------------------------------------------------------------------
def test_a_redrawn_zone_says_so_at_once_and_the_record_keeps_what_changed(noon):
    from ledger import queries as ledger

    zone = makers.zone("low-quay", at=noon)

    redraw(zone, noon + DAY, kind=ZoneKind.MIXED, population=23_000)

    assert queries.zone("low-quay").kind == "mixed"
    first, second = ledger.around(zone.subject)
    assert first.body["changed"] == ["name", "kind", "polygon", "population", "about"]
    assert (second.actor, second.body["changed"]) == ("p-2", ["kind", "population"])
    assert (second.body["zone_kind"], second.body["population"]) == ("mixed", 23_000)


def test_a_second_zone_at_the_same_address_is_refused_and_the_first_stays(noon):
    makers.zone("low-quay", at=noon)

    with pytest.raises(actions.CannotRelate, match="taken"):
        makers.zone("low-quay", at=noon, name="Another")

    assert queries.zone("low-quay").name == "Low-Quay"


def test_two_curators_do_not_overwrite_each_others_zone(noon):
    zone = makers.zone("low-quay", at=noon)
    seen = zone.fingerprint
    redraw(zone, noon, polygon=FAR)

    with pytest.raises(actions.CannotRelate, match="Somebody changed"):
        redraw(queries.zone("low-quay"), noon, name="Mine", seen=seen)

    assert queries.zone("low-quay").name == "Low-Quay"


def test_saving_a_zone_as_it_is_changes_nothing(noon):
    from ledger.models import Fact

    zone = makers.zone("low-quay", at=noon)

    with pytest.raises(actions.CannotRelate, match="Nothing differs"):
        redraw(zone, noon)

    assert Fact.objects.filter(kind="biomes.zone.saved").count() == 1


# --- Links -----------------------------------------------------------------------------------------
@pytest.fixture
def reef(lagoon, noon):
    return makers.biome("reef", at=noon)


def add(source, target, at, **said):
    plain = {"kind": LinkKind.FLOW, "strength": Decimal("0.4"), "evidence": "Two winters of drifters"}
    return actions.add_link(**{"source": source, "target": target, "actor": "p-1", "at": at} | plain | said)


def test_an_ended_link_leaves_the_pages_but_keeps_its_evidence_and_its_reason(lagoon, reef, noon):
    link = add(lagoon, reef, noon)

    actions.end_link(link_id=link.pk, reason="The inlet closed", actor="p-1", at=noon + DAY)

    link.refresh_from_db()
    assert not queries.public_links(lagoon).exists()
    assert (link.ended_at, link.end_reason, link.evidence) == (
        noon + DAY,
        "The inlet closed",
        "Two winters of drifters",
    )
    with pytest.raises(actions.CannotRelate, match="ended already"):
        actions.end_link(link_id=link.pk, reason="Again", actor="p-1", at=noon + DAY)


def test_one_link_of_each_kind_stands_between_two_and_another_may_follow_an_ended_one(lagoon, reef, noon):
    first = add(lagoon, reef, noon)
    add(lagoon, reef, noon, kind=LinkKind.MIGRATION)

    with pytest.raises(actions.CannotRelate, match="stands between these two"):
        add(lagoon, reef, noon, strength=Decimal("0.9"))
    actions.end_link(link_id=first.pk, reason="Measured anew", actor="p-1", at=noon)
    add(lagoon, reef, noon, strength=Decimal("0.9"))

    assert [link.strength for link in queries.public_links(lagoon)] == [Decimal("0.90"), Decimal("0.40")]


def test_nothing_is_linked_to_itself_and_no_link_ends_without_a_reason(lagoon, reef, noon):
    with pytest.raises(actions.CannotRelate, match="two different"):
        add(lagoon, lagoon, noon)
    link = add(lagoon, reef, noon)
    with pytest.raises(actions.CannotRelate, match="why"):
        actions.end_link(link_id=link.pk, reason="  ", actor="p-1", at=noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(link).objects.filter(pk=link.pk).update(ended_at=noon)


# --- Who must answer -------------------------------------------------------------------------------
def test_the_organisation_named_last_answers_from_its_day_on(lagoon, noon):
    from accounts import actions as accounts

    water, council = (
        accounts.found_organisation(slug=s, name=s, kind="authority") for s in ("water", "council")
    )

    def name(organisation, since):
        return actions.name_competent(organisation=organisation, biome=lagoon, since=since, at=noon, actor="")

    name(water, noon - DAY)
    name(council, noon + DAY)

    assert queries.competent_organisation(lagoon, noon) == water
    assert queries.competent_organisation(lagoon, noon + DAY) == council
    with pytest.raises(actions.CannotRelate, match="already"):
        name(council, noon + 2 * DAY)
    with pytest.raises(actions.CannotRelate, match="later day"):
        name(water, noon)


# --- Pages and API ---------------------------------------------------------------------------------
@pytest.fixture
def curator(client, db):
    from accounts.rules.roles import Role

    return sign_in(client, person("noor", Role.CURATOR))


def test_a_curator_draws_a_zone_and_edits_it_on_pages(client, curator, noon):
    made = client.post("/desk/zones/new/", ZONE)
    form = client.get("/desk/zones/low-quay/edit/").context["form"]
    seen = form.initial["seen"]
    edited = client.post("/desk/zones/low-quay/edit/", ZONE | {"seen": seen, "population": "1"})
    again = client.post("/desk/zones/low-quay/edit/", ZONE | {"seen": seen, "population": "2"})

    assert [made.status_code, edited.status_code, again.status_code] == [302, 302, 409]
    assert queries.zone("low-quay").population == 1
    assert "Somebody changed this zone" in again.content.decode()
    # What the refused curator had typed is still in the form.
    assert 'value="2"' in again.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("polygon", "{", "not GeoJSON"),
        ("polygon", "x" * 1_000_000, "not GeoJSON"),
        (
            "polygon",
            '{"type":"Polygon","coordinates":[[[38,-124],[39,-124],[39,-123],[38,-124]]]}',
            "swapped",
        ),
        ("polygon", '{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}', "crosses itself"),
        ("polygon", '{"type":"Polygon","coordinates":[[[NaN,0],[1,1],[1,0],[NaN,0]]]}', "not a number"),
        ("polygon", "", "required"),
        ("population", "-1", "greater than or equal to 0"),
        ("population", "99999999999", "less than or equal to"),
        ("population", "many", "whole number"),
        ("kind", "paradise", "valid choice"),
        ("name", "x" * 81, "at most 80"),
        ("slug", "../x", "slug"),
        ("about", "\x00", "Null characters"),
    ],
)
def test_a_bad_zone_is_answered_with_its_sentence_and_saves_nothing(client, curator, field, value, says):
    answer = client.post("/desk/zones/new/", ZONE | {field: value})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not queries.zones().exists()


def test_coordinates_swapped_beside_a_known_zone_are_noticed(client, curator, noon):
    makers.zone("low-quay", at=noon)
    swapped = [[lat, lon] for lon, lat in makers.SQUARE["coordinates"][0]]

    answer = client.post(
        "/desk/zones/new/",
        ZONE | {"slug": "b", "polygon": json.dumps({"type": "Polygon", "coordinates": [swapped]})},
    )

    assert answer.status_code == 422
    assert "look swapped" in answer.content.decode()


def test_a_curator_adds_a_link_and_ends_it_on_pages(client, curator, lagoon, reef):
    data = {"source": "lagoon", "target": "reef", "kind": "flow", "strength": "0.5", "evidence": "Seen"}

    added = client.post("/desk/links/new/", data)
    twice = client.post("/desk/links/new/", data)
    link = queries.public_links(lagoon).get()
    shown = client.get("/biomes/lagoon/").content.decode()
    ended = client.post(f"/desk/links/{link.pk}/end/", {"reason": "The inlet closed"})
    listed = client.get("/desk/links/").content.decode()

    assert [added.status_code, twice.status_code, ended.status_code] == [302, 409, 302]
    assert "Seen" in shown
    assert "The inlet closed" in listed
    assert "lattice-h" not in client.get("/biomes/lagoon/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("strength", "1.01"),
        ("strength", "NaN"),
        ("strength", "Infinity"),
        ("strength", "1e400"),
        ("evidence", ""),
        ("evidence", "x" * 1_000_000),
        ("evidence_url", "javascript:alert(1)"),
        ("target", "lagoon"),
        ("target", "hidden"),
        ("kind", "'; DROP TABLE biomes_link; --"),
    ],
)
def test_a_bad_link_names_its_field_and_saves_nothing(client, curator, lagoon, reef, noon, field, value):
    makers.biome("hidden", at=noon, stage="draft")
    data = {"source": "lagoon", "target": "reef", "kind": "flow", "strength": "0.5", "evidence": "Seen"}

    answer = client.post("/desk/links/new/", data | {field: value})
    by_api = client.post("/api/v1/links/add/", data | {field: value}, "application/json")

    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode()
    assert by_api.status_code in {400, 409}
    assert not queries.public_links().exists()


def test_zones_and_links_are_written_by_the_api_as_by_pages(client, curator, lagoon, reef):
    body = ZONE | {"polygon": makers.SQUARE}
    link = {"source": "lagoon", "target": "reef", "kind": "flow", "strength": "0.5", "evidence": "Seen"}

    drawn = client.post("/api/v1/zones/draw/", body, "application/json")
    edit = body | {"seen": drawn.json()["fingerprint"], "population": 5}
    redrawn = client.post("/api/v1/zones/low-quay/redraw/", edit, "application/json")
    stale = client.post("/api/v1/zones/low-quay/redraw/", edit | {"population": 6}, "application/json")
    added = client.post("/api/v1/links/add/", link, "application/json")
    ended = client.post(
        f"/api/v1/links/{added.json()['id']}/end/", {"reason": "The inlet closed"}, "application/json"
    )

    assert [drawn.status_code, redrawn.status_code, stale.status_code] == [201, 200, 409]
    assert redrawn.json()["population"] == 5
    assert [added.status_code, ended.status_code] == [201, 204]
    assert client.get("/api/v1/links/").json()["results"] == []


def test_a_curator_names_who_must_answer(client, curator, lagoon, noon):
    from accounts import actions as accounts

    accounts.found_organisation(slug="water", name="Water Authority", kind="authority")
    data = {"about": "biome/lagoon", "organisation": "water", "since": "2026-01-01"}

    named = client.post("/desk/competent/", data)
    twice = client.post("/desk/competent/", data | {"since": "2026-02-01"})
    nobody = client.post("/desk/competent/", data | {"organisation": "nobody"})

    assert [named.status_code, twice.status_code, nobody.status_code] == [302, 409, 422]
    assert "Water Authority" in client.get("/biomes/lagoon/").content.decode()
    assert client.get("/api/v1/jurisdictions/?biome=lagoon").json()["results"][0]["organisation"] == "water"
