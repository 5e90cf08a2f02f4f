"""Two clicks are one wish, and words on a drawing are read from their own beginning."""

import re
from datetime import timedelta

import pytest

from tests.accounts.people import person, sign_in

# Which of two presses would be sent; a browser that is quick drops one by itself, so none is.
PRESS_TWICE = """() => {
  const form = document.querySelector("form[action$='/V-07/keys/']");
  const sent = [];
  addEventListener("submit", (event) => { sent.push(!event.defaultPrevented); event.preventDefault(); });
  form.requestSubmit();
  form.requestSubmit();
  return sent;
}"""
ARABIC = re.compile("[\u0621-\u064a]")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lagoon(db):
    from biomes import actions
    from ledger.queries import now
    from tests.biomes import makers

    at = now()
    makers.reference()
    lagoon = makers.biome("lagoon", at=at)
    station = makers.station(lagoon, "V-07", at=at)
    rows = [
        makers.row("chlorophyll-a", at - timedelta(days=back, hours=1), str(9 + back)) for back in range(20)
    ]
    actions.record_readings(station=station, rows=rows, at=at)
    return lagoon


def test_a_double_click_issues_one_key(lagoon, client, settings, site, visit):
    from accounts.rules.roles import Role
    from biomes.models import StationKey

    sign_in(client, person("noor", Role.CURATOR))
    page = visit()
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    page.goto("/desk/stations/V-07/")

    assert page.evaluate(PRESS_TWICE) == [True, False]
    page.reload()
    page.get_by_role("button", name="Issue a key").dblclick()
    page.get_by_role("heading", name="The new key").wait_for()

    assert StationKey.objects.count() == 1


def test_a_day_under_an_arabic_drawing_begins_on_the_right(open_page, lagoon):
    page = open_page("/biomes/lagoon/", language="ar")
    days = page.locator(".plot text").filter(has_text=ARABIC)

    places = days.evaluate_all(
        "all => all.map(one => [one.getExtentOfChar(0).x, one.getExtentOfChar(one.textContent.length - 1).x,"
        " getComputedStyle(one).fontFamily])"
    )

    assert places
    for first, last, face in places:
        assert first > last
        assert "Arabic" in face
