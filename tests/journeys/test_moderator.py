"""A moderator empties a small queue by keyboard alone; another does the same without JavaScript."""

import pytest

from tests.accounts.people import person, sign_in
from tests.moderation.test_alike import OTHER, PLEA

TEXTS = (
    ("One", PLEA, "en"),
    ("Two", PLEA.replace("night", "dusk"), "en"),
    ("Three", OTHER, "en"),
    (
        "Four",
        "Call Mrs Quay at +34 600 123 456, she keeps the sluice and knows when the tide turns in the creek.",
        "en",
    ),
)


@pytest.fixture
def queue(transactional_db):
    from datetime import timedelta

    from ledger.queries import now
    from moderation import actions

    actions.publish_code(
        slug="fine", label="Within the rules", public_text="It asks, and harms nobody.", approves=True
    )
    actions.publish_code(slug="unclear", label="Not clear", public_text="Say what, and by whom.", order=1)
    actions.publish_code(
        slug="private", label="Personal data", public_text="About a person.", hides=True, order=2
    )
    actions.write_draft(
        slug="private", language="en", text="Please send it again without the telephone number.", base=0,
        by=person("odile"), at=now(),
    )  # fmt: skip
    for number, (title, words, language) in enumerate(TEXTS):
        actions.submit(
            subject=f"t.text/{number}", kind="petitions.petition", snapshot={"title": title, "background": words},
            language=language, author="", at=now() - timedelta(days=6 - number),
        )  # fmt: skip


@pytest.fixture
def cookie(queue, client, settings):
    from accounts.rules.roles import Role

    sign_in(client, person("marten", Role.MODERATOR))
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


def test_a_moderator_empties_a_small_queue_by_keyboard(cookie, site, visit, shot, axe):
    from moderation.models import Decision, Item

    page = visit()
    page.context.add_cookies([{**cookie, "url": site}])
    press = page.keyboard.press

    page.goto("/moderation/")
    press("?")
    page.get_by_text("down and up the list").wait_for()
    axe(page)
    shot(page, "moderator-1-queue")
    for key in ("j", "j", "k"):
        press(key)
    assert page.evaluate("document.activeElement.textContent") == "One"
    press("Enter")
    page.get_by_role("heading", name="One", level=1).wait_for()
    shot(page, "moderator-2-text")

    # The first and its copy, together.
    press("g")
    page.get_by_role("heading", name="2 texts wait").wait_for()
    axe(page)
    shot(page, "moderator-3-alike")
    press("2")
    press("w")
    page.keyboard.type("Asked already by somebody else.")
    press("Control+Enter")
    page.get_by_role("heading", name="2 texts wait").wait_for()
    assert page.url.endswith("/moderation/")

    press("n")
    page.get_by_role("heading", name="Three", level=1).wait_for()
    press("1")
    press("Enter")
    page.get_by_role("heading", name="Four", level=1).wait_for()
    assert page.get_by_text("Mrs Quay", exact=True).is_visible()
    press("3")
    assert (
        page.get_by_label("In your words").input_value()
        == "Please send it again without the telephone number."
    )
    axe(page)
    shot(page, "moderator-4-draft")
    press("Control+Enter")
    page.get_by_role("heading", name="Nothing waits").wait_for()

    assert not Item.objects.queued().exists()
    assert [d.code.slug for d in Decision.objects.order_by("item__submitted_at")] == [
        "unclear",
        "unclear",
        "fine",
        "private",
    ]
    assert Decision.objects.get(item__subject="t.text/1").original.title == "One"


def test_a_draft_begins_a_decision_without_javascript(cookie, site, visit):
    from moderation.models import Decision

    page = visit(javascript=False, width=390)
    page.context.add_cookies([{**cookie, "url": site}])

    page.goto("/moderation/")
    page.get_by_role("button", name="Read the next one").click()
    page.get_by_text("What the codes say").click()
    page.get_by_role("link", name="Begin with these words").click()
    assert page.get_by_label("Personal data").is_checked()
    page.get_by_role("button", name="Decide", exact=True).click()

    assert Decision.objects.get().text == "Please send it again without the telephone number."
