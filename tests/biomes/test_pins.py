"""Anybody puts a living system on the map; it leaks nowhere before it was looked at, and a curator decides."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.rules.roles import Role
from biomes import actions, queries
from biomes.models import Biome
from biomes.rules.cells import distance_m
from biomes.rules.lifecycle import Stage
from ledger.models import Fact
from ledger.queries import now
from moderation import actions as moderation
from moderation.models import Item
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
NAME = "Quagmyrrh Creek"
CODE = "personal-attack"


@pytest.fixture(autouse=True)
def codes(db):
    moderation.publish_code(slug=CODE, label="Attack", public_text="It attacks somebody.", hides=True)
    moderation.publish_code(
        slug="within-terms", label="Fine", public_text="It keeps the terms.", approves=True
    )


def form(**more):
    return {
        "name": NAME,
        "lat": "38.0512345",
        "lon": "-24.1512345",
        "cell_m": "1000",
        "about": "Eels.",
    } | more


def file_by_page(client, **more):
    return client.post(reverse("biomes:new_pin"), form(**more))


def decide_in_queue(subject, *, approve, at):
    from ledger import actions as ledger

    item = Item.objects.get(subject=subject)
    moderation.decide(
        item_id=item.pk,
        moderator=person(),
        approve=approve,
        code="within-terms" if approve else CODE,
        text="",
        at=at,
    )
    ledger.deliver_due(at=at)


def test_a_pin_has_its_own_address_at_once_and_its_place_is_coarse(client):
    sign_in(client, person("ana"))

    answer = file_by_page(client)

    biome = Biome.objects.get(name=NAME)
    assert answer.url == reverse("biomes:biome", args=[biome.slug])
    page = client.get(answer.url).content.decode()
    assert "Provisional" in page
    assert "not in the registry" in page
    lon, lat = biome.place["coordinates"]
    assert 0 < distance_m(lon, lat, -24.1512345, 38.0512345) < 710


def test_its_address_and_the_record_say_nothing_of_its_name(noon):
    biome = makers.pin(at=noon, looked_at=False)

    assert "quag" not in biome.slug
    assert all(NAME not in str(vars(fact)) for fact in Fact.objects.all())


def test_before_somebody_looked_it_is_on_no_list_and_its_photo_is_seen_by_nobody(client, noon):
    photo = actions.SentPhoto(data=makers.jpeg(), alt="The creek")
    biome = makers.pin(at=noon, looked_at=False, photos=[photo])
    for address in ("biomes:index", "biomes-geojson", "portal:home", "portal:search", "biomes:sightings"):
        url = reverse(address) + ("?q=Quagmyrrh" if address in {"portal:search", "biomes:index"} else "")
        assert NAME not in client.get(url).content.decode(), address
    assert NAME not in client.get("/api/v1/pins/").content.decode()

    page = client.get(reverse("biomes:biome", args=[biome.slug]))

    assert page.status_code == 200
    assert b"noindex" in page.content
    picture = queries.pictures_of(biome.subject).get()
    assert f"{picture.uuid}" not in page.content.decode()
    assert client.get(reverse("biomes-picture", args=[picture.uuid, picture.widths[0]])).status_code == 404


def test_once_looked_at_it_is_listed_with_a_plain_label(client):
    biome = makers.pin(at=now(), looked_at=False)

    decide_in_queue(biome.subject, approve=True, at=now())

    assert NAME in client.get(reverse("biomes:index")).content.decode()
    assert NAME in client.get("/api/v1/pins/").content.decode()
    assert NAME in client.get(reverse("portal:search") + "?q=quagmyrrh").content.decode()
    # The registry's own lists never hold it.
    assert NAME not in client.get(reverse("biomes-geojson")).content.decode()
    assert NAME not in client.get("/api/v1/biomes/").content.decode()


def test_what_a_moderator_rejects_is_gone_everywhere_with_the_code_and_no_word_of_it(client, noon):
    photo = actions.SentPhoto(data=makers.jpeg(), alt="The creek")
    biome = makers.pin(at=noon, looked_at=False, photos=[photo])

    decide_in_queue(biome.subject, approve=False, at=noon)

    page = client.get(reverse("biomes:biome", args=[biome.slug]))
    assert page.status_code == 410
    assert NAME not in page.content.decode()
    assert "It attacks somebody." in page.content.decode()
    assert queries.known_biome(biome.slug) is None
    assert not queries.public_pictures_of(biome.subject).exists()


def test_an_appeal_that_is_won_puts_it_back(noon):
    biome = makers.pin(at=noon, looked_at=False)
    actions.apply_pin_decision(slug=biome.slug, approved=False, code=CODE, at=noon)

    actions.apply_pin_decision(slug=biome.slug, approved=True, code="within-terms", at=noon)

    assert queries.known_biome(biome.slug).stage == Stage.PROVISIONAL


def test_a_curators_refusal_is_not_undone_by_a_moderator(noon):
    biome = makers.pin(at=noon, looked_at=False)
    actions.refuse_pin(biome_id=biome.pk, code=CODE, reason="A puddle", actor="p-c", at=noon)

    actions.apply_pin_decision(slug=biome.slug, approved=True, code="within-terms", at=noon)

    assert Biome.objects.get(pk=biome.pk).stage == Stage.REFUSED


def test_after_a_fortnight_it_shows_as_uncurated_though_nobody_swept(noon):
    biome = makers.pin(at=noon)

    assert queries.shown_stage(biome, noon + timedelta(days=13, hours=23)) is Stage.PROVISIONAL
    assert queries.shown_stage(biome, noon + timedelta(days=14)) is Stage.UNCURATED
    assert biome.stage == Stage.PROVISIONAL


def test_beat_writes_it_down_once(noon):
    makers.pin(at=noon)

    assert actions.lapse_pins(at=noon + timedelta(days=14)) == 1
    assert actions.lapse_pins(at=noon + timedelta(days=15)) == 0
    assert Fact.objects.filter(kind="biomes.biome.lapsed").count() == 1


def test_a_curator_takes_it_up_and_its_page_stands_until_the_profile_is_published(client, noon):
    biome = makers.pin(at=noon, looked_at=False)
    actions.take_up(biome_id=biome.pk, actor="p-c", at=noon)
    assert NAME in client.get(reverse("biomes:biome", args=[biome.slug])).content.decode()
    assert not Item.objects.queued().filter(subject=biome.subject).exists()

    content = {"name": "Creek of Eels", "functional_group": "F1.1", "place": makers.SQUARE}
    actions.edit_biome(biome_id=biome.pk, content=content, author="p-c", reason="walked", at=noon)
    assert NAME in client.get(reverse("biomes:biome", args=[biome.slug])).content.decode()
    actions.publish_biome(biome_id=biome.pk, number=2, actor="p-c", at=noon)

    page = client.get(reverse("biomes:biome", args=[biome.slug])).content.decode()
    assert "Creek of Eels" in page
    assert "Provisional" not in page


def test_a_profile_without_kind_or_outline_cannot_be_published(noon):
    biome = makers.pin(at=noon)
    actions.take_up(biome_id=biome.pk, actor="p-c", at=noon)

    with pytest.raises(actions.CannotEdit, match="place"):
        actions.publish_biome(biome_id=biome.pk, number=1, actor="p-c", at=noon)

    content = {"name": "Creek", "functional_group": "", "place": makers.SQUARE}
    actions.edit_biome(biome_id=biome.pk, content=content, author="p-c", reason="r", at=noon)
    with pytest.raises(actions.CannotEdit, match="kind"):
        actions.publish_biome(biome_id=biome.pk, number=2, actor="p-c", at=noon)


def test_merged_its_address_leads_on_and_sightings_and_statements_go_along(client, lagoon, noon):
    biome = makers.pin(at=noon)
    seen = makers.sighting(biome, at=noon)
    said = makers.statement(biome, person(), at=noon)

    actions.merge_pin(biome_id=biome.pk, into=lagoon, actor="p-c", at=noon)

    answer = client.get(reverse("biomes:biome", args=[biome.slug]))
    assert (answer.status_code, answer.url) == (301, reverse("biomes:biome", args=[lagoon.slug]))
    for one in (seen, said):
        one.refresh_from_db()
        assert one.biome == lagoon


def test_nothing_is_decided_twice(lagoon, noon):
    biome = makers.pin(at=noon)
    actions.merge_pin(biome_id=biome.pk, into=lagoon, actor="p-c", at=noon)

    for act in (actions.take_up, lambda **said: actions.merge_pin(into=lagoon, **said)):
        with pytest.raises(actions.CannotSettle):
            act(biome_id=biome.pk, actor="p-d", at=noon)


def test_only_a_published_one_takes_another_in(noon):
    one, other = makers.pin(at=noon), makers.pin(at=noon)

    with pytest.raises(actions.CannotSettle):
        actions.merge_pin(biome_id=one.pk, into=other, actor="p-c", at=noon)


def test_a_published_profile_is_no_pin(lagoon, noon):
    with pytest.raises(actions.CannotSettle):
        actions.take_up(biome_id=lagoon.pk, actor="p-c", at=noon)


def test_the_form_asks_whether_it_is_one_of_those_near_by(client, lagoon):
    sign_in(client, person("ana"))
    asked = client.get(reverse("biomes:new_pin"), {"name": "A creek", "lat": "38.05", "lon": "-24.15"})
    assert lagoon.name in asked.content.decode()

    answer = file_by_page(client)
    assert answer.status_code == 422
    assert "is it one of them" in answer.content.decode()
    assert "Eels." in answer.content.decode()

    assert file_by_page(client, is_new="on").status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lat", "1e9"), ("lat", "nan"), ("lat", "38,1"), ("lon", ""), ("lat", "91"), ("name", ""), ("name", "x" * 81),
        ("name", "Creek\u202e"), ("name", "a\x00b"), ("cell_m", "1"), ("about", "y" * 601),
        ("functional_group", "X9.9"),
    ],
)  # fmt: skip
def test_what_is_no_pin_is_refused_with_the_field_named_and_nothing_lost(client, field, value):
    sign_in(client, person("ana"))

    answer = (
        file_by_page(client, about="Still here", **{field: value})
        if field != "about"
        else file_by_page(client, about=value)
    )

    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode()
    assert field == "about" or "Still here" in answer.content.decode()
    assert not Biome.objects.exists()


def test_a_file_that_is_no_photo_is_refused_and_nothing_is_half_saved(client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    sign_in(client, person("ana"))

    answer = file_by_page(
        client, photo=SimpleUploadedFile("x.svg", b"<svg/>", "image/svg+xml"), alt="A creek"
    )

    assert answer.status_code == 422
    assert 'href="#id_photo"' in answer.content.decode()
    assert not Biome.objects.exists()


def test_more_than_five_a_day_wait_until_tomorrow(noon):
    for _number in range(actions.pins.MOST_A_DAY):
        makers.pin(at=noon, looked_at=False)

    with pytest.raises(actions.CannotFile):
        makers.pin(at=noon, looked_at=False)
    makers.pin(at=noon + timedelta(days=1), looked_at=False)


def test_a_stranger_is_asked_to_sign_in_and_comes_back(client):
    answer = client.get(reverse("biomes:mine"))

    assert answer.status_code == 302
    assert "next=/biomes/mine/" in answer.url


def test_the_curators_page_decides_and_shows_what_is_near(client, lagoon):
    biome = makers.pin(at=now())
    sign_in(client, person("noor", Role.CURATOR))
    url = reverse("biomes:settle", args=[biome.slug])
    assert lagoon.name in client.get(url).content.decode()

    assert client.post(url, {"decision": "merge"}).status_code == 422
    assert client.post(url, {"decision": "take_up"}).status_code == 302
    assert client.post(url, {"decision": "refuse", "code": CODE}).status_code == 302
    assert client.post(url, {"decision": "take_up"}).status_code == 409


def test_a_point_draws_on_every_page_that_draws_places(client, noon):
    biome = makers.pin(at=noon, functional_group="F1.1")

    assert queries.area_km2(biome) == 0
    assert client.get(reverse("biomes:index")).status_code == 200
    assert client.get(reverse("biomes:biome", args=[biome.slug])).status_code == 200
