"""The lists: filters in the address with their counts, pages of fifty, and names found in any spelling."""

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from biomes import queries
from biomes.models import Zone
from biomes.queries import Wanted
from biomes.rules.folding import fold
from ledger.queries import now
from tests.accounts.people import person
from tests.biomes import makers

pytestmark = pytest.mark.django_db


def shown(client, **query):
    page = client.get(reverse("biomes:index"), query)
    assert page.status_code == 200
    return {row.biome.slug for row in page.context["rows"]}


@pytest.fixture
def waters(db):
    at = now()
    lagoon = makers.biome("lagoon", at=at)
    creek = makers.biome("creek", at=at, functional_group="F1.1", name="Quagmyrrh", names=[
        {"language": "ar", "name": "بحيرة أُمّ الرِّيش", "meaning": ""}, {"language": "es", "name": "Ría del Ñandú", "meaning": ""},
    ])  # fmt: skip
    makers.biome("pond", at=at, functional_group="F2.1")
    makers.station(lagoon, at=at)
    makers.guardian(creek, person(), at=at)
    creek.zones.add(makers.zone("low-quay", at=at))
    return lagoon, creek


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"lagoon", "creek", "pond"}),
        ({"kind": "F"}, {"creek", "pond"}),
        ({"kind": "F1"}, {"creek"}),
        ({"kind": "F1.1"}, {"creek"}),
        ({"station": "yes"}, {"lagoon"}),
        ({"station": "no"}, {"creek", "pond"}),
        ({"guardian": "yes"}, {"creek"}),
        ({"guardian": "no", "kind": "F"}, {"pond"}),
        ({"zone": "low-quay"}, {"creek"}),
        ({"state": "thriving"}, set()),
        ({"state": "unknown"}, {"lagoon", "creek", "pond"}),
        ({"q": "بحيره ام الريش"}, {"creek"}),
        ({"q": "nandu ria"}, {"creek"}),
        ({"q": "QUAG"}, {"creek"}),
        ({"q": "nowhere"}, set()),
        # What is no value asks nothing; a link of yesterday still opens.
        (
            {"kind": "X", "state": "x", "zone": "y", "station": "z", "order": "?", "page": "q"},
            {"lagoon", "creek", "pond"},
        ),
        ({"q": "\x00", "zone": "\x00"}, {"lagoon", "creek", "pond"}),
        ({"q": "%_'\";--"}, set()),
    ],
)
def test_a_filter_in_the_address_narrows_the_list(client, waters, query, expected):
    if "\x00" in "".join(query.values()):
        assert client.get(reverse("biomes:index"), query).status_code in {200, 400}
        return
    assert shown(client, **query) == expected


def test_counts_are_of_the_whole_registry_at_every_height(waters):
    shelf = queries.shelf(Wanted(kind="F1"), now())

    assert (shelf.by_kind["F"], shelf.by_kind["F1"], shelf.by_kind["F2"], shelf.by_kind["FM"]) == (2, 1, 1, 1)
    assert shelf.by_state == {"unknown": 3}
    assert shelf.by_zone == {"low-quay": 1}
    assert (shelf.total, len(shelf.rows)) == (3, 1)


def test_the_order_is_by_name_or_unknown_first(waters):
    names = [row.biome.name for row in queries.shelf(Wanted(order="name"), now()).rows]

    assert names == ["Lagoon", "Pond", "Quagmyrrh"]


def test_more_than_fifty_are_paged_and_the_filters_stay_in_the_address(client, db):
    for number in range(53):
        makers.biome(f"water-{number:02}", at=now(), functional_group="F1.1")

    first = client.get(reverse("biomes:index"), {"kind": "F", "order": "name"})
    second = client.get(reverse("biomes:index"), {"kind": "F", "order": "name", "page": "2"})

    assert len(first.context["rows"]) == 50
    assert [row.biome.slug for row in second.context["rows"]] == ["water-50", "water-51", "water-52"]
    assert "kind=F" in first.content.decode().split('rel="next"')[0].rsplit("href=", 1)[1]


def test_zones_are_filtered_and_ordered_too(client, waters):
    makers.zone("upper-bank", at=now(), population=5)

    page = client.get(reverse("biomes:zones"), {"q": "UPPER"})
    assert [zone.slug for _kind, zone, _rows in page.context["rows"]] == ["upper-bank"]
    page = client.get(reverse("biomes:zones"), {"order": "people"})
    assert [zone.slug for _kind, zone, _rows in page.context["rows"]] == ["low-quay", "upper-bank"]
    assert "No zone fits" in client.get(reverse("biomes:zones"), {"q": "nowhere"}).content.decode()


def test_search_finds_stations_sightings_and_statements(client, waters):
    lagoon, _creek = waters
    makers.station(lagoon, "ZX-99", at=now())
    makers.sighting(lagoon, at=now(), said="Spoonbills over the reeds")
    makers.statement(lagoon, person("sefa"), at=now(), text="The mullet leave first")

    for words, title in (("zx-99", "ZX-99"), ("spoonbills", "Algae"), ("mullet", "Said for Lagoon by Sefa")):
        assert title in client.get(reverse("portal:search"), {"q": words}).content.decode(), words


class TheDatabaseFoldsAsTheRuleDoes(TestCase):
    @settings(max_examples=40)
    @given(st.text(alphabet="aÀéÑßİᴬϒΣςاأإآٱبةتىيـَُِّْٰءئؤﻻ \u200fZ", min_size=1, max_size=12))
    def test_a_name_is_found_by_its_own_folding(self, name):
        zone = Zone.objects.create(slug="z", name=name, kind="mixed", polygon=makers.SQUARE, population=1)

        folded = Zone.objects.filter(pk=zone.pk).values_list("name__folded", flat=True).get()

        assert folded == fold(name)
