"""A curator drafts a biome, draws its polygon, publishes it, corrects a threshold and sees the difference."""

import json

import pytest
from playwright.sync_api import expect

from tests.accounts.people import person, sign_in

NAME = "Quagmyrrh Creek"


@pytest.fixture
def noor(transactional_db, client, settings):
    from accounts.rules.roles import Role
    from biomes import actions
    from biomes.rules.words import ZoneKind
    from ledger.queries import now
    from tests.biomes import makers

    actions.install_reference()
    actions.draw_zone(
        slug="low-quay", name="Low Quay", kind=ZoneKind.ENTROPY, polygon=makers.SQUARE, population=22_800,
        actor="", at=now(),
    )  # fmt: skip
    sign_in(client, person("noor", Role.CURATOR))
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


def test_a_curator_drafts_draws_publishes_corrects_and_sees_the_difference(noor, site, visit, shot, axe):
    page = visit()
    page.context.add_cookies([{**noor, "url": site}])
    stranger = visit(expect_errors=True)

    page.goto("/desk/biomes/")
    page.get_by_role("link", name="Draft a living system").click()
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("Address", exact=True).fill("quagmyrrh-creek")
    page.locator("#id_functional_group").select_option("F1.1")
    page.get_by_label("Low Quay").check()
    draw(page)
    page.get_by_label("Why this change").fill("Walked with the night fishers")
    shot(page, "curator-1-draft")
    page.get_by_role("button", name="Save the draft").click()

    page.get_by_role("heading", name="What this first revision says").wait_for()
    assert stranger.goto("/biomes/quagmyrrh-creek/").status == 404
    stranger.goto("/biomes/")
    assert NAME not in stranger.content()

    page.get_by_role("button", name="Publish this revision").click()
    page.get_by_role("heading", name=NAME, level=1).wait_for()
    shot(page, "curator-2-published")
    assert stranger.goto("/biomes/quagmyrrh-creek/").status == 200

    page.goto("/desk/biomes/quagmyrrh-creek/edit/")
    page.get_by_label("Story").fill("It runs dry in August.")
    page.get_by_label("Why this change").fill("Seen twice")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("heading", name="What differs from revision 1").wait_for()
    assert "It runs dry in August." in page.locator("ins").all_inner_texts()
    shot(page, "curator-3-difference")
    axe(page)
    stranger.goto("/biomes/quagmyrrh-creek/")
    assert "It runs dry" not in stranger.content()

    correct_the_limit(page)
    shot(page, "curator-4-corrected")
    return_to_the_first(page, stranger)
    shot(page, "curator-5-returned")


def return_to_the_first(page, stranger):
    """The change is published, compared with the first one, and taken back."""
    page.goto("/desk/biomes/quagmyrrh-creek/revisions/2/")
    page.get_by_role("button", name="Publish this revision").click()
    page.get_by_role("heading", name=NAME, level=1).wait_for()
    stranger.goto("/biomes/quagmyrrh-creek/")
    assert "It runs dry" in stranger.content()

    page.goto("/desk/biomes/quagmyrrh-creek/revisions/")
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("heading", name="Revision 1 and revision 2").wait_for()
    page.goto("/desk/biomes/quagmyrrh-creek/revisions/1/revert/")
    page.get_by_label("Why", exact=True).fill("It was a dry year only")
    page.get_by_role("button", name="Make the draft").click()
    page.get_by_role("button", name="Publish this revision").click()
    page.get_by_role("heading", name=NAME, level=1).wait_for()
    stranger.goto("/biomes/quagmyrrh-creek/")
    assert "It runs dry" not in stranger.content()


def draw(page):
    """By keyboard and buttons: three points in the middle of the moved map."""
    frame = page.locator(".place-editor__map")
    page.get_by_role("button", name="Draw a new outline").click()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        page.get_by_role("button", name="Put a point in the middle").click()
        frame.focus()
        page.keyboard.press(key)
        page.wait_for_timeout(400)
    page.get_by_role("button", name="Close the outline").click()
    ring = json.loads(page.locator("textarea[data-place]").input_value())["coordinates"][0]
    assert ring[0] == ring[-1]
    assert len(ring) == 4


@pytest.mark.full
def test_a_point_of_the_outline_is_moved_added_and_taken_out_by_keyboard(noor, site, visit, axe, shot):
    page = visit()
    page.context.add_cookies([{**noor, "url": site}])
    page.goto("/desk/biomes/new/")
    area = page.locator("textarea[data-place]")
    draw(page)
    drawn = area.input_value()

    page.locator(".place-editor__handle[tabindex='0']").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "before => document.querySelector('textarea[data-place]').value !== before", arg=drawn
    )
    page.keyboard.press("Enter")
    assert len(json.loads(area.input_value())["coordinates"][0]) == 5
    page.keyboard.press("Delete")
    assert len(json.loads(area.input_value())["coordinates"][0]) == 4
    page.keyboard.press("Delete")
    assert "at least three" in page.locator(".place-editor__said").inner_text()
    page.get_by_role("button", name="Undo", exact=True).click()
    assert len(json.loads(area.input_value())["coordinates"][0]) == 5
    axe(page)
    area.fill('{"type":"Polygon","coordinates":[[[38,-124],[38,-123],[39,-123],[38,-124]]]}')
    page.get_by_role("button", name="Swap the two numbers").click()
    page.wait_for_function("() => document.querySelector('textarea[data-place]').value.includes('[-124,38]')")
    shot(page, "curator-6-editor")


