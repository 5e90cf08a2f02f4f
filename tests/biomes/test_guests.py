"""Nobody's creek waits for an account: asked for, confirmed by mail, then filed like any other; else gone."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.actions.secret import token_of
from accounts.rules.tokens import Purpose
from biomes import actions, letters, queries, tasks
from biomes.models import Biome, GuestFiling, Picture, Sighting
from biomes.rules import cells, guests
from biomes.rules.cells import distance_m
from biomes.rules.lifecycle import Stage
from ledger import actions as ledger
from ledger.models import Fact
from ledger.queries import now
from moderation import actions as moderation
from moderation.models import Item
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
NAME = "Quagmyrrh Creek"
GUEST = "guest@shore.example"
CODE = "personal-attack"
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def codes(db):
    moderation.publish_code(slug=CODE, label="Attack", public_text="It attacks somebody.", hides=True)
    moderation.publish_code(slug="fine", label="Fine", public_text="It keeps the terms.", approves=True)


def photo():
    return SimpleUploadedFile("x.jpg", makers.jpeg(place=True), "image/jpeg")


def pin_form(**more):
    return {"name": NAME, "lat": "38.0512345", "lon": "-24.1512345", "cell_m": "1000", "about": "Eels.",
            "email": GUEST} | more  # fmt: skip


def sighting_form(**more):
    return {
        "biome": "lagoon", "kind": "bloom", "day": now().date().isoformat(), "lat": "38.0512345", "lon": "-24.1512345",
        "cell_m": "100", "said": f"{NAME} green", "landscape": photo(), "landscape_alt": "A green shore", "email": GUEST,
    } | more  # fmt: skip


def ask(client, **more):
    return client.post(reverse("biomes:new_pin"), pin_form(**more))


def token(asked=None):
    return token_of(Purpose.GUEST, (asked or GuestFiling.objects.get()).key)


def press(client, asked=None, **more):
    return client.post(reverse("biomes:guest", args=[token(asked)]), more)


def judge(at=None):
    return actions.judge_guests(at=at or now(), write=letters.ask_to_confirm)


def deliver(at=None):
    while ledger.deliver_due(at=at or now()):
        pass


def decide(subject, *, approve):
    moderation.decide(
        item_id=Item.objects.get(subject=subject).pk,
        moderator=person(),
        approve=approve,
        code="fine" if approve else CODE,
        text="",
        at=now(),
    )
    deliver()


# --- Asking ---------------------------------------------------------------------------------------


def test_a_guest_is_asked_for_an_address_and_a_signed_in_person_is_not(client, lagoon):
    for name in ("biomes:new_pin", "biomes:new_sighting"):
        page = client.get(reverse(name) + "?lat=38.05&lon=-24.15&name=x")
        assert page.status_code == 200
        assert b'name="email"' in page.content

    sign_in(client, person("ana"))
    page = client.get(reverse("biomes:new_pin") + "?lat=38.05&lon=-24.15&name=x")

    assert b'name="email"' not in page.content


def test_the_screen_after_is_the_same_whatever_the_address_has_done(client):
    person("ana")
    answers = [ask(client, email=email) for email in (GUEST, GUEST, "ana@shore.example", GUEST, GUEST)]

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, reverse("biomes:guest_sent"))}
    pages = {client.get(answer.url).content for answer in answers}
    assert len({page.split(b"<main")[1].split(b"</main>")[0] for page in pages}) == 1


@pytest.mark.parametrize(
    "email", ["", "ana", "ana@", "@shore.example", "a b@shore.example", "a\x00@shore.example"]
)
def test_a_bad_address_is_named_and_everything_typed_is_kept(client, email):
    answer = ask(client, email=email)

    assert answer.status_code == 422
    assert b'href="#id_email"' in answer.content
    assert NAME in answer.content.decode()
    assert not GuestFiling.objects.exists()


def test_a_photo_that_is_none_is_refused_and_nothing_is_half_kept(client):
    bad = SimpleUploadedFile("x.jpg", b"no picture", "image/jpeg")

    answer = ask(client, photo=bad, alt="A creek")

    assert answer.status_code == 422
    assert not GuestFiling.objects.exists()
    assert not Picture.objects.exists()


def test_a_sighting_of_tomorrow_is_refused_at_once(client, lagoon):
    answer = client.post(
        reverse("biomes:new_sighting"), sighting_form(day=(now() + 2 * DAY).date().isoformat())
    )

    assert answer.status_code == 409
    assert not GuestFiling.objects.exists()


def test_before_the_press_nothing_of_it_is_anywhere(client):
    ask(client, photo=photo(), alt="A creek")
    judge()

    assert not Biome.objects.exists()
    assert not Item.objects.exists()
    assert not Fact.objects.filter(kind__startswith="biomes.").exists()
    kept = Picture.objects.get()
    assert client.get(reverse("biomes-picture", args=[kept.uuid, kept.widths[0]])).status_code == 404
    for name in ("biomes:index", "portal:home", "portal:near", "biomes:sightings"):
        assert NAME not in client.get(reverse(name)).content.decode()


def test_the_exact_place_is_forgotten_at_once(client):
    ask(client)

    kept = GuestFiling.objects.get().content
    assert 0 < distance_m(kept["lon"], kept["lat"], -24.1512345, 38.0512345) < 710


@given(st.floats(-179, 179), st.floats(-85, 85), st.sampled_from(cells.CELLS))
def test_waiting_moves_no_place(lon, lat, cell_m):
    once = cells.coarsened(lon, lat, cell_m)

    assert cells.coarsened(float(once[0]), float(once[1]), cell_m) == once


# --- The link -------------------------------------------------------------------------------------


def test_one_letter_goes_with_the_link_in_the_language_of_the_form(client, mailoutbox):
    client.post("/es/biomes/new/", pin_form())
    tasks.judge_guests()
    tasks.judge_guests()

    from accounts.tasks import send_letters

    send_letters()
    [mail] = mailoutbox
    assert mail.to == [GUEST]
    assert f"/es/filed/{token()}/" in mail.body or f"/filed/{token()}/" in mail.body
    assert NAME not in mail.body


def test_looking_at_the_link_changes_nothing_and_pressing_puts_it_on_the_map(client):
    ask(client, photo=photo(), alt="A creek")
    judge()
    for _look in range(3):
        page = client.get(reverse("biomes:guest", args=[token()]))
        assert page.status_code == 200
        assert NAME in page.content.decode()
    assert not Biome.objects.exists()

    answer = press(client)

    assert answer.status_code == 302
    made = Biome.objects.get(name=NAME)
    assert made.stage == Stage.PROVISIONAL
    assert client.get(reverse("biomes:biome", args=[made.slug])).status_code == 200
    assert Item.objects.filter(subject=made.subject).count() == 1
    assert queries.pictures_of(made.subject).count() == 1
    assert reverse("biomes:biome", args=[made.slug]) in client.get(answer.url).content.decode()


def test_pressing_twice_is_pressing_once(client):
    ask(client)

    press(client)
    press(client)

    assert Biome.objects.count() == 1


def test_the_fortnight_begins_with_the_press(noon):
    asked = makers.guest_pin(at=noon)
    actions.confirm_as_guest(token=token(asked), at=noon + 6 * DAY)
    made = Biome.objects.get()

    assert queries.shown_stage(made, noon + 19 * DAY) is Stage.PROVISIONAL
    assert queries.shown_stage(made, noon + 20 * DAY) is Stage.UNCURATED


def test_a_link_older_than_seven_days_does_nothing(client, noon):
    asked = makers.guest_pin(at=now() - 8 * DAY)

    assert client.get(reverse("biomes:guest", args=[token(asked)])).status_code == 404
    assert press(client, asked).status_code == 404
    with pytest.raises(actions.CannotConfirm):
        actions.confirm_as_guest(token=token(asked), at=now())
    assert not Biome.objects.exists()


@given(st.timedeltas(timedelta(0), timedelta(days=30)))
def test_the_link_is_open_for_seven_days_and_no_longer(after):
    asked_at = makers_noon()

    assert guests.is_open(asked_at, asked_at + after) == (after < timedelta(days=7))


def makers_noon():
    from datetime import UTC, datetime

    return datetime(2102, 6, 1, 12, tzinfo=UTC)


def test_another_purpose_opens_nothing(client):
    ask(client)
    other = token_of(Purpose.SIGN, GuestFiling.objects.get().key)

    assert client.get(reverse("biomes:guest", args=[other])).status_code == 404


def test_unpressed_it_is_gone_after_a_week_with_its_pictures(client, noon):
    photos = [actions.SentPhoto(data=makers.jpeg(), alt="A creek")]
    makers.guest_pin(at=noon, photos=photos)
    kept = makers.guest_pin(at=noon)
    actions.confirm_as_guest(token=token(kept), at=noon)

    assert actions.drop_unconfirmed(at=noon + 7 * DAY - SECOND) == 0
    assert actions.drop_unconfirmed(at=noon + 7 * DAY) == 1

    assert GuestFiling.objects.get() == kept
    assert not Picture.objects.exists()


# --- Sightings ------------------------------------------------------------------------------------


def test_a_guests_sighting_waits_for_the_press_then_for_a_moderator(client, lagoon):
    answer = client.post(reverse("biomes:new_sighting"), sighting_form())
    assert answer.url == reverse("biomes:guest_sent")
    assert not Sighting.objects.exists()

    press(client)

    made = Sighting.objects.get()
    assert (made.state, made.biome) == ("waiting", lagoon)
    assert queries.pictures_of(made.subject).count() == 1
    decide(made.subject, approve=True)
    assert client.get(made.get_absolute_url()).status_code == 200


def test_a_guest_takes_a_sighting_back_by_the_link(client, lagoon):
    client.post(reverse("biomes:new_sighting"), sighting_form())
    press(client)

    assert press(client, act="withdraw").status_code == 302
    assert press(client, act="withdraw").status_code == 409

    made = Sighting.objects.get()
    assert (made.state, made.said) == ("withdrawn", "")
    assert not Picture.objects.exists()
    assert GuestFiling.objects.get().email == ""


def test_merged_meanwhile_the_sighting_goes_along_and_gone_it_is_refused(client, lagoon):
    at = now()
    creek, other = makers.pin(at=at), makers.pin(at=at)
    asked = []
    for one in (creek, other):
        client.post(reverse("biomes:new_sighting"), sighting_form(biome=one.slug, landscape=photo()))
        asked.append(GuestFiling.objects.latest("pk"))
    actions.merge_pin(biome_id=creek.pk, into=lagoon, actor="p-c", at=at)
    actions.refuse_pin(biome_id=other.pk, code=CODE, reason="", actor="p-c", at=at)

    answers = [press(client, one).status_code for one in asked]

    assert answers == [302, 409]
    assert Sighting.objects.get().biome == lagoon


# --- The API --------------------------------------------------------------------------------------


def test_the_api_takes_a_guests_pin_with_202_and_the_same_words(client):
    answer = client.post("/api/v1/pins/", pin_form(), content_type="application/json")
    again = client.post("/api/v1/pins/", pin_form(), content_type="application/json")

    assert (answer.status_code, again.status_code) == (202, 202)
    assert answer.json() == again.json()
    assert GuestFiling.objects.count() == 2


def test_the_api_takes_a_guests_sighting_and_names_a_missing_address(client, lagoon):
    assert client.post("/api/v1/sightings/", sighting_form()).status_code == 202
    answer = client.post("/api/v1/pins/", pin_form(email=""), content_type="application/json")

    assert answer.status_code == 400
    assert "email" in str(answer.json())


def test_a_program_confirms_by_the_link_and_looking_changes_nothing(client):
    ask(client)
    address = f"/api/v1/filed/{token()}/"

    assert client.get(address).json()["confirmed_at"] is None
    assert not Biome.objects.exists()
    first, again = client.post(address + "confirm/"), client.post(address + "confirm/")

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json()["subject"] == Biome.objects.get().subject
    assert GUEST not in str(first.json())
