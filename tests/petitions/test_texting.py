"""Signing by text message: what a text does, what is answered to whom, and when it is forgotten."""

from datetime import timedelta

import pytest

from petitions import actions, queries, tasks, texts
from petitions.models import Line, Petition, Signature, TextMessage
from petitions.rules import sms
from petitions.rules.sms import Kind, Reply
from portal.texts import texts as sent_texts
from tests.accounts.people import person
from tests.petitions import phone
from tests.petitions.phone import (
    AWAY,
    NUMBER,
    OTHER,
    by_text,
    code,
    digits,
    receive,
    signed,
)
from tests.petitions.scene import DAY, HOUR, sign
from tests.petitions.sheets import accepted, desk, lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_door(settings):
    phone.open_door(settings)


@pytest.fixture
def petition(petition, open_door):
    return petition


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


def test_a_petition_that_closed_before_it_was_asked_for_takes_no_digits(petition, now):
    row = receive(f"SIGN {code(petition)} Ana Vale", now)
    Petition.objects.filter(pk=petition.pk).update(closes_at=now - HOUR)

    assert receive(f"YES {digits(row)}", now).reply == Reply.CLOSED
    assert not by_text(petition).exists()


@pytest.mark.parametrize("state", ["stopped", "hidden", "withdrawn"])
def test_a_petition_that_takes_no_signatures_any_more_takes_no_digits(petition, now, state):
    row = receive(f"SIGN {code(petition)} Ana Vale", now)
    Petition.objects.filter(pk=petition.pk).update(state=state)

    receive(f"YES {digits(row)}", now)

    assert not by_text(petition).exists()


def test_of_a_petition_that_was_hidden_meanwhile_no_answer_says_a_word(petition, now):
    row = receive(f"SIGN {code(petition)} Ana Vale", now)
    Petition.objects.filter(pk=petition.pk).update(state="hidden")
    receive(f"YES {digits(row)}", now)

    assert actions.answer_texts(at=now, post=texts.post) == 2

    assert {petition.title in text.text for text in sent_texts()} == {False}
    assert {"No petition has this number" in text.text for text in sent_texts()} == {True}


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


def test_what_was_held_makes_nobody_silent_for_longer(now):
    for _ in range(5):
        receive("hello", now)
    assert all(receive("hello", now + timedelta(minutes=30)).is_held for _ in range(5))

    assert receive("hello", now + timedelta(minutes=61)).is_held is False


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


def test_a_carrier_that_is_away_is_asked_again_and_at_last_no_more(petition, now, settings, caplog):
    settings.SMS_ADAPTER = AWAY
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


# --- Together with paper, and forgetting ------------------------------------------------------------


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
