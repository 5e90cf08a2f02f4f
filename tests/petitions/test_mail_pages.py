"""The mail queue: numbers that are true, keys and no addresses, one or a whole kind tried again."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.rules.roles import Role
from petitions import actions, queries
from petitions.models import Attempt, Bounce, Letter, Mailout
from petitions.rules.mail import Mail, state_of
from tests.accounts.people import person, sign_in
from tests.petitions.scene import DAY, HOUR, ask_to_sign, sign

pytestmark = pytest.mark.django_db
PAGE = "/petitions/mail/"
API = "/api/v1/petition-mail/"
MINUTE = timedelta(minutes=1)


@pytest.fixture(params=[Role.AUDITOR, Role.ADMIN])
def operator(request, client):
    user = person("ines", request.param)
    sign_in(client, user)
    return user


@pytest.fixture
def quiet(petition, now):
    """Nothing is owed to anybody."""
    Letter.objects.all().delete()
    Attempt.objects.all().delete()
    return petition


def letter(petition, at, *, kind="closed", about="", **more):
    about = about or f"{Letter.objects.count()}"
    email = f"reader{about}@shore.example"
    defaults = {"judged_at": at, "asked_at": at, "due_at": at, "is_bulk": True}
    return Letter.objects.create(petition=petition, kind=kind, about=about, email=email, canonical=email,
                                 **(defaults | more))  # fmt: skip


def test_the_database_tells_every_state_as_the_rule_does(quiet, now):
    times = (None, now - HOUR)
    for due, held, sent, bounced, dropped, answer in product(
        (now - MINUTE, now, now + MINUTE), ("", "burst"), times, times, times, ("", "4.4.1", "5.1.1")
    ):
        letter(
            quiet,
            now,
            due_at=due,
            held_by=held,
            sent_at=sent,
            bounced_at=bounced,
            dropped_at=dropped,
            answer=answer,
        )

    told = queries.with_state(Letter.objects.all(), now)

    assert {(row.pk, row.state) for row in told} == {
        (row.pk, state_of(Mail(due_at=row.due_at, held_by=row.held_by, sent_at=row.sent_at, bounced_at=row.bounced_at,
                               dropped_at=row.dropped_at, answer=row.answer), now).value)
        for row in Letter.objects.all()
    }  # fmt: skip


@pytest.fixture
def mixed(quiet, now):
    letter(quiet, now)
    letter(quiet, now, due_at=now + HOUR, tries=3, answer="4.2.0")
    letter(quiet, now, bounced_at=now - 3 * DAY, answer="4.4.1", tries=32, asked_at=now - 7 * DAY)
    letter(quiet, now, bounced_at=now, answer="5.1.1")
    letter(quiet, now, dropped_at=now, dropped_for="unsubscribed")
    letter(quiet, now, sent_at=now - HOUR)
    letter(quiet, now, sent_at=now - 3 * DAY)
    held = ask_to_sign(quiet, "ana@shore.example", at=now)
    Attempt.objects.filter(pk=held.pk).update(held_by="burst", judged_at=now)
    return quiet


def test_every_kind_is_counted_in_every_state(client, operator, mixed):
    body = client.get(API).json()

    assert {row["kind"]: row["counts"] for row in body["kinds"]} == {
        "confirm_signature": {"held": 1},
        "closed": {"due": 1, "waiting": 1, "failed": 1, "bounced": 1, "dropped": 1, "sent": 1},
    }
    assert sum(row["mailed"] for row in body["hours"]) == 1
    assert sum(row["ended"] for row in body["hours"]) == 1


def test_the_page_shows_the_same_and_no_address(client, operator, mixed):
    page = client.get(PAGE)

    text = page.content.decode()
    assert page.status_code == 200
    assert "shore.example" not in text
    assert "4.4.1" in text
    assert "Try all again" in text
    assert all("shore.example" not in client.get(PAGE, {"state": state}).content.decode()
               for state in ("failed", "bounced", "waiting", "held", "dropped"))  # fmt: skip
    assert "shore.example" not in client.get(API).content.decode()


def test_the_oldest_that_has_not_gone_is_told(client, operator, quiet, now):
    assert "Every mail that was asked for has gone." in client.get(PAGE).content.decode()
    assert client.get(API).json()["oldest_waiting"] is None

    letter(quiet, now, asked_at=now - 2 * DAY, due_at=now + HOUR)
    letter(quiet, now, asked_at=now - 9 * DAY, bounced_at=now, answer="5.1.1")

    assert client.get(API).json()["oldest_waiting"] == (now - 2 * DAY).isoformat().replace("+00:00", "Z")


def test_an_empty_queue_says_so(client, operator, quiet):
    page = client.get(PAGE).content.decode()

    assert "No mail in the last 24 hours" in page
    assert "No signer has been told anything yet." in page


@pytest.mark.parametrize(
    "query", [{"state": "lost"}, {"state": "sent"}, {"kind": "postcard"}, {"kind": "\x00"}]
)
def test_a_filter_that_says_nothing_is_refused_and_the_page_stays(client, operator, mixed, query):
    assert client.get(PAGE, query).status_code == 422
    assert client.get(API, query).status_code == 400


def test_single_mails_are_narrowed_by_state_and_kind(client, operator, mixed):
    def found(**query):
        return {(row["kind"], row["state"]) for row in client.get(API, query).json()["mails"]}

    assert found() == {("closed", "failed")}
    assert found(state="waiting") == {("closed", "waiting")}
    assert found(state="held") == {("confirm_signature", "held")}
    assert found(state="held", kind="closed") == set()
    assert found(state="dropped", kind="closed") == {("closed", "dropped")}


def test_a_mail_out_is_shown_with_how_far_it_is(client, operator, quiet, now):
    sign(quiet, "ana@shore.example", updates=True, at=now)
    from petitions.actions.announcing import announce
    from petitions.rules.mail import LetterKind

    announce(quiet, LetterKind.OWED, now)
    before = client.get(API).json()["mailouts"]
    actions.announce_due(at=now)
    after = client.get(API).json()["mailouts"]

    assert (before[0]["kind"], before[0]["written"], before[0]["done_at"]) == ("owed", 0, None)
    assert after[0]["written"] == Mailout.objects.get().written > 0
    assert after[0]["done_at"]
    assert "An answer is owed" in client.get(PAGE).content.decode()


def test_one_is_tried_again_with_a_fresh_count_of_tries(client, operator, mixed, now):
    failed = Letter.objects.get(answer="4.4.1")

    answer = client.post(f"{PAGE}{failed.key}/retry/", follow=True)

    failed.refresh_from_db()
    assert "tried again with the next tick" in answer.content.decode()
    assert (failed.bounced_at, failed.tries) == (None, 0)
    assert failed.due_at >= now


def test_a_whole_kind_is_tried_again_but_not_where_an_address_refused(client, operator, mixed, now):
    letter(mixed, now, bounced_at=now, answer="4.2.0")

    answer = client.post(f"{PAGE}retry/", {"kind": "closed"}, follow=True)

    assert "2 mails are tried again." in answer.content.decode()
    assert Letter.objects.get(answer="5.1.1").bounced_at
    assert client.post(f"{PAGE}retry/", {"kind": "closed"}).status_code == 409


def test_what_arrived_and_came_back_later_is_not_sent_again(client, operator, quiet, now):
    row = letter(quiet, now, sent_at=now, bounced_at=now, answer="5.1.1")

    assert client.post(f"{PAGE}{row.key}/retry/").status_code == 409
    row.refresh_from_db()
    assert row.bounced_at


@pytest.mark.parametrize(
    "body", [{}, {"kind": "postcard"}, {"key": "x"}, {"kind": "closed", "key": "0" * 32}, []]
)
def test_the_api_says_what_is_wrong_with_a_wish_to_retry(client, operator, mixed, body):
    answer = client.post(f"{API}retries/", body, content_type="application/json")

    assert answer.status_code == 400


def test_the_api_tries_again_as_the_page_does(client, operator, mixed):
    failed = Letter.objects.get(answer="4.4.1")
    one = client.post(f"{API}retries/", {"key": str(failed.key)}, content_type="application/json")
    again = client.post(f"{API}retries/", {"key": str(failed.key)}, content_type="application/json")
    kind = client.post(f"{API}retries/", {"kind": "closed"}, content_type="application/json")

    assert (one.status_code, one.json()) == (202, {"retried": 1})
    assert again.status_code == kind.status_code == 409


def test_an_address_is_lifted_by_page_and_by_api(client, operator, quiet, now):
    row = letter(quiet, now, sent_at=now)
    for door, field in ((f"{PAGE}works/", {}), (f"{API}lifts/", {"content_type": "application/json"})):
        Bounce.objects.all().delete()
        actions.record_bounce(message_id=actions.mail_id_of(row), status="5.1.1", at=now)
        first = client.post(door, {"address": row.email}, **field)
        again = client.post(door, {"address": row.email}, **field)
        assert first.status_code in {200, 302}
        assert again.status_code == 409
        assert Bounce.objects.get().lifted_by == operator.code


def test_a_wrong_address_keeps_the_form_and_names_the_field(client, operator, quiet):
    answer = client.post(f"{PAGE}works/", {"address": "no address"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Write an e-mail address in full" in text
    assert 'value="no address"' in text


def test_many_letters_are_counted_by_their_indexes_and_few_queries(
    client, operator, quiet, now, django_assert_max_num_queries
):
    for _number in range(60):
        letter(quiet, now)

    with django_assert_max_num_queries(45):
        client.get(PAGE)


def test_the_queue_reads_no_letter_that_is_long_gone_and_none_twice(quiet, now):
    Letter.objects.bulk_create(
        Letter(
            petition=quiet, kind="closed", about="", email=f"{number}@shore.example", is_bulk=True,
            canonical=f"{number}@shore.example", judged_at=now, asked_at=now, due_at=now,
            sent_at=now - 3 * DAY if number > 30 else None, held_by="burst" if number < 10 else "",
        )
        for number in range(20_000)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE petitions_letter")

    with CaptureQueriesContext(connection) as asked:
        [row] = queries.queue(now)
    plan = "\n".join(map(plan_of, (query["sql"] for query in asked)))

    assert row.counts == {"held": 10, "due": 21}
    assert "SubPlan" not in plan
    assert "Seq Scan on petitions_letter" not in plan
    assert "letter_held" in plan


def plan_of(statement):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(row[0] for row in cursor.fetchall())


def test_nobody_else_sees_it(client, quiet):
    sign_in(client, person("mara", Role.MODERATOR))

    assert client.get(PAGE).status_code == 403
    assert client.get(API).status_code == 403


def test_a_state_that_is_no_filter_is_refused_in_our_words(client, operator):
    answer = client.get(reverse("petitions:mail"), {"state": "elsewhere"})

    assert answer.status_code == 422
    assert "State: Choose one of the list" in answer.content.decode()
