"""A person signs on a phone, in Arabic, without JavaScript: from the list of petitions to the receipt."""

import pytest

from tests.journeys.conftest import assert_no_sideways_scroll

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "ليلى منصور"


def test_somebody_signs_on_a_phone_in_arabic_without_a_script(site, visit, shot, settings):
    from ledger.queries import now
    from petitions import actions, tasks
    from petitions.models import Petition, Signature
    from tests.petitions.scene import opened

    settings.EMAIL_BACKEND, settings.DEMO = "portal.mail.SinkBackend", True
    petition = opened(at=now())
    tasks.send_due()
    before = Signature.objects.count()
    # A refused form answers 422, which a browser writes into its console.
    phone = visit(width=390, javascript=False, expect_errors=True)

    def look(name):
        assert phone.locator("html").get_attribute("dir") == "rtl"
        assert_no_sideways_scroll(phone)
        shot(phone, f"signing-{name}")

    phone.goto("/ar/petitions/")
    look("1-list")
    phone.get_by_role("link", name=petition.title).click()
    box = phone.locator("#sign-box form")
    assert box.locator("input:not([type=hidden]), select").count() == 5
    box.locator("[name=email]").fill("layla@shore.example")
    box.locator("[name=zone]").select_option("tessel-row")
    box.locator("button").click()
    # The name was forgotten: it is asked for, and what was typed is still there.
    assert phone.locator("[role=alert] a[href='#id_name']").count() == 1
    assert phone.locator("[name=email]").input_value() == "layla@shore.example"
    assert phone.locator("[name=zone]").input_value() == "tessel-row"
    look("2-form")
    phone.locator("[name=name]").fill(NAME)
    phone.locator("[name=relation]").select_option("lives")
    phone.locator("main form button.button--do").click()
    phone.wait_for_url("**/sent/")
    look("3-sent")

    tasks.send_due()
    phone.locator("main a[href$='/dev/mail/']").click()
    phone.locator("pre a[href*='/petitions/confirm/']").first.click()
    assert NAME in phone.locator("main").inner_text()
    assert Signature.objects.count() == before
    look("4-confirm")
    phone.locator("main form button.button--do").click()
    phone.wait_for_url("**/petitions/receipts/**")
    actions.count_due(at=now())
    phone.reload()
    look("5-receipt")

    signed = Signature.objects.get(email="layla@shore.example")
    assert (signed.name, signed.zone.slug, signed.relation, signed.language) == (
        NAME,
        "tessel-row",
        "lives",
        "ar",
    )
    assert phone.locator(".receipt dl dt").count() == 4
    assert Petition.objects.get(pk=petition.pk).signature_count == Signature.objects.count()


def test_a_click_on_the_map_chooses_the_zone_and_sends_no_point(site, visit, shot, axe):
    from ledger.queries import now
    from petitions.models import Attempt
    from tests.petitions.scene import SQUARE, opened, zone

    petition = opened(at=now())
    sent = []
    far = zone("aurelis-shore")
    far.polygon = {
        "type": "Polygon",
        "coordinates": [[[x + 0.2, y] for x, y in SQUARE["coordinates"][0]]],
    }
    far.save()
    page = visit()
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    page.goto(f"/petitions/{petition.slug}/sign/", wait_until="networkidle")
    page.get_by_role("button", name="Choose on a map").click()
    area = page.locator(".place-editor__map path").last
    area.wait_for()

    box = next(
        one.bounding_box()
        for one in page.locator(".place-editor__map path").all()
        if one.bounding_box()["x"] > page.locator(".place-editor__map").bounding_box()["x"] + 200
    )
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    assert page.locator("[name=zone]").input_value() == "aurelis-shore"
    page.get_by_text("You live in Aurelis Shore.").wait_for()
    axe(page)
    shot(page, "signing-map")
    page.locator("[name=name]").fill("Ana Vale")
    page.locator("[name=email]").fill("ana@shore.example")
    page.locator("main form button.button--do").click()
    page.wait_for_url("**/sent/")
    assert Attempt.objects.get(email="ana@shore.example").zone == far
    assert not [one for one in sent if "lon" in one or "lat=" in one or "-23." in one]
