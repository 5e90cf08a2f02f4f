"""The headers that every page carries, errors too."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/about/", "/no/such/page/", "/api/v1/roles/"])
def test_every_answer_says_what_may_run_and_what_the_device_may_be_asked_for(client, path):
    headers = client.get(path).headers

    assert "camera=()" in headers["Permissions-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in headers["Permissions-Policy"]
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


def test_a_page_that_only_says_something_sets_no_cookie(client):
    assert "Set-Cookie" not in client.get(reverse("portal:about")).headers
