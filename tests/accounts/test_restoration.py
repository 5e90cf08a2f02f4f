"""A lost second factor: two officers in person, a code of one use, everything old ends, she is told."""

import json
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.forms import model_to_dict
from django.test import Client
from django.urls import reverse

from accounts import actions, queries
from accounts.models import Letter, Restoration
from accounts.rules import restoration as rules
from accounts.rules.restoration import Restorer
from accounts.rules.roles import Role
from ledger.models import Fact
from ledger.queries import now
from tests.accounts.people import give_factor, person, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough phrase 1"
MINUTE = timedelta(minutes=1)
ADMIN = frozenset({Restorer.ADMIN})


@pytest.fixture
def her():
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    user = person("mira")
    user.set_password(PASSWORD)
    user.save()
    give_factor(user)
    RecoveryCodes.activate(user)
    return user


@pytest.fixture
def unlimited(settings):
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def admins():
    return person("root", Role.ADMIN), person("branch", Role.ADMIN)


@pytest.fixture
def asked(her, noon):
    return actions.ask_for_restoration(user=her, at=noon)


def confirm(row, by, at, offices=ADMIN):
    return actions.confirm_seen(key=row.key, by=by, offices=offices, at=at)


@pytest.fixture
def code(asked, admins, noon):
    confirm(asked, admins[0], noon)
    return confirm(asked, admins[1], noon + MINUTE)


def secret():
    from allauth.mfa.totp.internal.auth import generate_totp_secret

    return generate_totp_secret()


