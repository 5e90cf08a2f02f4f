"""Signing by text message: the door, what a text does, what is answered to whom, and that no number is kept."""

import json
import logging
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.test import Client

from accounts.actions.secret import secret
from petitions import actions, queries, tasks, texts
from petitions.models import Line, Petition, Signature, TextMessage
from petitions.rules import sms
from petitions.rules.sms import Kind, Reply
from petitions.views.texting import HEADER
from portal.texts import texts as sent_texts
from tests.accounts.people import person
from tests.petitions.scene import DAY, HOUR, sign
from tests.petitions.sheets import accepted, desk, lines

pytestmark = pytest.mark.django_db
SECRET = "a secret of this test"
NUMBER, OTHER = "+99555123987", "+99555123988"
IDS = count(1)
DRAWN = {"X-Request-ID", "Content-Security-Policy", "Expires"}


@pytest.fixture
def open_door(settings):
    settings.DEMO, settings.SMS_ADAPTER = True, "sink"
    settings.SMS_NUMBER, settings.SMS_SECRET = "+99 555 0100", SECRET


@pytest.fixture
def petition(petition, open_door):
    return petition


def bring(body, *, proof=None, **headers):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = sms.proof_of(SECRET, raw) if proof is None else proof
    more = {HEADER: given} if given else {}
    return Client().post("/petitions/sms/", raw, content_type="application/json", headers=more | headers)


def message(text, now, *, number=NUMBER, name=None):
    return {"id": name or f"m{next(IDS)}", "from": number, "text": text, "at": now.isoformat()}


def receive(text, now, *, number=NUMBER, told=None):
    return actions.receive_text(told=told or f"m{next(IDS)}", number=number, text=text, at=now)


def code(petition):
    return sms.code_of(petition.pk)


def digits(row):
    return sms.confirm_code(secret(), row.key)


def signed(petition, now, *, number=NUMBER, name="Ana Vale"):
    row = receive(f"SIGN {code(petition)} {name}", now, number=number)
    return receive(f"YES {digits(row)}", now, number=number)


def by_text(petition):
    return Signature.objects.filter(petition=petition, canonical__startswith="sms:")


# --- The door ---------------------------------------------------------------------------------------


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


# --- What a text does -------------------------------------------------------------------------------


def test_an_attempt_alone_signs_nothing(petition, now):
    row = receive(f"SIGN {code(petition)} Ana Vale, tessel row", now)

    assert (row.kind, row.reply, row.petition, row.zone.slug) == (
        Kind.SIGN,
        Reply.ASK,
        petition,
        "tessel-row",
    )
    assert not by_text(petition).exists()


def test_the_digits_make_one_signature_that_the_tick_counts_as_online(petition, now):
    before = petition.online_count
    row = receive(f"firmo {code(petition)}  Ana   Vale; Tessel Row", now)

    answer = receive(f"sí {digits(row)}", now)
    actions.count_due(at=now)

    made = by_text(petition).get()
    assert answer.reply == Reply.SIGNED
    assert (made.name, made.zone.slug, made.email, made.language) == ("Ana Vale", "tessel-row", "", "es")
    found = Petition.objects.get(pk=petition.pk)
    assert (found.online_count, found.paper_count) == (before + 1, 0)
    assert queries.imbalance(found) is None


def test_one_number_signs_a_petition_once(petition, now):
    signed(petition, now)

    again = receive(f"SIGN {code(petition)} Bo Reyes", now + HOUR)

    assert again.reply == Reply.ALREADY
    assert by_text(petition).count() == 1


def test_two_attempts_of_one_number_make_one_signature(petition, now):
    one, two = (receive(f"SIGN {code(petition)} {name}", now) for name in ("Ana Vale", "Bo Reyes"))

    replies = [receive(f"YES {digits(row)}", now).reply for row in (two, one, two)]

    assert replies == [Reply.SIGNED, Reply.ALREADY, Reply.ALREADY]
    assert by_text(petition).get().name == "Bo Reyes"


def test_a_bare_yes_and_wrong_digits_confirm_nothing(petition, now):
    row = receive(f"SIGN {code(petition)} Ana Vale", now)
    wrong = f"{(int(digits(row)) + 1) % 10**6:06}"

    assert receive("YES", now).reply == Reply.LATE
    assert receive(f"YES {wrong}", now).reply == Reply.LATE
    assert not by_text(petition).exists()


