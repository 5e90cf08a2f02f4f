"""Text messages: the door they are brought to, and that no number is kept anywhere."""

import json
import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from petitions import actions, tasks, texts
from petitions.models import TextMessage
from petitions.rules import sms
from petitions.rules.sms import Reply
from tests.petitions import phone
from tests.petitions.phone import (
    AWAY,
    NUMBER,
    OTHER,
    SECRET,
    bring,
    by_text,
    code,
    digits,
    message,
    receive,
    signed,
)
from tests.petitions.scene import HOUR

DRAWN = {"X-Request-ID", "Content-Security-Policy", "Expires"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def open_door(settings):
    phone.open_door(settings)


@pytest.fixture
def petition(petition, open_door):
    return petition


@pytest.mark.parametrize("missing", ["SMS_ADAPTER", "SMS_NUMBER", "SMS_SECRET", "DEMO"])
def test_without_adapter_number_secret_or_demo_there_is_no_door_and_no_promise(
    petition, settings, now, missing
):
    setattr(settings, missing, "" if missing != "DEMO" else False)

    assert bring(message(f"SIGN {code(petition)} Ana Vale", now)).status_code == 404
    assert f"SIGN {code(petition)}" not in Client().get(f"/petitions/{petition.slug}/sign/").content.decode()
    assert not TextMessage.objects.exists()


def test_the_screen_says_what_to_send_where(petition):
    for language, word in (("", "SIGN"), ("/es", "FIRMAR"), ("/ar", "أوقع")):
        page = Client().get(f"{language}/petitions/{petition.slug}/sign/").content.decode()
        assert f"{word} {code(petition)}</bdi>" in page
        assert "+99 555 0100" in page


@pytest.mark.parametrize("proof", ["", "0" * 64, sms.proof_of("another secret", b"{}"), "sha256=", "é"])
def test_without_the_right_proof_nothing_is_taken(petition, now, proof):
    answer = bring(message(f"SIGN {code(petition)} Ana Vale", now), proof=proof)

    assert answer.status_code == 403
    assert not TextMessage.objects.exists()


def test_a_proof_does_not_fit_another_body(petition, now):
    one = json.dumps(message("hello", now)).encode()

    assert bring(one.replace(b"hello", b"hallo"), proof=sms.proof_of(SECRET, one)).status_code == 403


def test_only_messages_are_brought_here(open_door, db):
    assert Client().get("/petitions/sms/").status_code == 405


NOW = "2150-06-11T12:00:00+00:00"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 4_000, b'{"id": 1' + b"1" * 5_000 + b"}",
     {"id": 7, "from": NUMBER, "text": "x", "at": NOW}, {"id": "7", "from": NUMBER, "text": None, "at": NOW},
     {"id": "7", "from": NUMBER, "text": "x"}, {"id": "", "from": NUMBER, "text": "x", "at": NOW},
     {"id": "7" * 201, "from": NUMBER, "text": "x", "at": NOW}, {"id": "7", "from": "BANK", "text": "x", "at": NOW},
     {"id": "7", "from": NUMBER, "text": "x" * 1_601, "at": NOW}],
)  # fmt: skip
def test_what_cannot_be_read_is_400_with_a_sentence(open_door, now, body):
    if isinstance(body, dict) and "at" in body:
        body = body | {"at": now.isoformat()}

    answer = bring(body)

    assert answer.status_code == 400
    assert "JSON" in answer.json()["detail"]
    assert not TextMessage.objects.exists()


@pytest.mark.parametrize("stamp", ["", "yesterday", "2150-06-11T12:00:00", "0001-01-01T00:00:00+23:59"])
def test_a_time_that_says_nothing_is_400(open_door, now, stamp):
    assert bring(message("hello", now) | {"at": stamp}).status_code == 400


def test_a_message_of_another_day_is_400(open_door, now):
    for off in (timedelta(hours=25), -timedelta(hours=25)):
        assert bring(message("hello", now + off)).status_code == 400
    assert bring(message("hello", now - timedelta(hours=23))).status_code == 202


