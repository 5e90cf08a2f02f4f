"""The frame that every page shares, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import WIDTHS, assert_no_sideways_scroll

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES = ("en", "es", "ar")
PAPERS = ("/about/", "/privacy/", "/terms/", "/accessibility/", "/api/", "/search/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_of_an_empty_site_says_why_and_what_to_do(open_page, axe, shot, language):
    page = open_page("/", language=language)

    expect(page.locator("h1")).to_have_count(1)
    assert page.locator(".empty").is_visible()
    axe(page)
    shot(page, f"home-empty-{language}")


@pytest.mark.full
@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.full)])
@pytest.mark.parametrize("path", PAPERS)
def test_a_page_of_words_is_sound_in_light_and_dark(open_page, axe, path, theme):
    page = open_page(path, theme=theme, width=WIDTHS["narrow"])

    assert_no_sideways_scroll(page)
    axe(page)


def test_a_missing_page_helps_and_nothing_on_it_breaks_the_policy(open_page, axe, shot):
    page = open_page("/no/such/page/", expect_errors=True)

    assert page.get_by_role("search").is_visible()
    axe(page)
    shot(page, "404")


@pytest.mark.full
def test_the_page_is_the_same_in_each_language_under_its_own_address(open_page):
    page = open_page("/about/")

    for language, prefix in (("es", "/es"), ("ar", "/ar"), ("en", "")):
        page.locator(f".bed a[hreflang={language}]").click()
        page.wait_for_url(f"**{prefix}/about/")
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")


@pytest.mark.full
def test_the_colours_are_the_readers_choice_and_stay_chosen(open_page):
    page = open_page("/about/", theme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    day = page.evaluate(ground)

    page.get_by_role("button", name="Dark").click()
    page.reload()

    assert page.evaluate(ground) != day
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_without_scripts_the_menu_of_a_phone_still_opens(open_page):
    page = open_page("/about/", width=WIDTHS["narrow"], javascript=False)

    page.locator(".menu summary").click()

    assert page.locator(".menu__panel a").first.is_visible()
    assert page.locator("[data-theme-switch]").is_hidden()


@pytest.mark.full
def test_the_first_press_of_tab_offers_to_skip_to_the_content(open_page):
    page = open_page("/about/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_a_page_asks_no_other_site_and_sets_no_cookie(visit, site):
    page = visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto("/about/", wait_until="networkidle")

    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    assert page.context.cookies() == []


def test_the_page_reflows_in_320_pixels(open_page):
    assert_no_sideways_scroll(open_page("/about/", width=320))
    assert_no_sideways_scroll(open_page("/about/", width=320, language="ar"))