def digits(of):
    """What an app with this secret shows now."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    return format_hotp_value(hotp_value(of, next(iter(yield_hotp_counters_from_time()))))


def factors(user):
    from allauth.mfa.models import Authenticator

    return {one.type: one for one in Authenticator.objects.filter(user=user)}


def test_the_new_app_replaces_every_old_factor_and_its_recovery_codes(her, code, noon):
    old, new = factors(her), secret()

    codes = actions.enrol_anew(user=her, code=code, totp_secret=new, at=noon + 2 * MINUTE)

    now_held = factors(her)
    assert set(now_held) == {"totp", "recovery_codes"}
    assert now_held["totp"].data["secret"] == new
    assert not {one.pk for one in old.values()} & {one.pk for one in now_held.values()}
    assert len(codes) == 10


def test_every_session_of_hers_ends_and_nobody_elses(her, code, noon, admins, unlimited):
    mine, other = Client(), sign_in(Client(), admins[0])
    mine.post(reverse("account_login"), {"login": her.email, "password": PASSWORD})
    mine.post(reverse("mfa_authenticate"), {"code": digits("JBSWY3DPEHPK3PXP")})
    for client in (mine, other):
        assert client.get(reverse("accounts:account")).status_code == 200

    actions.enrol_anew(user=her, code=code, totp_secret=secret(), at=noon + 2 * MINUTE)

    assert mine.get(reverse("accounts:account")).status_code == 302
    assert other.get(reverse("accounts:account")).status_code == 200


def test_a_code_opens_once(her, code, noon):
    actions.enrol_anew(user=her, code=code, totp_secret=secret(), at=noon + 2 * MINUTE)

    with pytest.raises(actions.CannotRestore):
        actions.enrol_anew(user=her, code=code, totp_secret=secret(), at=noon + 3 * MINUTE)


def test_a_code_ends_after_a_quarter_of_an_hour(her, code, noon):
    with pytest.raises(actions.CannotRestore):
        actions.enrol_anew(user=her, code=code, totp_secret=secret(), at=noon + MINUTE + rules.CODE_LASTS)
    assert factors(her)["totp"].data["secret"] == "JBSWY3DPEHPK3PXP"


def test_after_five_wrong_tries_the_right_one_is_worth_nothing(her, code, noon):
    for _n in range(rules.MOST_TRIES):
        with pytest.raises(actions.CannotRestore):
            actions.enrol_anew(user=her, code="0000-0000-0000", totp_secret=secret(), at=noon + 2 * MINUTE)

    with pytest.raises(actions.CannotRestore):
        actions.enrol_anew(user=her, code=code, totp_secret=secret(), at=noon + 2 * MINUTE)


def test_a_code_opens_no_other_account(code, noon):
    stranger = person("stranger")
    give_factor(stranger)
    actions.ask_for_restoration(user=stranger, at=noon)

    with pytest.raises(actions.CannotRestore):
        actions.enrol_anew(user=stranger, code=code, totp_secret=secret(), at=noon + 2 * MINUTE)


def test_the_first_officer_gets_no_code_and_the_same_one_is_refused(asked, admins, noon):
    assert confirm(asked, admins[0], noon) == ""
    with pytest.raises(actions.CannotRestore, match="another officer"):
        confirm(asked, admins[0], noon + MINUTE)


def test_too_late_the_second_is_a_first(asked, admins, noon):
    confirm(asked, admins[0], noon)

    assert confirm(asked, admins[1], noon + rules.SECOND_WITHIN) == ""
    asked.refresh_from_db()
    assert (asked.first_by, asked.second_by) == (admins[1], None)


def test_nobody_confirms_herself(noon):
    root = person("root", Role.ADMIN)
    give_factor(root)
    row = actions.ask_for_restoration(user=root, at=noon)

    with pytest.raises(actions.CannotRestore, match="themselves"):
        confirm(row, root, noon)


def test_a_secretary_and_an_admin_are_no_pair(asked, admins, noon):
    sora = person("sora", Role.SECRETARY)
    confirm(asked, sora, noon, frozenset({Restorer.SECRETARY}))

    with pytest.raises(actions.CannotRestore, match="secretary and a chair"):
        confirm(asked, admins[0], noon + MINUTE)


def test_the_database_knows_it_too(asked, admins, noon):
    confirm(asked, admins[0], noon)
    code = {"second_at": noon, "code_hash": "x" * 64}

    for change in (
        {"first_by": asked.person},
        {"second_by": admins[0], **code},
        {"second_by": asked.person, **code},
        {"second_by": admins[1], "second_at": noon},
        {"used_at": noon},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Restoration.objects.filter(pk=asked.pk).update(**change)


def test_asked_twice_it_is_one_request_and_one_letter(her, asked, noon):
    assert actions.ask_for_restoration(user=her, at=noon + MINUTE) == asked
    assert Letter.objects.filter(to=her.email).count() == 1


def test_who_has_no_second_factor_has_lost_none(noon):
    assert actions.ask_for_restoration(user=person("plain"), at=noon) is None


def test_she_is_told_at_every_step_and_never_the_code(her, code, noon):
    actions.enrol_anew(user=her, code=code, totp_secret=secret(), at=noon + 2 * MINUTE)
    texts = [letter.text for letter in Letter.objects.filter(to=her.email).order_by("pk")]

    assert len(texts) == 4
    assert "say" in texts[0]
    assert "have ended" in texts[3]
    assert not any(code in text for text in texts)


def test_the_public_log_says_that_it_happened_and_names_nobody(her, admins, code, noon):
    actions.enrol_anew(user=her, code=code, totp_secret=secret(), at=noon + 2 * MINUTE)
    (public,) = Fact.objects.filter(kind__startswith="accounts.", public=True)
    told = json.dumps(model_to_dict(public), default=str)

    assert public.kind == "accounts.factor.restored"
    assert not any(who.code in told for who in (her, *admins))
    kept = Fact.objects.filter(kind="accounts.restoration.confirmed").values_list("actor", flat=True)
    assert set(kept) == {admin.code for admin in admins}


def test_no_code_is_kept_in_clear(code):
    row = Restoration.objects.get()

    assert rules.read_code(code) not in row.code_hash.upper()
    assert not any(code in str(fact.body) for fact in Fact.objects.all())


# --- Pages --------------------------------------------------------------------------------------
def bare(answer):
    return answer.status_code, re.sub(r'(nonce|value)="[^"]*"', "", answer.content.decode())


def test_the_page_answers_the_same_whatever_is_typed(client, her, unlimited):
    typed = [
        {"email": her.email, "password": PASSWORD},
        {"email": her.email, "password": "wrong"},
        {"email": "nobody@people.example", "password": PASSWORD},
    ]

    answers = [bare(client.post(reverse("accounts:lost_factor"), one)) for one in typed]

    assert answers[0] == answers[1] == answers[2]
    assert Restoration.objects.count() == 1


def test_from_the_lost_factor_to_a_new_sign_in(client, her, admins, unlimited):
    client.post(reverse("accounts:lost_factor"), {"email": her.email, "password": PASSWORD})
    row = Restoration.objects.get()
    address = reverse("accounts:confirm_seen", args=[row.key])
    first = sign_in(Client(), admins[0]).post(address, follow=True)
    second = sign_in(Client(), admins[1]).post(address)
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", second.content.decode())[0]

    page = client.get(reverse("accounts:enrol_anew"))
    form = page.context["form"]
    done = client.post(
        reverse("accounts:enrol_anew"),
        {
            "email": her.email, "password": PASSWORD, "code": code.lower(), "totp": digits(form.totp_secret),
            "secret": form["secret"].value(),
        },
    )  # fmt: skip
    client.post(reverse("account_login"), {"login": her.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": done.context["codes"][0]})

    assert "has an hour" in first.content.decode()
    assert "data:image/svg+xml;base64," in page.content.decode()
    assert done.status_code == 200
    assert client.get(reverse("accounts:account")).status_code == 200


def test_wrong_digits_keep_the_secret_and_cost_no_try(client, her, unlimited):
    page = client.get(reverse("accounts:enrol_anew"))
    given = page.context["form"]["secret"].value()

    answer = client.post(
        reverse("accounts:enrol_anew"),
        {"email": her.email, "password": PASSWORD, "code": "0000-0000-0000", "totp": "abc", "secret": given},
    )

    assert answer.status_code == 422
    assert "not the digits" in answer.content.decode()
    assert given in answer.content.decode()


def test_a_secret_of_somebody_elses_making_is_refused(client, her, unlimited):
    answer = client.post(
        reverse("accounts:enrol_anew"),
        {
            "email": her.email,
            "password": PASSWORD,
            "code": "x",
            "totp": "123456",
            "secret": "JBSWY3DPEHPK3PXP",
        },
    )

    assert answer.status_code == 422
    assert "too old or damaged" in answer.content.decode()


@pytest.mark.parametrize("route", ["accounts:lost_factor", "accounts:enrol_anew"])
def test_who_asks_too_often_is_slowed_down(client, her, settings, route):
    from django.core.cache import cache

    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"lost_factor": "2/m/ip", "restore_factor": "2/m/ip"}
    typed = {"email": her.email, "password": "wrong", "code": "0000-0000-0000"}
    if route == "accounts:enrol_anew":
        form = client.get(reverse(route)).context["form"]
        typed |= {"secret": form["secret"].value(), "totp": digits(form.totp_secret)}

    answers = [client.post(reverse(route), typed).status_code for _n in range(3)]

    assert answers[2] == 429
    assert 429 not in answers[:2]


def test_signed_in_with_the_factor_she_ends_the_request(client, her):
    actions.ask_for_restoration(user=her, at=now())
    sign_in(client, her)
    assert "End the request" in client.get(reverse("accounts:account")).content.decode()

    client.post(reverse("accounts:withdraw_restoration"))

    assert queries.own_restoration(her, now()) is None


def test_a_chair_and_a_secretary_restore_it(client, her):
    """The chair is the council's; its storey lets her in."""
    from tests.council import scenes

    scene = scenes.council(now())
    row = actions.ask_for_restoration(user=her, at=now())
    address = reverse("accounts:confirm_seen", args=[row.key])

    sign_in(Client(), scene.secretary).post(address)
    handed = sign_in(Client(), scene.people["h-1"]).post(address)

    assert "Hand this code over" in handed.content.decode()


def test_programs_of_officers_do_it_too(client, her, admins):
    row = actions.ask_for_restoration(user=her, at=now())
    first, second = (sign_in(Client(), admin) for admin in admins)
    listed = first.get("/api/v1/restorations/").json()
    address = f"/api/v1/restorations/{row.key}/confirm/"

    codes = [one.post(address, content_type="application/json").json()["code"] for one in (first, second)]
    again = second.post(address, content_type="application/json")

    assert (listed[0]["stage"], listed[0]["email"]) == ("asked", her.email)
    assert codes[0] == ""
    assert len(codes[1]) == 14
    assert again.status_code == 409
