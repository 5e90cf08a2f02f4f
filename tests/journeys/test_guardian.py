"""A guardian on a phone and a bad line: the brief, the ballot with its reason, and a receipt however often the line fails."""

from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.accounts.people import sign_in

WORDS = "Oxygen fell to 2 mg/L while the gates stood open."
NOT_YET = "Not yet received. Keep this page open; it tries again by itself."


@pytest.fixture
def scene(transactional_db):
    from ledger.queries import now
    from tests.council import scenes

    made = scenes.council(now())
    made.charter(now())
    made.open(
        now() - timedelta(hours=1), affects=["biomes.biome/vessa-lagoon"], title="Shall the gates close?"
    )
    return made


@pytest.fixture
def cookie(scene, settings):
    """`cookie(seat)`: a session of who holds it."""

    def of(seat):
        client = sign_in(Client(), scene.people[seat])
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value}

    return of


@pytest.fixture
def phone(visit, site):
    def take(cookie):
        page = visit(width=390, expect_errors=True)
        page.context.add_cookies([{**cookie, "url": site}])
        return page

    return take


def to_the_ballot(page):
    page.goto("/council/")
    page.get_by_role("link", name="Shall the gates close?").first.click()
    page.get_by_role("link", name="Cast this seat’s ballot").click()
    page.get_by_role("heading", name="Shall the gates close?", level=1).wait_for()


def fill(page, choice="No"):
    page.get_by_label(choice, exact=True).check()
    page.locator("#id_reason").fill(WORDS)
    page.locator("#id_articles input").first.check()


class Line:
    """A line to the site that loses what is sent, or the answer, in the order it is told."""

    def __init__(self, page):
        self.fates, self.posts = [], 0
        page.route("**/seats/**", self._carry)

    def _carry(self, route):
        if route.request.method != "POST":
            return route.continue_()
        self.posts += 1
        fate = self.fates.pop(0) if self.fates else "whole"
        if fate == "lost":
            return route.abort()
        if fate == "answer lost":
            # It reached the site, and nobody is told.
            route.fetch(max_redirects=0)
            return route.abort()
        return route.continue_()


def test_a_guardian_reads_the_brief_casts_on_a_failing_line_and_sees_the_receipt(
    scene, cookie, phone, shot, axe
):
    from council.models import Ballot

    page = phone(cookie("b-1"))
    to_the_ballot(page)
    assert 0 < weight(page) <= 40_000
    brief = page.locator(".brief li").all_inner_texts()
    assert len(brief) == 5
    assert brief[1] == "It touches Vessa Lagoon, for which you speak."
    axe(page)

    line = Line(page)
    line.fates = ["lost", "answer lost"]
    fill(page)
    key = page.locator("input[name=key]").input_value()
    page.get_by_role("button", name="Cast this ballot").click()
    expect(page.get_by_role("status")).to_have_text(NOT_YET)
    shot(page, "guardian-1-not-yet")
    wait_until(page, lambda: line.posts >= 2)
    page.context.set_offline(True)
    wait_until(page, lambda: not line.fates)
    expect(page.get_by_role("status")).to_have_text(NOT_YET)
    assert page.get_by_label("No", exact=True).is_checked()
    assert page.locator("#id_reason").input_value() == WORDS
    assert page.locator("input[name=key]").input_value() == key
    page.context.set_offline(False)

    page.get_by_role("heading", name="is in", level=1).wait_for(timeout=20_000)
    ballot = Ballot.objects.get()
    assert (str(ballot.idempotency_key), ballot.choice, ballot.reason.text) == (key, "no", WORDS)
    assert ballot.commitment in page.locator("main").inner_text()
    shot(page, "guardian-2-receipt")
    from_another_device(phone(cookie("b-1")), phone(cookie("b-1/2")))


def from_another_device(hers, others):
    """The hands of one seat see each other; once both are in, so is the seat's ballot, from wherever one looks."""
    to_the_motion(hers)
    expect(hers.locator("#ballot")).to_contain_text("No, for Vessa Lagoon")
    expect(hers.locator("#ballot")).to_contain_text("The seat counts once both have.")
    to_the_motion(others)
    expect(others.locator("#ballot")).to_contain_text("Your other hand said: No.")
    others.get_by_role("link", name="Cast this seat’s ballot").click()
    fill(others)
    others.get_by_role("button", name="Cast this ballot").click()
    others.get_by_role("heading", name="is in", level=1).wait_for()
    for device in (hers, others):
        to_the_motion(device)
        expect(device.locator("#ballot")).to_contain_text("The ballot of Vessa Lagoon is in.")


def weight(page):
    """All that comes over the line for this page, in bytes."""
    page.reload(wait_until="networkidle")
    return page.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".reduce((sum, one) => sum + one.decodedBodySize, 0)"
    )


def to_the_motion(page):
    page.goto("/council/")
    page.get_by_role("link", name="Shall the gates close?").first.click()
    page.get_by_role("heading", name="Shall the gates close?", level=1).wait_for()


def wait_until(page, holds, seconds=20):
    for _ in range(seconds * 10):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not happen")


def test_who_was_signed_out_meanwhile_signs_in_and_her_ballot_goes_out_as_she_filled_it(
    scene, cookie, phone, site
):
    from council.models import Ballot

    session = cookie("b-1")
    page = phone(session)
    to_the_ballot(page)
    fill(page, "Yes")
    page.context.clear_cookies(name=session["name"])
    page.get_by_role("button", name="Cast this ballot").click()
    page.wait_for_url("**/accounts/login/**")
    assert not Ballot.objects.exists()

    page.context.add_cookies([{**session, "url": site}])
    page.goto(page.evaluate("new URLSearchParams(location.search).get('next')"))

    page.get_by_role("heading", name="is in", level=1).wait_for()
    ballot = Ballot.objects.get()
    assert (ballot.choice, ballot.reason.text) == ("yes", WORDS)


def test_a_ballot_is_cast_without_a_script_too(scene, cookie, visit, site):
    from council.models import Ballot

    page = visit(width=390, javascript=False)
    page.context.add_cookies([{**cookie("b-1/2"), "url": site}])
    to_the_ballot(page)
    fill(page, "Abstain")
    page.get_by_role("button", name="Cast this ballot").click()

    page.get_by_role("heading", name="is in", level=1).wait_for()
    assert Ballot.objects.get().choice == "abstain"
