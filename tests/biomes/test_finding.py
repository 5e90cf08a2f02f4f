"""Forms that find a living system among thousands: by its name or address, or by a choice of what matched."""

import pytest
from django.db import connection
from django.urls import reverse

from accounts.rules.roles import Role
from biomes import queries
from biomes.forms import GuardianForm, LinkForm, StationForm, ThresholdForm, UploadForm
from biomes.forms.everyone import SightingFilterForm, SightingForm
from biomes.forms.stories import StoryForm
from biomes.models import Biome
from biomes.queries.finding import MOST_OFFERED
from biomes.queries.pins import named
from tests.accounts.people import person, sign_in
from tests.biomes import makers

LINK = {
    "source": "reef", "target": "Mirror Lake", "kind": "flow", "strength": "0.4", "evidence": "Survey 2149",
}  # fmt: skip


@pytest.fixture
def world(db, noon):
    lakes = [makers.biome(f"mirror-lake-{n}", at=noon, name=f"Mirror Lake {n}") for n in range(3)]
    for slug, name in (("reef", "Reef"), ("mirror-lake", "Mirror Lake"), ("river", "Río Espejo")):
        makers.biome(slug, at=noon, name=name)
    makers.biome("hidden-lake", at=noon, stage="draft", name="Hidden Lake")
    return lakes


@pytest.fixture
def curator(client, db):
    return sign_in(client, person("noor", Role.CURATOR))


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (LinkForm, "source"), (LinkForm, "target"), (GuardianForm, "biome"), (StationForm, "biome"),
        (ThresholdForm, "biome"), (UploadForm, "biome"), (StoryForm, "biome"), (SightingForm, "biome"),
        (SightingFilterForm, "biome"),
    ],
)  # fmt: skip
def test_no_form_carries_the_whole_registry(form, field, world, django_assert_num_queries):
    with django_assert_num_queries(0):
        shown = str(form()[field])

    assert "Mirror" not in shown
    assert reverse("biomes:offered") in shown


def test_a_whole_name_or_an_address_is_enough(client, curator, world):
    page = client.post(reverse("biomes:new_link"), LINK | {"target": "mirror LAKE"})

    assert page.status_code == 302
    assert [one.target.slug for one in queries.public_links()] == ["mirror-lake"]


def test_words_that_match_several_are_answered_with_a_choice_and_the_form_kept(client, curator, world):
    page = client.post(reverse("biomes:new_link"), LINK | {"target": "lake mirr"})

    text = page.content.decode()
    assert page.status_code == 422
    assert "Choose which one you mean" in text
    assert 'value="Survey 2149"' in text
    for slug in ("mirror-lake", "mirror-lake-0", "mirror-lake-1", "mirror-lake-2"):
        assert f'name="target-chosen" value="biome/{slug}"' in text
    assert "hidden-lake" not in text


def test_what_is_chosen_below_the_line_counts(client, curator, world):
    chosen = {"target": "lake mirr", "target-asked": "lake mirr", "target-chosen": "biome/mirror-lake-1"}

    page = client.post(reverse("biomes:new_link"), LINK | chosen)

    assert page.status_code == 302
    assert [one.target.slug for one in queries.public_links()] == ["mirror-lake-1"]


def test_who_types_another_name_after_a_choice_means_that_name(client, curator, world):
    chosen = {"target": "Río Espejo", "target-asked": "lake mirr", "target-chosen": "biome/mirror-lake-1"}

    client.post(reverse("biomes:new_link"), LINK | chosen)

    assert [one.target.slug for one in queries.public_links()] == ["river"]


@pytest.mark.parametrize("typed", ["nowhere", "%", "biome/", "zone/reef", "\u0640", "x" * 119])
def test_what_matches_nothing_says_so(client, curator, world, typed):
    page = client.post(reverse("biomes:new_link"), LINK | {"target": typed})

    assert page.status_code == 422
    assert "Nothing here has this name or address." in page.content.decode()


def test_a_draft_is_found_for_a_station_but_not_for_a_story(world):
    found = StationForm({"code": "V-1", "biome": "hidden lake", "lon": "1", "lat": "1"})
    told = StoryForm({"biome": "hidden lake"})

    assert "biome" not in found.errors
    assert "biome" in told.errors
    assert "hidden-lake" not in str(told)


def test_the_nearest_name_stands_first_and_no_more_are_offered_than_one_can_look_through(world, noon):
    for n in range(20):
        makers.biome(f"mirror-lake-of-the-north-{n}", at=noon, name=f"Mirror Lake of the North {n}")

    found = queries.offers("mirror lake")

    assert [one.name for one in found[:2]] == ["Mirror Lake", "Mirror Lake 0"]
    assert len(found) == MOST_OFFERED


def test_while_one_types_those_whose_names_match_are_offered(client, world):
    answer = client.get(reverse("biomes:offered"), {"of": "biome", "biome": "rio esp"})

    assert '<option value="river">Río Espejo</option>' in answer.content.decode()


@pytest.mark.parametrize(("role", "is_offered"), [(None, False), (Role.CURATOR, True)])
def test_drafts_are_offered_to_curators_alone(client, world, role, is_offered):
    sign_in(client, person("noor", *([role] if role else [])))

    answer = client.get(reverse("biomes:offered"), {"q": "hidden", "among": "all"})

    assert ("hidden-lake" in answer.content.decode()) is is_offered


@pytest.mark.parametrize(
    ("found", "indexes"),
    [
        (lambda: named(Biome.objects.all(), "mirror"), ("biome_name_folded", "biome_names_folded")),
        (lambda: Biome.objects.filter(name__iexact="mirror lake"), ("biome_name_upper",)),
    ],
)
def test_a_name_is_looked_up_in_an_index(db, found, indexes):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    plan = found().order_by().explain()

    assert all(name in plan for name in indexes), plan


def test_a_sighting_may_be_of_a_pin_that_is_in_no_registry(world, noon):
    pinned = makers.pin(at=noon, name="Nobody's Creek")

    assert queries.called(pinned.slug) == []
    assert "biome" not in SightingForm({"biome": "nobody's creek"}).errors


def test_sightings_are_narrowed_by_a_name(world):
    assert SightingFilterForm({"biome": "mirror lake"}).wanted["biome"] == "mirror-lake"
    assert SightingFilterForm({"biome": "nowhere"}).wanted["biome"] == ""