def test_a_body_that_is_too_long_is_413_before_it_is_looked_at(open_door, now):
    assert bring(b"x" * (sms.MOST_BYTES + 1), proof="").status_code == 413
    assert bring(b"x" * sms.MOST_BYTES).status_code == 400


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "SIGN 12 \x00",
        "\ud800",
        "SIGN \ud800 x",
        "SIGN 999999999999999999999 Ana",
        "SIGN ٣" * 100,
        "=1+1",
    ],
)
def test_hostile_texts_are_taken_like_any_other_and_sign_nothing(petition, now, text):
    answer = bring(message(text, now))

    assert (answer.status_code, answer.json()) == (202, {"taken": True})
    assert not by_text(petition).exists()


@pytest.mark.parametrize("name", ["\x00", "=cmd()", "www.offer.example", "1234", "x" * 81, "\ud800"])
def test_a_name_that_the_form_refuses_is_refused_here_too(petition, now, name):
    row = receive(f"SIGN {code(petition)} {name}", now)

    assert (row.reply, row.name) == (Reply.NO_NAME, "")


def seen(answer):
    """All that comes back, but what is drawn anew for each request."""
    headers = {name: value for name, value in answer.headers.items() if name not in DRAWN}
    return answer.status_code, answer.content, tuple(sorted(headers.items())), str(answer.cookies)


def test_the_carrier_reads_the_same_whatever_became_of_the_text(petition, now):
    signed(petition, now, number=OTHER)
    held = [message("hello", now, number="+99555000001") for _ in range(7)]
    asked = [
        message(f"SIGN {code(petition)} Ana Vale", now), message(f"SIGN {code(petition)} Ana Vale", now, number=OTHER),
        message("SIGN 12345 Ana Vale", now), message("YES 000000", now), message("what?", now), *held,
    ]  # fmt: skip

    answers = {seen(bring(one)) for one in asked}

    assert len(answers) == 1
    assert set(TextMessage.objects.values_list("reply", flat=True)) >= {
        "ask",
        "already",
        "no_petition",
        "late",
        "help",
        "",
    }


def test_the_same_message_again_is_answered_the_same_and_does_nothing_twice(petition, now):
    first = message(f"SIGN {code(petition)} Ana Vale", now)

    answers = [bring(first).content for _ in range(3)]

    assert len(set(answers)) == 1
    assert TextMessage.objects.count() == 1
    assert actions.answer_texts(at=now + HOUR, post=texts.post) == 1


def test_a_name_of_a_message_is_taken_once_whoever_it_is_said_to_be_from(petition, now):
    receive(f"SIGN {code(petition)} Ana Vale", now, told="one")
    again = receive(f"SIGN {code(petition)} Bo Reyes", now, number=OTHER, told="one")

    assert (TextMessage.objects.count(), again.name) == (1, "Ana Vale")


def columns_with(needle):
    """Every table of every app, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{needle}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_no_number_is_in_any_table_or_log_line(petition, now, settings, caplog):
    caplog.set_level(logging.DEBUG)
    settings.SMS_ADAPTER = AWAY
    bring(message(f"SIGN {code(petition)} Ana Vale", now, name=f"carrier-{NUMBER}"))
    tasks.answer_texts()
    row = TextMessage.objects.get()
    bring(message(f"YES {digits(row)}", now))
    bring(message("x", now) | {"at": "never"})
    actions.count_due(at=now)

    assert columns_with("Ana Vale") == ["petitions_signature", "petitions_textmessage"]
    assert columns_with(NUMBER[1:]) == []
    assert NUMBER[1:] not in caplog.text


def test_the_demonstration_has_a_phone_that_signs(client, petition, now):
    client.post("/dev/texts/", {"number": "+99 555 123 987", "text": f"SIGN {code(petition)} Ana Vale"})
    tasks.answer_texts()
    row = TextMessage.objects.get()
    assert digits(row) in client.get("/dev/texts/").content.decode()

    client.post("/dev/texts/", {"number": NUMBER, "text": f"yes {digits(row)}"})

    assert by_text(petition).count() == 1


def test_a_phone_without_a_number_says_so_and_keeps_the_text(client, open_door):
    answer = client.post("/dev/texts/", {"number": "nobody", "text": "SIGN 12 Ana"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "country code" in page
    assert "SIGN 12 Ana" in page


def test_where_a_real_adapter_is_set_there_is_no_phone(client, open_door, settings):
    settings.SMS_ADAPTER = AWAY

    assert client.get("/dev/texts/").status_code == 404
