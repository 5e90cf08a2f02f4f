"""Mail: judged before it goes, never twice, held in silence, in its reader's language."""

from datetime import timedelta

import pytest

from petitions import actions, letters
from petitions.actions.mailing import address_hash
from petitions.models import Attempt, Letter, Listed, Petition, Sponsor
from petitions.rules.mail import MOST_TRIES
from tests.petitions.scene import DAY, HOUR, NOON, ask_to_sign, filed, in_moderation, opened, sign

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def petition():
    made = opened()
    actions.set_aside(at=NOON)
    return Petition.objects.get(pk=made.pk)


def tick(at=NOON):
    """One tick with a post box that keeps what it is given."""
    box = []
    actions.judge_due(at=at)
    actions.mail_due(at=at, post=lambda row: box.append(letters.compose(row)))
    return box


def test_a_mail_goes_once(petition):
    ask_to_sign(petition, "ana@shore.example")

    first, again = tick(), tick()

    assert [m.to for m in first] == [["ana@shore.example"]]
    assert again == []


def test_a_mail_repeated_after_a_crash_is_the_same_mail(petition):
    attempt = ask_to_sign(petition, "ana@shore.example")
    [first] = tick()
    Attempt.objects.filter(pk=attempt.pk).update(sent_at=None)

    [again] = tick()

    assert first.extra_headers["Message-ID"] == again.extra_headers["Message-ID"]
    assert first.body == again.body


def test_the_second_within_a_minute_from_one_prefix_is_held_and_the_next_minute_is_free(petition):
    for number, offset in enumerate([0, 10, 59, 60, 61]):
        ask_to_sign(petition, f"a{number}@shore.example", at=NOON + offset * SECOND, origin="one")

    actions.judge_due(at=NOON + HOUR)

    assert list(Attempt.objects.order_by("id").values_list("held_by", flat=True)) == [
        "",
        "burst",
        "burst",
        "",
        "burst",
    ]


def test_one_a_minute_is_let_through_for_ever_and_prefixes_do_not_hinder_each_other(petition):
    for number in range(7):
        ask_to_sign(petition, f"a{number}@shore.example", at=NOON + number * 60 * SECOND, origin="one")
        ask_to_sign(
            petition, f"b{number}@shore.example", at=NOON + number * 60 * SECOND, origin=f"other{number}"
        )

    actions.judge_due(at=NOON + HOUR)

    assert not Attempt.objects.held().exists()


@pytest.mark.parametrize(
    ("what", "value", "rule"),
    [
        ("prefix", "one", "blocked_prefix"),
        ("domain", "shore.example", "blocked_domain"),
        ("address", address_hash("ana@shore.example"), "blocked_address"),
    ],
)
def test_lists_hold_whoever_is_on_them(petition, what, value, rule):
    Listed.objects.create(what=what, value=value, since=NOON - DAY)
    ask_to_sign(petition, "ana@shore.example", origin="one")

    assert tick() == []
    assert Attempt.objects.get().held_by == rule


def test_who_is_allowed_is_not_counted(petition):
    Listed.objects.create(what="prefix", value="library", allowed=True, since=NOON - DAY)
    for number in range(8):
        ask_to_sign(petition, f"a{number}@shore.example", origin="library")

    assert len(tick()) == 8


def test_the_sixth_mail_to_one_address_is_held(petition):
    for number in range(7):
        ask_to_sign(petition, "ana@shore.example", at=NOON + number * HOUR)

    actions.judge_due(at=NOON + DAY)

    assert Attempt.objects.filter(held_by="resent").count() == 2


def test_the_owner_of_the_address_is_told_the_truth(petition):
    sign(petition, "ana@shore.example")
    ask_to_sign(petition, "ana@shore.example")
    Attempt.objects.update(sent_at=None)

    subjects = [m.subject for m in tick()]

    assert all("signed already" in subject for subject in subjects)


