"""Letters: a row first; sent when the server answers; gone when sent."""

from datetime import timedelta

import pytest

pytestmark = pytest.mark.django_db


def post(at, to="ada@people.example"):
    from accounts import actions

    return actions.post_letter(to=to, subject="Confirm", text="Press the link.", at=at)


def test_a_letter_is_sent_once_and_then_forgotten(noon, mailoutbox):
    from accounts import actions
    from accounts.models import Letter

    letter = post(noon)

    assert actions.send_due_letters(at=noon) == 1
    assert actions.send_due_letters(at=noon) == 0
    assert [mail.extra_headers["Message-ID"] for mail in mailoutbox] == [letter.message_id]
    assert not Letter.objects.exists()


def test_a_server_that_is_down_delays_letters_and_loses_none(noon, settings):
    from accounts import actions
    from accounts.models import Letter

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    post(noon)
    post(noon, to="bob@people.example")

    assert actions.send_due_letters(at=noon) == 0

    assert [(letter.attempts, letter.due_at > noon) for letter in Letter.objects.all()] == [
        (1, True),
        (1, True),
    ]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert actions.send_due_letters(at=noon + timedelta(minutes=1)) == 2