@pytest.mark.full
def test_enter_in_the_search_for_a_kind_does_not_send_the_draft(noor, site, visit):
    page = visit()
    page.context.add_cookies([{**noor, "url": site}])
    page.goto("/desk/biomes/new/")
    page.get_by_label("Name", exact=True).fill(NAME)

    page.get_by_label("Search the 110 kinds").press("Enter")
    page.wait_for_timeout(500)

    assert page.get_by_label("Name", exact=True).input_value() == NAME
    expect(page.locator(".error-summary")).to_have_count(0)


def correct_the_limit(page):
    page.goto("/thresholds/")
    page.get_by_role("row").filter(has_text="alert level 2").get_by_role("link").first.click()
    page.goto(page.url.replace("/thresholds/", "/desk/thresholds/") + "correct/")
    page.get_by_label("New limit").fill("20")
    page.get_by_label("Source", exact=True).fill("WHO, a later edition, page 1")
    page.get_by_label("Why this correction").fill("A later edition")
    page.get_by_label("How you checked the value").select_option("document")
    page.get_by_role("button", name="Record the correction").click()
    page.get_by_role("heading", name="20 µg/L").wait_for()
    assert page.get_by_role("cell", name="A later edition", exact=True).is_visible()
    assert page.get_by_role("link", name="24 µg/L").is_visible()


@pytest.mark.full
def test_the_draft_form_works_without_javascript(noor, site, visit):
    from tests.biomes import makers

    page = visit(javascript=False)
    page.context.add_cookies([{**noor, "url": site}])

    page.goto("/desk/biomes/new/")
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("Address", exact=True).fill("creek")
    page.locator("#id_functional_group").select_option("F1.1")
    page.locator("textarea[data-place]").fill(json.dumps(makers.SQUARE))
    page.get_by_label("Why this change").fill("r")
    page.get_by_role("button", name="Save the draft").click()

    assert page.url.endswith("/desk/biomes/creek/revisions/1/")


@pytest.mark.full
def test_a_zone_is_drawn_with_the_same_editor_and_a_guardian_needs_two(noor, site, visit, axe, client):
    from accounts.rules.roles import Role
    from ledger.queries import now
    from tests.biomes import makers

    makers.biome("creek", at=now())
    person("sefa")
    page = visit()
    page.context.add_cookies([{**noor, "url": site}])

    page.goto("/desk/zones/")
    page.get_by_role("link", name="Draw a zone").click()
    page.get_by_label("Name", exact=True).fill("Upper Bank")
    page.get_by_label("Address", exact=True).fill("upper-bank")
    page.get_by_label("People who live here").fill("120")
    draw(page)
    axe(page)
    page.get_by_role("button", name="Save the zone").click()
    page.get_by_role("heading", name="Upper Bank", level=1).wait_for()

    page.goto("/desk/guardians/new/?biome=creek")
    page.get_by_label("Address of the person").fill("sefa@people.example")
    page.get_by_label("Instrument").fill("Charter, article 5")
    page.get_by_role("button", name="Ask for it").click()
    page.get_by_text("another curator must agree").wait_for()
    axe(page)

    sign_in(client, person("wren", Role.CURATOR))
    other = visit(width=390)
    other.context.add_cookies([{**noor, "value": client.cookies[noor["name"]].value, "url": site}])
    other.goto("/desk/guardians/")
    axe(other)
    other.get_by_role("button", name="Agree").click()
    other.get_by_text("it is in force").wait_for()
    other.goto("/biomes/creek/")
    assert other.get_by_text("Sefa").first.is_visible()


@pytest.mark.full
def test_a_corrected_limit_shows_its_day_its_source_and_the_state_under_the_former_one(
    noor, site, visit, axe, shot
):
    from datetime import timedelta

    from biomes import actions
    from biomes.models import Threshold
    from ledger.queries import now
    from tests.biomes import makers

    at = now()
    lagoon = makers.biome("lagoon", at=at, functional_group="FM1.3")
    buoy = makers.station(lagoon, "V-01", at=at)
    days = [at - timedelta(days=back, hours=1) for back in range(6, -1, -1)]
    actions.record_readings(
        station=buoy, rows=[makers.row("chlorophyll-a", day, "22") for day in days], at=at
    )
    limit = Threshold.objects.get(indicator__code="chlorophyll-a", level="distressed", until=None)
    since = (at - timedelta(days=30)).date().isoformat()
    # Nothing of it needs a script.
    page = visit(javascript=False)
    page.context.add_cookies([{**noor, "url": site}])

    page.goto(f"/desk/thresholds/{limit.pk}/correct/")
    page.get_by_label("New limit").fill("20")
    page.get_by_label("Source", exact=True).fill("WHO, a later edition, page 1")
    page.get_by_label("In force since").fill(since)
    page.get_by_label("Why this correction").fill("A later edition")
    page.get_by_label("How you checked the value").select_option("document")
    page.get_by_role("button", name="Record the correction").click()

    expect(page.get_by_role("heading", name="20 µg/L")).to_have_count(1)
    expect(page.get_by_text("WHO, a later edition, page 1").first).to_be_visible()
    expect(page.get_by_role("link", name="24 µg/L")).to_have_count(1)
    under = page.locator("#under")
    expect(under.locator("figure")).to_have_count(2)
    expect(under.locator(".lede")).to_contain_text("would have been another under the former limit")
    shot(page, "curator-7-former")