def test_a_server_that_is_away_is_asked_again_later_and_at_last_given_up(petition):
    def down(row):
        raise actions.Unreachable

    ask_to_sign(petition, "ana@shore.example")
    actions.judge_due(at=NOON)
    at = NOON
    for _try in range(MOST_TRIES):
        actions.mail_due(at=at, post=down)
        attempt = Attempt.objects.get()
        assert attempt.sent_at is None
        at = attempt.due_at

    assert attempt.bounced_at
    assert attempt.tries == MOST_TRIES
    assert tick(at=at + DAY) == []


def test_an_address_that_refuses_is_not_asked_again(petition):
    def refuses(row):
        raise actions.Undeliverable

    ask_to_sign(petition, "ana@shore.example")
    actions.judge_due(at=NOON)
    actions.mail_due(at=NOON, post=refuses)

    assert Attempt.objects.get().bounced_at == NOON
    assert tick(at=NOON + DAY) == []


def test_one_failing_mail_does_not_stop_the_others(petition):
    sent = []

    def fussy(row):
        if row.email.startswith("bad"):
            raise actions.Undeliverable
        sent.append(row.email)

    for email in ("bad@shore.example", "a@shore.example", "b@shore.example"):
        ask_to_sign(petition, email)
    actions.judge_due(at=NOON)
    actions.mail_due(at=NOON, post=fussy)

    assert sorted(sent) == ["a@shore.example", "b@shore.example"]


def test_no_name_or_title_breaks_out_of_a_header(petition):
    Petition.objects.filter(pk=petition.pk).update(title="Clean\r\nBcc: all@shore.example")
    ask_to_sign(petition, "ana@shore.example")

    [message] = tick()

    assert "\n" not in message.subject
    assert message.message()["Bcc"] is None


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_every_letter_can_be_composed_in_every_language(language):
    petition = in_moderation()
    actions.invite_sponsors(petition_id=petition.pk, emails=["friend@shore.example"], at=NOON)
    actions.apply_decision(subject=petition.subject, approved=True, hides=False, at=NOON)
    petition.refresh_from_db()
    ask_to_sign(petition, "ana@shore.example")
    Letter.objects.update(language=language, sent_at=None)
    Attempt.objects.update(language=language)

    sent = tick()

    prefix = "" if language == "en" else f"/{language}"
    assert {"confirm_sponsor", "invite_sponsor", "in_moderation", "opened"} <= set(
        Letter.objects.values_list("kind", flat=True)
    )
    assert len(sent) == Letter.objects.count() + 1
    assert any(f"{prefix}/petitions/confirm/" in m.body for m in sent)
    assert all(m.subject and m.body.endswith("\n") for m in sent)


def test_a_sponsors_link_is_mailed_again_but_not_for_ever():
    petition = filed()
    for hour in range(8):
        actions.attempt_sponsorship(petition_id=petition.pk, name="Ana", email="ana@shore.example", zone=None,
                                    language="en", origin="", at=NOON + hour * HOUR)  # fmt: skip
        tick(at=NOON + hour * HOUR)

    letter = Letter.objects.get(petition=petition, kind="confirm_sponsor")
    assert letter.tries == 5
    assert Sponsor.objects.filter(petition=petition).count() == 1


def test_followers_are_told_once_that_it_closed(petition):
    sign(petition, "ana@shore.example", updates=True)
    sign(petition, "ben@shore.example", updates=False)

    actions.close_due(at=petition.closes_at + SECOND)
    actions.close_due(at=petition.closes_at + HOUR)
    actions.announce_due(at=petition.closes_at + HOUR)
    actions.announce_due(at=petition.closes_at + HOUR)

    told = list(Letter.objects.filter(kind="closed").values_list("email", flat=True))
    assert told.count("ana@shore.example") == 1
    assert "ben@shore.example" not in told
    assert all(
        "List-Unsubscribe" in letters.compose(letter).extra_headers
        for letter in Letter.objects.filter(kind="closed")
    )


def test_nothing_is_mailed_to_nobody(petition):
    """Held, then forgotten with its link: what is left is an empty row, not a mail."""
    attempt = ask_to_sign(petition, "ana@shore.example")
    Attempt.objects.filter(pk=attempt.pk).update(held_by="burst", judged_at=NOON)

    actions.forget_due(at=NOON + 8 * DAY)

    assert tick(at=NOON + 8 * DAY) == []
    assert Attempt.objects.get().sent_at is None
