"""A petition's page asks for its count gently; its history, its card and its creator's page are sound."""

import pytest

from tests.journeys.conftest import WIDTHS, assert_no_sideways_scroll
from tests.petitions.scene import DAY, opened

pytestmark = [pytest.mark.full, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def petition():
    from ledger.queries import now
    from petitions import actions
    from petitions.models import Petition

    made = opened(at=now())
    actions.count_due(at=now())
    return Petition.objects.get(pk=made.pk)


def look_away(page, hidden):
    page.evaluate(
        """hidden => {
            Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_the_count_is_asked_for_no_faster_than_half_a_minute_and_not_at_all_while_hidden(visit, petition):
    page, asked = visit(), []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/count/") else None)
    page.clock.install()
    page.goto(f"/petitions/{petition.slug}/", wait_until="networkidle")

    page.clock.run_for(29_000)
    assert asked == []
    with page.expect_response("**/count/"):
        page.clock.run_for(2_000)
    assert len(asked) == 1

    look_away(page, hidden=True)
    page.clock.run_for(300_000)
    assert len(asked) == 1

    with page.expect_response("**/count/"):
        look_away(page, hidden=False)
    assert len(asked) == 2


@pytest.mark.parametrize("width", WIDTHS.values())
def test_the_history_and_the_card_are_sound(open_page, axe, petition, width):
    for path in ("history/", "card/"):
        page = open_page(f"/petitions/{petition.slug}/{path}", width=width)

        assert_no_sideways_scroll(page)
        axe_is_possible = path != "card/"  # its policy lets no script run, axe among them
        if axe_is_possible:
            axe(page)


@pytest.mark.parametrize("width", WIDTHS.values())
def test_the_creators_page_draws_four_lines_and_is_sound(
    visit, site, client, settings, axe, shot, petition, width
):
    from accounts.models import User
    from tests.accounts.people import person, sign_in

    author = User.objects.filter(email="filer@people.example").first() or person("filer")
    petition.filer.user = author
    petition.filer.save()
    petition.opened_at -= 9 * DAY
    petition.save()
    sign_in(client, author)
    page = visit(width=width)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])

    page.goto(f"/petitions/{petition.slug}/manage/", wait_until="networkidle")

    assert page.locator("#funnel svg.plot").count() == 4
    assert_no_sideways_scroll(page)
    axe(page)
    shot(page, f"creator-{width}")