def test_another_number_cannot_use_the_digits(petition, now):
    row = receive(f"SIGN {code(petition)} Ana Vale", now)

    assert receive(f"YES {digits(row)}", now, number=OTHER).reply == Reply.LATE
    assert not by_text(petition).exists()


def test_digits_work_for_seven_days(petition, now):
    row = receive(f"SIGN {code(petition)} Ana Vale", now)

    assert receive(f"YES {digits(row)}", now + 7 * DAY).reply == Reply.LATE
    assert receive(f"YES {digits(row)}", now + 7 * DAY - timedelta(seconds=1)).reply == Reply.SIGNED


def test_asked_before_the_close_it_may_be_confirmed_in_the_day_of_grace(petition, now):
    close = petition.closes_at
    one, two = (
        receive(f"SIGN {code(petition)} Ana Vale", close),
        receive(f"SIGN {code(petition)} Bo Reyes", close, number=OTHER),
    )

    assert (
        receive(f"SIGN {code(petition)} Cy Orin", close + timedelta(seconds=1), number="+99555000009").reply
        == Reply.CLOSED
    )
    assert receive(f"YES {digits(one)}", close + DAY).reply == Reply.SIGNED
    assert (
        receive(f"YES {digits(two)}", close + DAY + timedelta(seconds=1), number=OTHER).reply == Reply.CLOSED
    )


@pytest.mark.parametrize("state", ["hidden", "draft"])
def test_what_nobody_may_read_is_the_same_as_none(petition, now, state):
    Petition.objects.filter(pk=petition.pk).update(
        state=state, opened_at=None if state == "draft" else petition.opened_at
    )

    row = receive(f"SIGN {code(petition)} Ana Vale", now)

    assert (row.reply, row.petition) == (Reply.NO_PETITION, None)


def test_while_signing_is_paused_no_text_asks(petition, now):
    actions.pause_signing(reason="The count is being looked at.", by=person("pauser"), at=now)

    assert receive(f"SIGN {code(petition)} Ana Vale", now).reply == Reply.PAUSED


def test_a_zone_that_is_none_is_said_and_nothing_waits(petition, now):
    row = receive(f"SIGN {code(petition)} Ana Vale, Nowhere Quay", now)

    assert (row.reply, row.name) == (Reply.NO_ZONE, "")


# --- The limit --------------------------------------------------------------------------------------


def test_the_sixth_text_of_an_hour_stays_silent_does_nothing_and_keeps_nobody(petition, now):
    rows = [receive("hello", now) for _ in range(4)]
    attempt = receive(f"SIGN {code(petition)} Ana Vale", now)

    sixth = receive(f"YES {digits(attempt)}", now + timedelta(minutes=59))

    assert not any(row.is_held for row in [*rows, attempt])
    assert (sixth.is_held, sixth.reply, sixth.box, sixth.name) == (True, "", "", "")
    assert not by_text(petition).exists()
    assert receive("hello", now, number=OTHER).is_held is False
    assert receive(f"YES {digits(attempt)}", now + timedelta(minutes=61)).reply == Reply.SIGNED


def test_auditors_see_how_many_were_held(client, petition, now):
    from accounts.rules.roles import Role
    from tests.accounts.people import sign_in

    for _ in range(7):
        receive("hello", now)
    sign_in(client, person("auditor", Role.AUDITOR))

    page = client.get("/petitions/held/").content.decode()

    assert "2 text messages were held" in page


# --- Answers ----------------------------------------------------------------------------------------


def test_the_owner_of_the_number_is_told_the_truth_and_the_digits(petition, now):
    row = receive(f"SIGN {code(petition)} Ana Vale", now)
    tasks.answer_texts()
    receive(f"YES {digits(row)}", now)
    tasks.answer_texts()

    after, asked = sent_texts()
    receipt = by_text(petition).get().receipt
    assert {after.to, asked.to} == {NUMBER}
    assert petition.title in asked.text
    assert f"YES {digits(row)}" in asked.text
    assert f"/petitions/receipts/{receipt}/" in after.text


def test_every_answer_can_be_written_in_every_language(petition, now):
    for language in ("en", "es", "ar"):
        for reply in set(Reply) - {Reply.SILENT}:
            row = TextMessage(petition=petition, number="x", reply=reply, language=language)
            assert "%(" not in texts.compose(row)


