"""People see what no station measures: filed with photos, decided, borne out by others, taken back."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accounts.rules.roles import Role
from biomes import actions, queries
from biomes.models import Corroboration, Sighting
from biomes.rules.cells import distance_m
from biomes.rules.sighted import Sighted
from ledger.models import Fact
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
WORDS = "Quagmyrrh green, like paint"


def photo(**said):
    return SimpleUploadedFile("x.jpg", makers.jpeg(**said), "image/jpeg")


def form(biome="lagoon", **more):
    return {
        "biome": biome, "kind": "bloom", "day": now().date().isoformat(), "lat": "38.0512345", "lon": "-24.1512345",
        "cell_m": "100", "said": WORDS, "landscape": photo(place=True), "landscape_alt": "A green shore",
    } | more  # fmt: skip


def report(client, **more):
    return client.post(reverse("biomes:new_sighting"), form(**more))


@pytest.fixture
def ana(client, lagoon):
    ana = person("ana")
    sign_in(client, ana)
    return ana


def test_a_report_waits_for_a_moderator_and_only_its_observer_sees_it(client, ana):
    answer = report(client)

    assert answer.status_code == 302
    assert WORDS in client.get(answer.url).content.decode()
    client.logout()
    assert client.get(answer.url).status_code == 404
    for address in ("biomes:sightings", "biomes-sightings-csv", "biomes-sightings-feed"):
        assert WORDS not in b"".join(client.get(reverse(address))).decode()
    assert WORDS not in client.get("/api/v1/sightings/").content.decode()


def test_a_moderator_sees_it_where_it_will_stand_with_its_picture(client, lagoon, noon):
    made = makers.sighting(lagoon, at=noon, accepted=False)
    sign_in(client, person("mo", Role.MODERATOR))

    page = client.get(reverse("biomes:sighting", args=[made.uuid]))

    assert page.status_code == 200
    assert b"A green shore" in page.content


def test_the_place_is_coarse_and_the_camera_is_forgotten(client, ana):
    report(client, cell_m="1000")

    made = Sighting.objects.get()
    assert 0 < distance_m(float(made.lon), float(made.lat), -24.1512345, 38.0512345) < 710
    kept = queries.pictures_of(made.subject).get()
    sent = client.get(reverse("biomes-picture", args=[kept.uuid, kept.widths[-1]]))
    stored = b"".join(sent)
    assert not Image.open(BytesIO(stored)).getexif()
    assert b"QuagmyrrhCam" not in stored
    assert b"QuagmyrrhCam" in makers.jpeg(place=True)


def test_accepted_it_stands_on_page_list_csv_atom_and_api_without_a_name(client, lagoon):
    made = makers.sighting(lagoon, by=person("ana").code, at=now(), said=WORDS)

    for address in (reverse("biomes:sighting", args=[made.uuid]), reverse("biomes:sightings"), "/sightings.csv", "/sightings.atom",
                    "/api/v1/sightings/", f"/api/v1/sightings/{made.uuid}/"):  # fmt: skip
        said = b"".join(client.get(address)).decode()
        assert "Quagmyrrh" in said, address
        assert made.observer not in said, address
        assert "Ana" not in said, address
    assert "Algae" in client.get(reverse("biomes:biome", args=["lagoon"])).content.decode()


def test_no_word_of_a_sighting_says_toxic():
    from biomes.words.everyone import SIGHTED

    said = [str(words).lower() for words in SIGHTED.values()]
    assert all("toxic" not in words.replace("not known whether toxic", "") for words in said)


def test_a_refused_report_shows_nowhere_and_a_won_appeal_brings_it_back(lagoon, noon):
    made = makers.sighting(lagoon, at=noon, accepted=False)

    actions.apply_sighting_decision(uuid=str(made.uuid), approved=False, at=noon)
    assert queries.public_sighting(str(made.uuid)) is None
    actions.apply_sighting_decision(uuid=str(made.uuid), approved=True, at=noon)
    assert queries.public_sighting(str(made.uuid)) is not None


def test_taken_back_its_words_and_pictures_are_gone_everywhere(client, ana):
    report(client)
    made = Sighting.objects.get()
    actions.apply_sighting_decision(uuid=str(made.uuid), approved=True, at=now())

    assert client.post(reverse("biomes:withdraw_sighting", args=[made.uuid])).status_code == 302

    made.refresh_from_db()
    assert (made.state, made.said) == ("withdrawn", "")
    assert not queries.pictures_of(made.subject).exists()
    from moderation.models import Item

    assert WORDS not in str(list(Item.objects.values_list("snapshot", flat=True)))
    client.logout()
    assert client.get(reverse("biomes:sighting", args=[made.uuid])).status_code == 404


def test_nobody_takes_back_what_another_reported(client, ana, lagoon, noon):
    made = makers.sighting(lagoon, at=noon)

    assert client.post(reverse("biomes:withdraw_sighting", args=[made.uuid])).status_code == 404
    with pytest.raises(actions.CannotFile):
        actions.withdraw_sighting(uuid=str(made.uuid), by=ana.code, at=noon)


def three(lagoon, at, **said):
    return [makers.sighting(lagoon, by=f"p-{n}", at=at, lon=-24.15 + n * 0.002, **said) for n in range(3)]


def test_three_people_bear_each_other_out_once_and_the_record_says_so(lagoon, noon):
    seen = three(lagoon, noon)

    fact = Fact.objects.get(kind="biomes.sighting.corroborated")
    assert set(fact.about) == {one.subject for one in seen}
    assert fact.body["people"] == 3
    makers.sighting(lagoon, by="p-8", at=noon, lon=-24.14)
    assert Corroboration.objects.count() == 1


def test_three_reports_of_one_person_or_of_different_things_bear_nothing_out(lagoon, noon):
    for number in range(3):
        makers.sighting(lagoon, by="p-1", at=noon, lon=-24.15 + number * 0.002)
    for number, kind in enumerate((Sighted.FOAM, Sighted.SMELL, Sighted.DEAD_FISH)):
        makers.sighting(lagoon, by=f"p-{number}", at=noon, lon=-24.15 + number * 0.002, kind=kind)

    assert not Corroboration.objects.exists()


def test_how_many_it_takes_is_data(lagoon, noon):
    actions.set_corroboration_need(
        kind=Sighted.BLOOM,
        people=2,
        hours=24,
        radius_m=500,
        reason="Few people live here",
        actor="p-c",
        at=noon,
    )

    makers.sighting(lagoon, by="p-1", at=noon)
    makers.sighting(lagoon, by="p-2", at=noon, lon=-24.148)

    assert Corroboration.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lat", "1e9"), ("lat", "nan"), ("lon", "x"), ("kind", "unicorn"), ("biome", "nowhere"), ("day", "2150-13-01"),
        ("day", ""), ("cell_m", "3"), ("said", "x" * 1001), ("said", "a\x00b"), ("landscape_alt", ""),
        ("offset", "9999"), ("hour", "25:00"),
    ],
)  # fmt: skip
def test_what_is_no_sighting_is_refused_with_the_field_named_and_the_words_kept(client, ana, field, value):
    answer = report(client, **{field: value})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"#id_{field}" in page or field == "offset"
    assert field == "said" or WORDS in page
    assert not Sighting.objects.exists()


def test_without_a_photo_or_with_a_false_one_nothing_is_half_saved(client, ana):
    bare = form()
    del bare["landscape"]
    assert client.post(reverse("biomes:new_sighting"), bare).status_code == 422

    false = SimpleUploadedFile("x.jpg", b"not a photo", "image/jpeg")
    answer = report(client, close=false, close_alt="A false one")

    assert answer.status_code == 422
    assert "#id_close" in answer.content.decode()
    assert not Sighting.objects.exists()
    assert not queries.pictures_of("").exists()


def test_a_day_to_come_is_refused_in_words(client, ana):
    answer = report(client, day=(now() + timedelta(days=2)).date().isoformat())

    assert answer.status_code == 409
    assert "has not come yet" in answer.content.decode()
    assert WORDS in answer.content.decode()


def test_an_hour_is_of_the_clock_that_says_it(client, ana):
    day = (now() - timedelta(days=1)).date()

    report(client, day=day.isoformat(), hour="10:00", offset="120")

    made = Sighting.objects.get()
    assert (made.seen_at.hour, made.precision) == (8, "instant")


def test_twenty_a_day_are_enough(lagoon, noon):
    for _number in range(20):
        makers.sighting(lagoon, at=noon, accepted=False)

    with pytest.raises(actions.CannotFile):
        makers.sighting(lagoon, at=noon, accepted=False)


def test_a_formula_in_the_words_is_not_run_by_a_spreadsheet(client, lagoon):
    makers.sighting(lagoon, at=now(), said="=HYPERLINK(1)")

    assert ",'=HYPERLINK" in b"".join(client.get("/sightings.csv")).decode()


def test_curators_set_how_many_it_takes_by_page_and_by_api(client, lagoon):
    sign_in(client, person("noor", Role.CURATOR))
    numbers = {"kind": "foam", "people": 4, "hours": 24, "radius_m": 1000, "reason": "Foam is common"}

    assert client.post(reverse("biomes:needs"), numbers).status_code == 302
    assert client.post(reverse("biomes:needs"), numbers | {"people": 1}).status_code == 422
    answer = client.post("/api/v1/sightings/needs/", numbers | {"people": 5}, content_type="application/json")

    assert answer.status_code == 201
    assert client.get("/api/v1/sightings/needs/").json()[0]["people"] == 5
    assert Fact.objects.filter(kind="biomes.need.set").count() == 2


def test_the_list_is_filtered_by_its_address(client, lagoon):
    makers.sighting(lagoon, at=now(), said="Green soup")
    makers.sighting(lagoon, at=now(), said="White foam", kind=Sighted.FOAM)

    page = client.get(
        reverse("biomes:sightings"), {"kind": "foam", "biome": "lagoon", "days": "3"}
    ).content.decode()

    assert "White foam" in page
    assert "Green soup" not in page
    assert client.get(
        reverse("biomes:sightings"), {"kind": "x", "days": "\x00", "page": "z"}
    ).status_code in {200, 400}


def test_the_api_asks_for_the_pictures_of_many_sightings_at_once(client, lagoon, noon):
    makers.sighting(lagoon, "p-1", at=noon)
    with CaptureQueriesContext(connection) as few:
        client.get("/api/v1/sightings/")
    for by in ("p-2", "p-3", "p-4"):
        makers.sighting(lagoon, by, at=noon)

    with CaptureQueriesContext(connection) as many:
        rows = client.get("/api/v1/sightings/").json()["results"]

    assert len(rows) == 4
    assert all(len(row["pictures"]) == 1 for row in rows)
    assert len(many) == len(few)
