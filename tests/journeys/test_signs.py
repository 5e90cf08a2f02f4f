"""A reader looks closer at a chart and listens to a lagoon, in a real browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import WIDTHS, assert_no_sideways_scroll

pytestmark = [pytest.mark.full, pytest.mark.django_db(transaction=True)]
PAGE = "/biomes/lagoon/indicators/chlorophyll-a/"
# Every AudioContext that the page makes is kept, so that the test can ask it whether it sounds.
WATCH = """
window.contexts = [];
const Real = window.AudioContext;
window.AudioContext = class extends Real { constructor(...all) { super(...all); window.contexts.push(this); } };
"""


@pytest.fixture
def lagoon(db):
    from biomes import actions
    from ledger.queries import now
    from tests.biomes import makers

    at = now()
    makers.reference()
    lagoon = makers.biome("lagoon", at=at)
    for code, low in (("V-07", 9), ("V-03", 3)):
        station = makers.station(lagoon, code, at=at)
        rows = [
            makers.row("chlorophyll-a", at - timedelta(days=back, hours=1), str(low + 20 - back))
            for back in range(20)
            if not 6 <= back < 13
        ]
        actions.record_readings(station=station, rows=rows, at=at)
    makers.biome("creek", at=at)
    return lagoon


def test_a_reader_zooms_reads_values_and_comes_back_by_keys_alone(open_page, axe, lagoon):
    page = open_page(PAGE)
    figure = page.locator("figure[data-course]")
    page.locator("figure[data-live=yes] canvas").wait_for()

    plot = page.locator(".course__plot")
    plot.focus()
    page.keyboard.press("ArrowRight")
    first = figure.locator(".chart__now").inner_text()
    page.keyboard.press("ArrowRight")
    second = figure.locator(".chart__now").inner_text()
    before = plot.screenshot()
    page.keyboard.press("+")
    closer = plot.screenshot()
    page.keyboard.press("0")

    assert "median 10 µg/L" in first
    assert "median 11 µg/L" in second
    assert closer != before
    assert page.locator(".course__drawn").is_hidden()
    axe(page)


def test_another_period_comes_without_a_reload_and_is_drawn_again(open_page, lagoon):
    page = open_page(PAGE)
    page.locator("figure[data-live=yes]").wait_for()

    page.get_by_role("link", name="1 year").click()
    page.wait_for_url("**period=1y**")

    page.locator("figure[data-live=yes][data-course*='period=1y'] canvas").wait_for()
    assert page.get_by_role("link", name="1 year").get_attribute("aria-current") == "true"


def test_who_chooses_a_period_by_key_stays_at_it_and_hears_which_is_shown(open_page, lagoon):
    page = open_page(PAGE)

    page.get_by_role("link", name="1 year").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**period=1y**")
    page.locator("#live").filter(has_text="Shown: 1 year").wait_for()

    assert page.evaluate("document.activeElement.id") == "period-1y"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_without_a_script_the_servers_drawing_and_its_table_stand(open_page, lagoon, language):
    page = open_page(PAGE, language=language, width=320, javascript=False)

    assert page.locator(".course__drawn svg.plot").is_visible()
    assert page.locator(".course__live").is_hidden()
    expect(page.locator(".multiples svg.plot")).to_have_count(2)
    assert_no_sideways_scroll(page)


def states(page):
    return page.evaluate("window.contexts.map((one) => one.state)")


def test_nothing_sounds_before_the_press_and_stop_stops(visit, axe, lagoon):
    page = visit()
    page.add_init_script(WATCH)
    page.goto("/listen/?biome=lagoon&biome=creek", wait_until="networkidle")
    assert states(page) == []
    assert page.locator("#score").get_attribute("data-sound") == "silent"
    assert page.get_by_text("Silence is not health.").is_visible()
    axe(page)

    page.get_by_role("button", name="Play").click()
    page.locator("#score[data-sound=playing]").wait_for()

    assert states(page) == ["running"]
    assert page.locator("[data-now]").inner_text() == "Playing."
    assert page.locator(".voice-part__now").first.is_visible()

    page.get_by_role("button", name="Stop").click()
    page.locator("#score[data-sound=stopped]").wait_for()

    assert states(page) == ["closed"]
    assert page.locator("[data-now]").inner_text() == "Stopped."
    assert page.evaluate("document.activeElement.textContent.trim()") == "Play"


def test_the_player_is_worked_by_keys_and_escape_ends_it(visit, lagoon):
    page = visit(width=WIDTHS["narrow"])
    page.add_init_script(WATCH)
    page.goto("/listen/?biome=lagoon", wait_until="networkidle")

    page.locator("[data-play]").focus()
    page.keyboard.press("Enter")
    page.locator("#score[data-sound=playing]").wait_for()
    assert page.evaluate("document.activeElement.textContent.trim()") == "Stop"
    page.keyboard.press("Escape")
    page.locator("#score[data-sound=stopped]").wait_for()

    assert page.evaluate("document.activeElement.textContent.trim()") == "Play"
    assert states(page) == ["closed"]
    assert_no_sideways_scroll(page)


def test_without_a_script_everything_heard_is_written_down(open_page, lagoon):
    page = open_page("/listen/?biome=lagoon", javascript=False)

    assert page.locator(".player").is_hidden()
    assert page.get_by_text("Everything it says is written below.").is_visible()
    assert page.get_by_text("in tune.").count() >= 1
