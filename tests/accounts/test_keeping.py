"""Checkpoints by mail for anybody: nothing before the press, one letter a week, and one press leaves nothing behind."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts import actions, tasks
from accounts.models import Keeper, Letter
from ledger import actions as ledger
from ledger import queries
from ledger.queries import now
from ledger.rules.note import verify
from tests.accounts.people import person

pytestmark = pytest.mark.django_db
PAGE = "/log/letters/"
OTHER_NETWORK = {"REMOTE_ADDR": "198.51.100.7"}
ANA = "ana@shore.example"
WEEK, DAY = timedelta(days=7), timedelta(days=1)


def seal():
    with transaction.atomic():
        ledger.record(
            kind="council.motion.closed", subject="council.motion/1", actor="", at=now(), public=True
        )
    ledger.seal_due(at=now())


@pytest.fixture
def sealed(db):
    seal()


def ask(client, email=ANA, **more):
    return client.post(PAGE, {"email": email}, **more)


def tick(mailoutbox, days=0):
    """What beat does, with every row ``days`` older; the letters that went."""
    for name in ("asked_at", "wanted_at", "mailed_at", "due_at"):
        for keeper in Keeper.objects.exclude(**{name: None}):
            Keeper.objects.filter(pk=keeper.pk).update(**{name: getattr(keeper, name) - days * DAY})
    before = len(mailoutbox)
    tasks.write_checkpoints()
    actions.send_due_letters(at=now())
    return mailoutbox[before:]


def path_in(letter, word="letters"):
    return urlsplit(re.search(rf"http\S+/{word}/\S+", letter.body)[0]).path


def keeping(client, mailoutbox, email=ANA):
    """Asked and confirmed, the first letter sent: that letter."""
    ask(client, email)
    (link,) = tick(mailoutbox)
    client.post(path_in(link))
    (letter,) = tick(mailoutbox)
    return letter


# --- Asking ---------------------------------------------------------------------------------------


def test_the_log_s_pages_lead_to_the_form(client, sealed):
    for name in ("ledger:log", "ledger:verify"):
        assert f'href="{PAGE}"' in client.get(reverse(name)).content.decode()
    assert b'name="email"' in client.get(PAGE).content


def test_the_answer_is_the_same_whatever_the_address_has_done(client, sealed, mailoutbox):
    keeping(client, mailoutbox)
    person("bob", email="bob@shore.example")

    answers = [ask(client, email) for email in (ANA, "bob@shore.example", "new@shore.example", ANA)]

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, f"{PAGE}sent/")}
    pages = {client.get(answer.url).content.split(b"<main")[1].split(b"</main>")[0] for answer in answers}
    assert len(pages) == 1


@pytest.mark.parametrize(
    "email",
    [
        "", "ana", "ana@", "@shore.example", "a b@shore.example", "a\x00@shore.example", "x" * 300 + "@shore.example",
        "ana@shore.example\nBcc: all@shore.example", "ana@shore.example, bob@shore.example",
        "<script>@shore.example", "ana@127.0.0.1",
    ],
)  # fmt: skip
def test_a_bad_address_is_named_and_kept_and_no_row_is_made(client, email):
    answer = ask(client, email)

    assert answer.status_code == 422
    assert b'href="#id_email"' in answer.content
    assert not Keeper.objects.exists()


def test_an_address_that_no_mail_can_carry_holds_no_other_letter_up(client, sealed, mailoutbox):
    ask(client, "é" * 60 + "@shore.example")
    ask(client, ANA, **OTHER_NETWORK)

    assert [letter.to for letter in tick(mailoutbox) if letter.to == [ANA]] == [[ANA]]


def test_who_asks_too_often_from_one_network_gets_no_letter_and_nothing_of_it_stays(client, mailoutbox):
    for number in range(4):
        ask(client, f"a{number}@shore.example")

    assert len(tick(mailoutbox)) == 2
    assert Keeper.objects.count() == 2


def test_nobody_is_flooded_by_others_who_write_their_address(client, mailoutbox):
    sent = 0
    for turn in range(9):
        ask(client, "Ana+log@shore.example".lower(), REMOTE_ADDR=f"203.0.{turn}.1")
        sent += len(tick(mailoutbox))

    assert sent == 5


def test_a_flood_of_rows_is_put_off(client):
    answers = [ask(client, f"a{number}@shore.example") for number in range(21)]

    assert [answer.status_code for answer in answers] == [302] * 20 + [429]


# --- Confirming -----------------------------------------------------------------------------------


def test_no_checkpoint_goes_to_who_has_not_pressed(client, sealed, mailoutbox):
    ask(client)
    (link,) = tick(mailoutbox)
    client.get(path_in(link))  # as every mail scanner does

    assert tick(mailoutbox) == tick(mailoutbox, days=6) == []
    assert "Confirm" in link.subject
    assert "List-Unsubscribe" not in link.extra_headers


def test_without_a_press_the_address_is_gone_after_seven_days(client, mailoutbox):
    ask(client)
    (link,) = tick(mailoutbox)
    tick(mailoutbox, days=7)

    assert not Keeper.objects.exists()
    assert client.get(path_in(link)).status_code == client.post(path_in(link)).status_code == 404


def test_the_press_brings_a_letter_with_the_newest_checkpoint(client, sealed, mailoutbox):
    letter = keeping(client, mailoutbox)

    note = queries.latest_checkpoint().note
    assert note in letter.body
    assert verify(note, queries.key_history().get().verifier)
    assert letter.to == [ANA]


def test_a_second_press_is_harmless(client, sealed, mailoutbox):
    ask(client)
    (link,) = tick(mailoutbox)

    answers = [client.post(path_in(link), follow=True) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert all(b"The first letter is on its way" in answer.content for answer in answers)
    assert len(tick(mailoutbox)) == 1
    assert Keeper.objects.count() == 1


def test_who_asks_again_is_told_by_mail_alone_that_nothing_is_to_do(client, sealed, mailoutbox):
    keeping(client, mailoutbox)
    ask(client, ANA.upper(), **OTHER_NETWORK)
    (letter,) = tick(mailoutbox)

    assert "already" in letter.subject
    assert Keeper.objects.count() == 1


def test_before_the_first_seal_nobody_is_written_to(client, mailoutbox):
    ask(client)
    (link,) = tick(mailoutbox)
    client.post(path_in(link))

    assert tick(mailoutbox) == []
    seal()
    assert len(tick(mailoutbox)) == 1


# --- Letters --------------------------------------------------------------------------------------


def test_a_letter_comes_each_week_where_the_log_has_grown(client, sealed, mailoutbox):
    first = keeping(client, mailoutbox)
    seal()

    assert tick(mailoutbox, days=6) == []
    (second,) = tick(mailoutbox, days=1)
    assert tick(mailoutbox, days=7) == []  # not a line is new
    assert "2 entries" in first.subject
    assert "3 entries" in second.subject


def test_after_a_sitting_the_next_letter_does_not_wait_for_its_week(client, sealed, mailoutbox, noon):
    keeping(client, mailoutbox)
    with transaction.atomic():
        ledger.record(
            kind="council.sitting.closed", subject="council.sitting/none", actor="", at=now(), public=True
        )
    ledger.deliver_due(at=now())
    ledger.seal_due(at=now())

    assert tick(mailoutbox) == []
    Keeper.objects.update(due_at=Keeper.objects.get().due_at - timedelta(minutes=1))
    assert len(tick(mailoutbox)) == 1


def test_a_letter_is_written_in_the_language_it_was_asked_in(client, sealed, mailoutbox):
    client.post("/es" + PAGE, {"email": ANA})
    (link,) = tick(mailoutbox)

    assert path_in(link).startswith("/es/log/letters/")


def test_an_address_that_takes_no_letter_three_times_is_forgotten(client, sealed, mailoutbox):
    keeping(client, mailoutbox)
    for turn in range(3):
        seal()
        assert Keeper.objects.exists(), turn
        Keeper.objects.update(due_at=now())
        tasks.write_checkpoints()
        Letter.objects.update(attempts=12)
    Keeper.objects.update(due_at=now())
    tasks.write_checkpoints()

    assert not Keeper.objects.exists()
    assert not Letter.objects.exists()


# --- Leaving --------------------------------------------------------------------------------------


def leave_of(letter):
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return urlsplit(letter.extra_headers["List-Unsubscribe"].strip("<>")).path


def test_one_press_without_cookie_or_sign_in_leaves_and_deletes_the_address(client, sealed, mailoutbox):
    letter = keeping(client, mailoutbox)
    seal()
    Keeper.objects.update(due_at=now())
    tasks.write_checkpoints()  # one more waits in the post
    strict = Client(enforce_csrf_checks=True)

    assert strict.get(leave_of(letter)).status_code == 200
    assert Keeper.objects.exists()
    answers = [strict.post(leave_of(letter), {"List-Unsubscribe": "One-Click"}).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert leave_of(letter) in letter.body
    assert not Keeper.objects.exists()
    assert not Letter.objects.exists()
    assert tick(mailoutbox, days=7) == []


def test_the_link_of_an_old_letter_leaves_also_after_coming_back(client, sealed, mailoutbox):
    old = keeping(client, mailoutbox)
    client.post(leave_of(old))
    keeping(client, mailoutbox)

    client.post(leave_of(old))

    assert not Keeper.objects.exists()


def test_a_link_that_is_not_ours_ends_nobody_s_letters(client, sealed, mailoutbox):
    letter = keeping(client, mailoutbox)
    forged = leave_of(letter).rstrip("/")[:-32] + "x" * 32 + "/"

    assert client.post(forged).status_code == 404
    assert client.post("/log/letters/leave/x/").status_code == 404
    assert Keeper.objects.exists()


def test_erasing_an_account_ends_its_letters_too(client, sealed, mailoutbox):
    ana = person("ana", email=ANA)
    keeping(client, mailoutbox)

    actions.erase_person(user=ana, at=now())

    assert not Keeper.objects.exists()


# --- For programs ---------------------------------------------------------------------------------


def test_the_api_asks_for_the_same_and_answers_the_same(client, mailoutbox):
    answers = [client.post("/api/v1/log/letters/", {"email": ANA}, "application/json") for _ in range(2)]
    bad = client.post("/api/v1/log/letters/", {"email": "ana"}, "application/json")

    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json() == answers[1].json()
    assert bad.status_code == 400
    assert "email" in bad.json()["errors"]
    assert len(tick(mailoutbox)) == 1
