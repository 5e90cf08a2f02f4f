"""What became of a petition is told to every signer who asked, once, and to nobody who may not be told."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from petitions import actions, letters
from petitions.models import Letter, Mailout, Petition, Signature
from petitions.rules.answers import Verdict
from petitions.rules.mail import ANNOUNCED, LetterKind
from tests.petitions.scene import DAY, HOUR, NOON, opened, sign, thresholds

pytestmark = pytest.mark.django_db
MOTION = "council.motion/2150-07"


@pytest.fixture
def petition():
    made = opened()
    actions.set_aside(at=NOON)
    Signature.objects.update(updates=False)  # its first six say nothing here
    return Petition.objects.get(pk=made.pk)


@pytest.fixture
def followed(petition):
    sign(petition, "ana@shore.example", updates=True)
    sign(petition, "ben@shore.example", updates=False)
    Letter.objects.all().delete()
    petition.attempts.all().delete()
    return petition


def told(at=NOON):
    """Every mail that goes out now: (address, message)."""
    box = []
    actions.announce_due(at=at)
    actions.mail_due(at=at, post=lambda row: box.append((row.email, letters.compose(row))))
    return box


def close(petition):
    actions.close_due(at=petition.closes_at + HOUR)
    return petition.closes_at + HOUR


def stop(petition):
    from accounts.models import Approval
    from accounts.rules.roles import Role
    from tests.accounts.people import person

    one, two = person("mara", Role.MODERATOR), person("milo", Role.MODERATOR)
    actions.ask_to_stop(petition_id=petition.pk, by=one, reason="A court ordered it to be stopped.", at=NOON)
    actions.agree_to_stop(petition_id=petition.pk, approval_id=Approval.objects.get().pk, by=two, at=NOON)


def answer(petition):
    actions.respond(
        petition_id=petition.pk, body=petition.body, by=type("By", (), {"code": "p-1"}), summary="We will.",
        answers=[actions.AnswerTo(number=1, verdict=Verdict.YES, text="By June.")], at=NOON,
    )  # fmt: skip


def pass_response(petition):
    thresholds(petition, 7, 100)
    actions.count_due(at=NOON)


def pass_debate(petition):
    thresholds(petition, 100, 7)
    actions.count_due(at=NOON)


def schedule(petition):
    pass_debate(petition)
    actions.take_up(subject=petition.subject, motion=MOTION, at=NOON)


def debate(petition):
    schedule(petition)
    actions.record_debate(subject=petition.subject, motion=MOTION, at=NOON)


def decline(petition):
    pass_debate(petition)
    actions.decline_debate(subject=petition.subject, motion=MOTION, at=NOON)


def withdraw(petition):
    actions.withdraw_petition(petition_id=petition.pk, by=None, at=NOON)


EVENTS = {
    LetterKind.OWED: pass_response,
    LetterKind.REFERRED: pass_debate,
    LetterKind.ANSWERED: answer,
    LetterKind.SCHEDULED: schedule,
    LetterKind.DEBATED: debate,
    LetterKind.DECLINED: decline,
    LetterKind.CLOSED: close,
    LetterKind.STOPPED: stop,
    LetterKind.WITHDRAWN: withdraw,
}


def test_every_event_that_is_told_of_is_tried_here():
    assert set(EVENTS) == ANNOUNCED


@pytest.mark.parametrize("kind", EVENTS)
@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_each_event_is_mailed_once_to_who_asked_and_to_nobody_else(followed, kind, language):
    Signature.objects.update(language=language)

    at = EVENTS[kind](followed) or NOON
    first, again = told(at), told(at + DAY)

    of_kind = [message for email, message in first if email == "ana@shore.example" and _is(message, kind)]
    assert {email for email, _message in first} == {"ana@shore.example"}
    assert len(of_kind) == 1
    assert again == []
    assert followed.title in of_kind[0].body
    assert f"/petitions/{followed.slug}/" in of_kind[0].body


def _is(message, kind):
    letter = Letter.objects.get(kind=kind, email="ana@shore.example")
    return message.extra_headers["Message-ID"] == actions.mail_id_of(letter)


def test_an_event_writes_one_row_and_not_one_for_each_signer(followed):
    for number in range(20):
        sign(followed, f"a{number}@shore.example", updates=True)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        close(followed)

    assert not Letter.objects.filter(kind="closed").exists()
    assert Mailout.objects.get().kind == "closed"
    assert not [query for query in asked if "petitions_signature" in query["sql"]]


def test_it_goes_on_after_the_last_signer_that_was_looked_at(followed):
    for number in range(10):
        sign(followed, f"a{number}@shore.example", updates=number % 2 == 0)
    close(followed)
    [out] = Mailout.objects.all()

    steps = []
    while (step := actions.announce_step(mailout_id=out.pk, at=NOON, step=4)) is not None:
        steps.append(step)

    out.refresh_from_db()
    assert sum(steps) == out.written == 6
    assert len(steps) > 3
    assert out.done_at
    assert Letter.objects.filter(kind="closed").count() == 6


def test_a_place_that_is_lost_begins_again_and_writes_no_letter_twice(followed):
    for number in range(10):
        sign(followed, f"a{number}@shore.example", updates=True)
    close(followed)
    [out] = Mailout.objects.all()
    actions.announce_step(mailout_id=out.pk, at=NOON, step=4)
    out.refresh_from_db()
    Signature.objects.filter(pk=out.after).update(canonical=None, email="", name="")

    actions.announce_due(at=NOON)

    letters_by = Letter.objects.filter(kind="closed").values_list("canonical", flat=True)
    assert len(letters_by) == len(set(letters_by)) == 11


def test_the_database_refuses_a_second_letter_of_a_kind_to_a_signer(followed):
    close(followed)
    actions.announce_due(at=NOON)
    letter = Letter.objects.get(kind="closed")

    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(petition=followed, kind="closed", canonical=letter.canonical, email=letter.email,
                              asked_at=NOON, due_at=NOON)  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Mailout.objects.create(petition=followed, kind="closed", begun_at=NOON)


def test_a_better_answer_is_another_event(followed):
    answer(followed)
    first = told()
    answer(followed)
    second = told()

    assert len(first) == len(second) == 1
    assert first[0][1].extra_headers["Message-ID"] != second[0][1].extra_headers["Message-ID"]


def test_a_threshold_that_is_passed_twice_is_told_once(followed):
    pass_response(followed)
    first = told()
    followed.crossings.update(withdrawn_at=NOON)
    Petition.objects.update(response_track="none")
    from petitions.actions.crossing import cross_thresholds

    cross_thresholds(Petition.objects.get(), NOON + HOUR)

    assert len(first) == 1
    assert told(NOON + HOUR) == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda p: Signature.objects.update(updates=False), "unsubscribed"),
        (lambda p: Signature.objects.filter(canonical="ana@shore.example").delete(), "forgotten"),
        (lambda p: Petition.objects.update(state="hidden"), "hidden"),
    ],
)
def test_what_changes_between_the_writing_and_the_sending_counts(followed, change, why):
    close(followed)
    actions.announce_due(at=NOON)
    change(followed)

    assert told(followed.closes_at + DAY) == []
    letter = Letter.objects.get(kind="closed")
    assert letter.dropped_for == why
    assert letter.sent_at is None
    assert letter.tries == 0


def test_whose_signature_was_taken_off_is_told_nothing(followed):
    from accounts.rules.roles import Role
    from tests.accounts.people import person

    close(followed)
    actions.announce_due(at=NOON)
    by = person("ines", Role.AUDITOR)
    criteria = actions.criteria_of(domain="shore.example", at=NOON + HOUR)
    record = actions.draw_up_invalidation(petition_id=followed.pk, criteria=criteria, by=by, at=NOON + HOUR,
                                          reason="A machine made them up.")  # fmt: skip
    actions.start_invalidation(invalidation_id=record.pk, by=by, at=NOON + HOUR)
    actions.advance_invalidations(at=NOON + HOUR)

    assert told(followed.closes_at + DAY) == []
    assert Letter.objects.get(kind="closed").dropped_for == "invalidated"


def test_a_threshold_that_was_lost_before_the_mail_went_is_not_told(followed):
    pass_response(followed)
    actions.announce_due(at=NOON)
    Petition.objects.update(response_track="none")

    assert told() == []
    assert Letter.objects.get(kind="owed").dropped_for == "overtaken"


def test_who_is_forgotten_is_told_nothing_and_what_was_being_written_ends(followed):
    actions.count_due(at=NOON)
    at = close(followed) + timedelta(days=200)
    while actions.forget_due(at=at):
        pass
    actions.forget_due(at=at)

    assert actions.announce_due(at=at) == 0
    assert not Letter.objects.exists()
    assert not Mailout.objects.filter(done_at=None).exists()


def test_what_a_restore_brings_is_old_news(followed):
    close(followed)

    actions.set_aside(at=followed.closes_at + DAY)

    assert told(followed.closes_at + DAY) == []


def test_a_mail_that_somebody_waits_for_goes_before_a_thousand_that_tell(followed):
    for number in range(5):
        sign(followed, f"a{number}@shore.example", updates=True)
    close(followed)
    actions.announce_due(at=NOON)
    from petitions.actions.letters import owe

    owe(
        petition=followed,
        kind=LetterKind.REJECTED,
        email="z@shore.example",
        canonical="z@shore.example",
        at=NOON,
    )

    box = []
    actions.mail_due(at=followed.closes_at + DAY, post=lambda row: box.append(row.email), most=1)
    assert box == ["z@shore.example"]


def test_they_go_in_an_order_that_tells_nothing_of_who_came_when(followed):
    names = [f"a{number:02}@shore.example" for number in range(30)]
    for number, email in enumerate(names):
        sign(followed, email, updates=True, at=NOON + number * timedelta(seconds=1))

    order = [email for email, _message in told(close(followed)) if email in names]

    assert sorted(order) == names
    assert order != names
    assert order != names[::-1]


# --- Leaving --------------------------------------------------------------------------------------


@pytest.fixture
def message(followed):
    [(_email, sent)] = told(close(followed))
    return sent


def link_of(message):
    return urlsplit(message.extra_headers["List-Unsubscribe"].strip("<>")).path


def test_a_mail_program_leaves_with_one_post_without_cookie_or_token(client, message, followed):
    """RFC 8058, 3.1 and 3.2."""
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(
        link_of(message), "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )

    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert answer.status_code == 200
    assert not answer.cookies
    assert Signature.objects.get(canonical="ana@shore.example").updates is False


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_scanner_that_opens_the_link_leaves_nothing(client, message, method):
    answer = getattr(client, method)(link_of(message))

    assert answer.status_code == 200
    assert Signature.objects.get(canonical="ana@shore.example").updates is True


def test_leaving_twice_is_leaving_once_and_leaves_one_petition_only(client, message, followed):
    other = opened(title="Let the reeds of the upper shore grow back", email="olga@shore.example")
    sign(other, "ana@shore.example", updates=True)

    answers = [client.post(link_of(message)).status_code for _twice in range(2)]

    assert answers == [200, 200]
    assert Signature.objects.get(petition=other, canonical="ana@shore.example").updates is True


def test_a_link_that_is_not_ours_leaves_nothing(client, message):
    link = link_of(message)
    receipt, dot, proof = link.rpartition("/petitions/updates/")[2].strip("/").partition(".")
    other = Signature.objects.exclude(pk=receipt).first().pk

    assert client.post(f"/petitions/updates/{other}{dot}{proof}/").status_code == 404
    assert (
        client.post(
            f"/petitions/updates/{receipt}{dot}{proof[:-1]}{'a' if proof[-1] != 'a' else 'b'}/"
        ).status_code
        == 404
    )
    assert Signature.objects.get(pk=receipt).updates is True


def test_who_has_left_is_told_of_no_later_event(client, message, followed):
    client.post(link_of(message))

    answer(followed)

    assert told(followed.closes_at + DAY) == []
