"""A member has her ballots signed by her own device, casts one, changes it, and anyone can check both from the log."""

from base64 import b64encode
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.test import Client
from playwright.sync_api import expect

from tests.accounts.people import sign_in
from tests.council.authenticator import SoftPasskey
from tests.council.test_second_count import faults


@pytest.fixture
def scene(transactional_db):
    from ledger.queries import now
    from tests.council import scenes

    made = scenes.council(now())
    made.motion = made.open(now() - timedelta(hours=1), title="Shall the gates close?")
    return made


@pytest.fixture
def passkey(scene):
    return SoftPasskey(scene.people["h-2"], "My phone", host="localhost")


@pytest.fixture
def member(scene, visit, site, settings):
    """`member(width=390)`: she is signed in, with the second factor that she has."""

    def come(**manner):
        client = sign_in(Client(), scene.people["h-2"])
        page = visit(expect_errors=True, **manner)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
        return page

    return come


def hold(page, passkey):
    """Her device is at hand: Chromium's own virtual authenticator, with her key in it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }  # fmt: skip
    device = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    key = passkey.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    credential = {
        "credentialId": b64encode(passkey.id).decode(), "isResidentCredential": False, "rpId": "localhost",
        "privateKey": b64encode(key).decode(), "signCount": 1,
    }  # fmt: skip
    session.send("WebAuthn.addCredential", {"authenticatorId": device, "credential": credential})
    return lambda: session.send(
        "WebAuthn.removeCredential", {"authenticatorId": device, "credentialId": credential["credentialId"]}
    )


def begin(page):
    page.goto("/council/seats/h-2/")
    page.get_by_label("My phone").check()
    page.get_by_role("button", name="Sign my ballots with it").click()
    expect(page.get_by_text("are signed from now on")).to_be_visible()


def cast(page, scene, choice, press="Cast this ballot"):
    page.goto(f"/council/motions/{scene.motion.code}/seats/h-2/")
    page.get_by_label(choice, exact=True).check()
    page.get_by_role("button", name=press).click()


def test_her_device_signs_what_she_casts_and_the_log_shows_it(scene, passkey, member, axe, shot, tmp_path):
    from council import actions
    from council.models import Ballot
    from ledger import actions as ledger
    from ledger.queries import now

    page = member(width=390)
    hold(page, passkey)
    begin(page)
    axe(page)
    shot(page, "signing-seat-390")

    cast(page, scene, "Yes")
    expect(page.get_by_text("with your own passkey")).to_be_visible()
    shot(page, "signing-receipt-390")
    cast(page, scene, "No", "Replace my ballot")
    expect(page.get_by_text("with your own passkey")).to_be_visible()

    assert [ballot.signed_with is not None for ballot in Ballot.objects.order_by("n")] == [True, True]
    for seat in ("h-1", "h-3", "b-2", "b-3"):
        scene.cast(scene.motion, seat, "yes", now())
    actions.advance_due(at=now() + timedelta(days=2))
    ledger.seal_due(at=now() + timedelta(days=2))
    ledger.export_log(tmp_path / "export")
    assert faults(tmp_path / "export") == []


def test_without_her_device_nothing_is_sent_and_she_is_told(scene, passkey, member):
    from council.models import Ballot

    page = member()
    lose = hold(page, passkey)
    begin(page)
    lose()

    cast(page, scene, "Yes")

    expect(page.get_by_text("Not signed, so nothing was sent.")).to_be_visible()
    assert not Ballot.objects.exists()
    page.goto("/council/seats/h-2/")
    page.get_by_role("button", name="End the signing").click()
    cast(page, scene, "Yes")
    expect(page.get_by_text("Received")).to_be_visible()
    assert Ballot.objects.get().signed_with is None


def test_without_scripts_she_is_told_why_and_what_to_do(scene, passkey, member):
    page = member()
    hold(page, passkey)
    begin(page)
    plain = member(javascript=False)

    cast(plain, scene, "Yes")

    expect(plain.get_by_text("this one was not. A passkey needs scripts")).to_be_visible()