def test_an_answer_goes_once_and_the_number_goes_with_it(petition, now):
    row = receive(f"SIGN {code(petition)} Ana Vale", now)
    assert row.box

    assert [actions.answer_texts(at=now, post=texts.post) for _ in range(2)] == [1, 0]

    row.refresh_from_db()
    assert (row.box, row.sent_at, len(sent_texts())) == ("", now, 1)


def broken(*, number, text, key):
    raise OSError(f"no route for {number}")


def test_a_carrier_that_is_away_is_asked_again_and_at_last_no_more(petition, now, settings, caplog):
    settings.SMS_ADAPTER = f"{__name__}.broken"
    row = receive("hello", now)

    assert actions.answer_texts(at=now, post=texts.post) == 1
    row.refresh_from_db()
    assert row.box
    assert row.due_at == now + timedelta(minutes=1)
    for turn in range(1, sms.MOST_TRIES):
        actions.answer_texts(at=now + turn * DAY, post=texts.post)

    row.refresh_from_db()
    assert (row.box, row.sent_at, row.tries) == ("", None, sms.MOST_TRIES)


def test_an_answer_whose_key_is_lost_ends_without_a_text(petition, now, settings):
    receive("hello", now)
    settings.SEALING_KEYS = ["another key, and the first one lost"]

    actions.answer_texts(at=now, post=texts.post)

    assert (TextMessage.objects.get().box, sent_texts()) == ("", [])


# --- No number anywhere -----------------------------------------------------------------------------


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
    settings.SMS_ADAPTER = f"{__name__}.broken"
    bring(message(f"SIGN {code(petition)} Ana Vale", now, name=f"carrier-{NUMBER}"))
    tasks.answer_texts()
    row = TextMessage.objects.get()
    bring(message(f"YES {digits(row)}", now))
    bring(message("x", now) | {"at": "never"})
    actions.count_due(at=now)

    assert columns_with("Ana Vale") == ["petitions_signature", "petitions_textmessage"]
    assert columns_with(NUMBER[1:]) == []
    assert NUMBER[1:] not in caplog.text


# --- Together with paper, and forgetting --------------------------------------------------------------


def test_a_line_on_paper_of_somebody_who_signed_by_text_is_held(petition, now):
    signed(petition, now)
    actions.count_due(at=now)

    accepted(petition, desk(), lines("ANA VÁLE", "Bo Reyes"), at=now)

    assert [line.twin for line in queries.held_lines()] == [by_text(petition).get().receipt]


def test_a_line_that_counted_is_taken_off_when_its_signer_signs_by_text(petition, now):
    accepted(petition, desk(), lines("Ana Vale", "Bo Reyes"), at=now)
    actions.count_due(at=now)
    signed(petition, now)

    actions.count_due(at=now)

    assert Petition.objects.get(pk=petition.pk).paper_count == 1
    assert [line.name for line in Line.objects.filter(standing="held")] == ["Ana Vale"]


def test_by_mail_and_by_text_of_one_name_both_count(petition, now):
    """Nothing tells two people of one name in one zone apart from one with two ways: the same as with two addresses."""
    sign(petition, "ana@shore.example", name="Ana Vale", at=now)

    assert signed(petition, now).reply == Reply.SIGNED


def test_messages_are_forgotten_after_seven_days_and_signatures_stay(petition, now):
    signed(petition, now)

    actions.forget_due(at=now + 7 * DAY + HOUR)

    assert not TextMessage.objects.exists()
    assert by_text(petition).count() == 1


def test_signers_by_text_are_forgotten_with_the_others(petition, now):
    signed(petition, now)
    actions.count_due(at=now)
    total = Petition.objects.get(pk=petition.pk).signature_count
    Petition.objects.filter(pk=petition.pk).update(ended_at=now, state="closed")

    for _ in range(2):
        actions.forget_due(at=now + 181 * DAY)

    assert not Signature.objects.filter(petition=petition).exclude(canonical=None, name="").exists()
    assert Petition.objects.get(pk=petition.pk).signature_count == total


# --- The phone of the demonstration -------------------------------------------------------------------


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
    settings.SMS_ADAPTER = f"{__name__}.broken"

    assert client.get("/dev/texts/").status_code == 404
