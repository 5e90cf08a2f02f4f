"""What people type about appointments and keys, as it is understood."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.accounts.people import person, sign_in


def appoint(last_day):
    from accounts.forms import AppointForm

    form = AppointForm({"role": "curator", "last_day": last_day})
    return form if form.is_valid() else form.errors


def test_a_last_day_counts_to_its_end():
    assert appoint("2150-06-30").until == datetime(2150, 7, 1, tzinfo=UTC)
    assert appoint("").until is None


@pytest.mark.parametrize(
    "typed", ["9999-12-31", "3000-01-01", "0000-00-00", "2150-02-30", "tomorrow", "1" * 5000]
)
def test_a_last_day_that_is_none_is_named(typed):
    assert "last_day" in appoint(typed)


@pytest.mark.django_db
def test_a_key_is_a_passkey_unless_its_owner_says_otherwise(client):
    sign_in(client, person("ada"))

    page = client.get(reverse("mfa_add_webauthn")).content.decode()

    assert "Let me sign in with this key alone" in page
    assert 'name="passwordless"' in page
    assert "checked" in page.partition('name="passwordless"')[2].partition(">")[0]


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["account_login", "account_logout", "accounts:erase"])
def test_after_signing_in_out_and_leaving_the_page_speaks_as_before(client, way, settings):
    from django.utils.translation import override

    settings.ACCOUNT_RATE_LIMITS = False
    ada = person("ada")
    ada.set_password("a long enough phrase 1")
    ada.save()
    if way != "account_login":
        sign_in(client, ada, factor=False)
    with override("ar"):
        address = reverse(way)

    answer = client.post(address, {"login": ada.email, "password": "a long enough phrase 1", "sure": "on"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/ar/")
