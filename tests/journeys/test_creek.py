"""A citizen on a phone pins a creek, reports a sighting with a photo that carries its place, and sees it accepted."""

import pytest
from playwright.sync_api import expect

from tests.accounts.people import person, sign_in
from tests.biomes import makers

NAME = "خور القصب"
SEEN = "ماء أخضر كالطلاء"


@pytest.fixture
def cookie_of(transactional_db, client, settings):
    def make(user):
        sign_in(client, user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        return {"name": settings.SESSION_COOKIE_NAME, "value": value}

    return make


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "creek.jpg"
    path.write_bytes(makers.jpeg(place=True))
    return path


def deliver():
    from ledger import actions
    from ledger.queries import now

    actions.deliver_due(at=now())


@pytest.mark.full
def test_a_creek_is_pinned_seen_and_shown_on_a_phone_in_arabic(cookie_of, photo, site, visit, shot, axe):
    from biomes import queries
    from biomes.models import Biome, Sighting
    from ledger.queries import now
    from moderation import actions as moderation
    from moderation.queries import open_item

    moderation.publish_code(slug="fine", label="Fine", public_text="Fine.", approves=True)
    moderator = person("mo")
    # A refused form answers 422, which a browser writes into its console.
    phone = visit(width=390, expect_errors=True)
    phone.context.add_cookies([{**cookie_of(person("pia")), "url": site}])

    phone.goto("/ar/biomes/new/")
    assert phone.locator("html").get_attribute("dir") == "rtl"
    phone.locator("[name=name]").fill(NAME)
    phone.locator("[name=lat]").fill("38.0512345")
    phone.locator("[name=lon]").fill("-24.1512345")
    axe(phone)
    phone.locator("main form button.button--do").click()
    phone.locator("[name=photo]").set_input_files(photo)
    phone.locator("[name=alt]").fill("الخور")
    shot(phone, "creek-1-pin")
    phone.locator("main form button.button--do").click()
    phone.get_by_role("heading", name=NAME, level=1).wait_for()
    axe(phone)
    shot(phone, "creek-2-provisional")

    stranger = visit(expect_errors=True)
    stranger.goto("/biomes/")
    assert NAME not in stranger.content()
    creek = Biome.objects.get()
    decide(moderation, open_item(creek.subject), moderator, now())
    stranger.goto("/biomes/?q=خور القصب")
    assert NAME in stranger.content()

    phone.goto(f"/ar/sightings/new/?biome={creek.slug}&kind=bloom&lat=38.05&lon=-24.15")
    phone.locator("[name=said]").fill(SEEN)
    phone.locator("[name=landscape]").set_input_files(photo)
    phone.locator("main form button.button--do").click()
    # A photo without words is sent back with everything that was typed.
    assert phone.locator("[name=said]").input_value() == SEEN
    axe(phone)
    phone.locator("[name=landscape]").set_input_files(photo)
    phone.locator("[name=landscape_alt]").fill("ضفة خضراء")
    shot(phone, "creek-3-sighting")
    phone.locator("main form button.button--do").click()
    phone.get_by_text(SEEN).wait_for()

    seen = Sighting.objects.get()
    assert stranger.goto(f"/sightings/{seen.uuid}/").status == 404
    decide(moderation, open_item(seen.subject), moderator, now())
    assert stranger.goto(f"/sightings/{seen.uuid}/").status == 200
    stranger.goto(f"/biomes/{creek.slug}/")
    expect(stranger.locator("#people img")).to_have_count(1)
    assert queries.public_pictures_of(seen.subject).count() == 1
    phone.goto("/ar/biomes/mine/")
    expect(phone.locator("main ul.list li")).to_have_count(2)
    axe(phone)
    shot(phone, "creek-4-mine")


def test_a_guest_without_an_account_pins_a_creek_on_a_phone_in_arabic(
    photo, site, visit, shot, axe, mailoutbox
):
    import re

    from accounts.tasks import send_letters
    from biomes import tasks
    from biomes.models import Biome

    phone = visit(width=390, expect_errors=True)
    phone.goto("/ar/biomes/new/")
    phone.locator("[name=name]").fill(NAME)
    phone.locator("[name=lat]").fill("38.0512345")
    phone.locator("[name=lon]").fill("-24.1512345")
    phone.locator("main form button.button--do").click()
    phone.locator("[name=photo]").set_input_files(photo)
    phone.locator("[name=alt]").fill("الخور")
    phone.locator("main form button.button--do").click()
    # Nothing typed is lost where the address is wanting.
    assert phone.locator("[name=name]").input_value() == NAME
    phone.locator("[name=photo]").set_input_files(photo)
    phone.locator("[name=email]").fill("guest@shore.example")
    axe(phone)
    shot(phone, "guest-1-form")
    phone.locator("main form button.button--do").click()
    phone.wait_for_url("**/ar/filed/sent/")
    axe(phone)
    shot(phone, "guest-2-sent")
    assert not Biome.objects.exists()

    tasks.judge_guests()
    send_letters()
    [letter] = mailoutbox
    link = re.search(r"https?://\S+/ar/filed/\S+", letter.body)[0]
    phone.goto(link)
    assert not Biome.objects.exists()
    axe(phone)
    shot(phone, "guest-3-link")
    phone.locator("main form button.button--do").click()
    phone.locator("main a.button").click()
    phone.get_by_role("heading", name=NAME, level=1).wait_for()

    assert Biome.objects.get().stage == "provisional"
    shot(phone, "guest-4-pin")


def decide(moderation, item, moderator, at):
    moderation.decide(item_id=item.pk, moderator=moderator, approve=True, code="fine", text="", at=at)
    deliver()


@pytest.mark.full
def test_the_pin_stands_where_the_map_was_pressed(cookie_of, site, visit):
    from ledger.queries import now

    makers.biome("lagoon", at=now())
    page = visit(width=390)
    page.context.add_cookies([{**cookie_of(person("pia")), "url": site}])

    page.goto("/biomes/new/")
    page.get_by_role("button", name="Put the pin in the middle of the map").click()

    assert abs(float(page.locator("[name=lat]").input_value()) - 38.05) < 0.01
    assert abs(float(page.locator("[name=lon]").input_value()) + 24.15) < 0.01


@pytest.mark.full
def test_a_device_is_asked_where_it_is_on_a_press_and_told_to_the_address_coarsely(site, visit):
    page = visit(width=390)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": -24.151234, "latitude": 38.051234})

    page.goto("/near/")
    assert "lon=" not in page.url
    page.get_by_role("button", name="Use my position").click()
    page.wait_for_url("**/near/?*")

    assert "lat=38.05&lon=-24.15" in page.url
    assert page.get_by_role("link", name="Put a creek on the map").is_visible()


def test_near_works_without_javascript(transactional_db, site, visit):
    page = visit(width=390, javascript=False)

    page.goto("/near/")
    page.locator("[name=lat]").fill("38.05")
    page.locator("[name=lon]").fill("-24.15")
    page.get_by_role("button", name="Show").last.click()

    assert page.get_by_role("heading", name="What lives here").is_visible()
