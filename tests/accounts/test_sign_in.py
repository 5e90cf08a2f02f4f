"""Signing in and up: confirmed by mail, telling nobody who has an account, forgiving nothing forged."""

import re
import time

import pytest
from django.urls import reverse

from tests.accounts.people import give_factor, person, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough phrase 1"
KNOWN, UNKNOWN = "known@people.example", "nobody@people.example"


@pytest.fixture(autouse=True)
def unlimited(settings):
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def known():
    user = person("known")
    user.set_password(PASSWORD)
    user.save()
    return user


def same(answer):
    """What an onlooker can compare: status, way on, and the page without its token, nonce and address."""
    body = re.sub(r'(nonce|value)="[^"]*"', "", answer.content.decode())
    return answer.status_code, answer.headers.get("Location"), body.replace(KNOWN, "@").replace(UNKNOWN, "@")


def letters():
    from accounts.models import Letter

    return list(Letter.objects.order_by("pk"))


@pytest.mark.parametrize(
    ("route", "typed"),
    [
        ("account_signup", {"password1": PASSWORD}),
        ("account_reset_password", {}),
        ("account_login", {"password": "wrong"}),
    ],
)
def test_no_page_tells_whether_an_address_has_an_account(client, known, route, typed):
    name = "login" if route == "account_login" else "email"

    answers = [client.post(reverse(route), {name: address, **typed}) for address in (KNOWN, UNKNOWN)]

    assert same(answers[0]) == same(answers[1])


@pytest.mark.parametrize("route", ["account_signup", "account_reset_password", "account_login"])
def test_no_page_tells_it_by_its_time_either(client, known, route, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    known.set_password(PASSWORD)
    known.save()
    name = "login" if route == "account_login" else "email"
    typed = {"account_signup": {"password1": PASSWORD}, "account_login": {"password": "wrong"}}.get(route, {})
    spent: dict[bool, list[float]] = {True: [], False: []}

    for number in range(7):
        for has_account in (True, False):
            address = KNOWN if has_account else f"nobody{number}@people.example"
            began = time.perf_counter()
            client.post(reverse(route), {name: address, **typed})
            spent[has_account].append(time.perf_counter() - began)

    # The quickest answer of each is the one that other work disturbed least; what a page does itself is in all.
    fast, slow = sorted(min(times) for times in spent.values())
    # A slow hash is half of these answers: one hash more or less would double them.
    assert slow < fast * 1.6 + 0.02


def test_an_account_opens_when_its_address_is_confirmed_by_a_press(client):
    answer = client.post(reverse("account_signup"), {"email": UNKNOWN, "password1": PASSWORD})
    assert answer["Location"] == reverse("account_email_verification_sent")
    client.post(reverse("account_login"), {"login": UNKNOWN, "password": PASSWORD})
    assert client.get(reverse("accounts:account")).status_code == 302

    link = re.search(r"http://testserver(/\S+confirm-email/\S+)", letters()[0].text)[1]
    client.get(link)  # a mail scanner opens it: nothing happens
    client.post(reverse("account_login"), {"login": UNKNOWN, "password": PASSWORD})
    assert client.get(reverse("accounts:account")).status_code == 302
    client.post(link)

    client.post(reverse("account_login"), {"login": UNKNOWN, "password": PASSWORD})
    assert client.get(reverse("accounts:account")).status_code == 200


def test_the_owner_of_a_known_address_is_told_the_truth(client, known):
    client.post(reverse("account_signup"), {"email": KNOWN, "password1": PASSWORD})

    assert [letter.to for letter in letters()] == [KNOWN]
    assert reverse("account_reset_password") in letters()[0].text


def test_a_second_factor_is_asked_after_the_password(client, known):
    give_factor(known)

    answer = client.post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD})

    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("accounts:account")).status_code == 302


def test_a_recovery_code_lets_in_once(client, known):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    give_factor(known)
    codes = RecoveryCodes.activate(known)
    code = codes.get_unused_codes()[0]

    client.post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(reverse("accounts:account")).status_code == 200
    client.post(reverse("account_logout"))

    client.post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(reverse("accounts:account")).status_code == 302


def test_setting_up_a_factor_ends_the_sessions_that_never_showed_it(
    client, known, django_capture_on_commit_callbacks
):
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )
    from django.test import Client

    thief = Client()
    for browser in (thief, client):
        browser.post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD})
        assert browser.get(reverse("accounts:account")).status_code == 200
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code})

    assert known.authenticator_set.filter(type="totp").exists()
    assert client.get(reverse("accounts:account")).status_code == 200
    assert thief.get(reverse("accounts:account")).status_code == 302


def test_a_suspended_person_cannot_sign_in(client, known, noon):
    from accounts import actions

    actions.suspend_person(user=known, at=noon)

    answer = client.post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD})

    assert answer.headers.get("Location") == reverse("account_inactive")
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("accounts:account")).status_code == 302


@pytest.mark.parametrize(
    "way",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http://localhost.evil.example",
    ],
)
def test_next_never_leads_off_the_site(client, known, way):
    answer = client.post(
        reverse("account_login") + f"?next={way}", {"login": KNOWN, "password": PASSWORD, "next": way}
    )

    assert "evil" not in answer["Location"]
    assert "javascript" not in answer["Location"]


def test_forged_tokens_open_nothing(client, known):
    for key in ("forged", "MQ:1abcde:forged-signature", "1" * 500):
        assert client.post(reverse("account_confirm_email", args=[key])).status_code == 404
    reset = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "forged-token"})
    client.post(reset, {"password1": PASSWORD, "password2": PASSWORD})
    known.refresh_from_db()
    assert known.check_password(PASSWORD)


def test_a_forged_session_is_nobody(client):
    client.cookies["session"] = "0123456789abcdefghijklmnopqrstuv"

    assert client.get(reverse("accounts:account")).status_code == 302


@pytest.mark.parametrize(
    "name", ["x" * 1_000_000, "nul\x00byte", "=1+1", "Ada\r\nBcc: all@x.example", "see www.evil.example"]
)
def test_a_hostile_name_is_refused_with_a_sentence(client, name):
    ada = person("ada", name="Ada")
    sign_in(client, ada)

    page = client.post(reverse("accounts:account"), {"name": name, "language": "en"})
    api = client.patch(reverse("api:me"), {"name": name}, content_type="application/json")

    assert page.status_code == 422
    assert api.status_code == 400
    ada.refresh_from_db()
    assert ada.name == "Ada"


def test_the_address_of_a_visitor_is_not_kept_in_clear(client, known):
    from allauth.usersessions.models import UserSession

    client.post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD}, REMOTE_ADDR="203.0.113.77")

    assert {session.ip for session in UserSession.objects.all()} == {"203.0.113.0"}


def test_pages_of_the_entrance_hold_nothing_the_policy_forbids(client, known):
    pages = [reverse(name) for name in ("account_login", "account_signup", "account_reset_password")]
    sign_in(client, known)
    mine = ["accounts:account", "accounts:erase", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_email",
            "account_change_password", "usersessions_list", "moderation:mine"]  # fmt: skip
    for page in [*pages, *[reverse(name) for name in mine]]:
        answer = client.get(page, follow=True)
        text = answer.content.decode()
        assert not re.search(r"<[^>]+ style=", text), page
        assert not re.search(r"<[^>]+ on[a-z]+=", text), page
        inline = [
            tag
            for tag in re.findall(r"<script[^>]*>", text)
            if "src=" not in tag and "application/json" not in tag
        ]
        assert not inline, page
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
