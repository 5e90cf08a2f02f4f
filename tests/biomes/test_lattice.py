"""The lattice's pages, files and API: what else would feel it, on every surface the same."""

import json
from datetime import timedelta

import pytest

from biomes import actions, queries
from tests.biomes import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(lagoon, noon):
    """river -> lagoon <-> meadow, and one draft that no page may name."""
    river, meadow = makers.biome("river", at=noon), makers.biome("meadow", at=noon)
    hidden = makers.biome("hidden-marsh", at=noon, stage="draft")
    makers.link(river, lagoon, strength="0.8", evidence="Water balance", evidence_url="https://example.org/w")
    makers.link(lagoon, meadow, strength="0.5", kind="migration", both_ways=True, evidence="Tagged shad")
    makers.link(meadow, hidden, strength="0.9", evidence="Secret")
    return river, lagoon, meadow


def test_a_reach_page_names_each_path_and_the_evidence_of_each_of_its_links(client, chain):
    page = client.get("/lattice/river/").content.decode()

    assert "Lagoon would feel at least 80 % of it." in page
    assert "Meadow would feel at least 40 % of it." in page
    assert page.count("Water balance") >= 2
    assert "Tagged shad" in page
    assert 'href="https://example.org/w"' in page


def test_the_page_the_fragment_and_the_api_say_the_same(client, chain):
    said = client.get("/api/v1/biomes/river/reach/").json()
    fragment = client.get("/biomes/river/").content.decode()

    assert [(one["biome"], float(one["share"])) for one in said["reached"]] == [
        ("lagoon", 0.8),
        ("meadow", 0.4),
    ]
    assert [tie["link"]["evidence"] for tie in said["reached"][1]["path"]] == ["Water balance", "Tagged shad"]
    assert said["cut"] == "0.05"
    assert "80 %" in fragment
    assert "40 %" in fragment


def test_a_draft_shows_on_no_surface_of_the_lattice(client, chain):
    surfaces = [
        "/lattice/",
        "/lattice/meadow/",
        "/lattice.json",
        "/lattice.geojson",
        "/api/v1/biomes/meadow/reach/",
    ]

    for address in surfaces:
        assert "Secret" not in client.get(address).content.decode(), address
        assert "hidden-marsh" not in client.get(address).content.decode(), address
    assert client.get("/lattice/hidden-marsh/").status_code == 404
    assert client.get("/api/v1/biomes/hidden-marsh/reach/").status_code == 404


def test_an_ended_link_carries_nothing_any_more(client, chain, noon):
    link = queries.public_links(chain[0]).get()

    actions.end_link(link_id=link.pk, reason="Dammed", actor="p-1", at=noon + timedelta(days=1))

    assert client.get("/api/v1/biomes/river/reach/").json()["reached"] == []
    assert "Dammed" not in client.get("/lattice/").content.decode()


def test_where_no_link_leads_away_the_page_does_not_say_that_all_is_well(client, lagoon):
    page = client.get("/lattice/lagoon/").content.decode()

    assert "not a finding that nothing would feel it" in page


def test_an_empty_lattice_says_what_to_do(client, db):
    page = client.get("/lattice/").content.decode()

    assert "No link yet" in page
    assert '<svg viewBox="0 0 760' not in page


def test_one_kind_of_link_can_be_asked_for_and_an_unknown_kind_asks_for_all(client, chain):
    only = client.get("/lattice/?kind=migration").context["lattice"].links
    for odd in ("magic", "'; --", "flow\x00", "🌊"):
        assert len(client.get("/lattice/", {"kind": odd}).context["lattice"].links) == 2, odd

    assert [link.kind for link in only] == ["migration"]


def test_the_drawing_has_every_link_and_marks_what_would_feel_it(client, chain):
    whole = client.get("/lattice/").content.decode()
    marked = client.get("/lattice/river/").content.decode()

    assert whole.count('class="wire"') >= 2
    assert "node--ill" in marked
    assert marked.count("node--felt") == 2
    assert "Meadow 40 %. It would feel at least that much" in marked


def test_the_files_say_source_target_strength_and_evidence(client, chain):
    graph = json.loads(client.get("/lattice.json").content)["graph"]
    collection = json.loads(client.get("/lattice.geojson").content)

    edge = next(one for one in graph["edges"] if one["source"] == "river")
    assert set(graph["nodes"]) == {"river", "lagoon", "meadow"}
    assert (edge["target"], edge["relation"], edge["directed"]) == ("lagoon", "flow", True)
    assert edge["metadata"] == {
        "strength": "0.80",
        "evidence": "Water balance",
        "evidence_url": "https://example.org/w",
    }
    lines = [f for f in collection["features"] if f["geometry"]["type"] == "LineString"]
    assert {f["properties"]["evidence"] for f in lines} == {"Water balance", "Tagged shad"}


def test_a_hostile_name_stays_words(client, lagoon, noon):
    sly = makers.biome("sly", at=noon, name='"><script>alert(1)</script>')
    makers.link(lagoon, sly, evidence="<img src=x onerror=alert(1)>")

    for address in ("/lattice/", "/lattice/lagoon/", "/biomes/lagoon/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_the_methods_page_says_what_cannot_be_known(client, db):
    assert (
        "no link is known; that is not the same as none" in client.get("/lattice/methods/").content.decode()
    )
