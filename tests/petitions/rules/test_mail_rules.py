"""The laws of mail: who gets none any more, how long a host is asked, what its answers mean, whose Message-ID it is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import mail
from petitions.rules.lifecycle import DebateTrack, ResponseTrack, State
from petitions.rules.mail import Against, LetterKind, MailState, Outcome, Reader, Step

NOON = datetime(2150, 6, 11, 12, tzinfo=UTC)
kinds = st.sampled_from(list(LetterKind))
updates = st.sampled_from(sorted(mail.UPDATES))
flags = st.booleans()
readers = st.builds(Reader, has_signed=flags, is_invalidated=flags, wants_updates=flags, is_dead=flags)
GOOD = Reader()
statuses = st.from_regex(r"\A[245]\.[0-9]{1,3}\.[0-9]{1,3}\Z")
moments = st.datetimes(datetime(2149, 1, 1), datetime(2151, 1, 1), timezones=st.just(UTC))


@given(updates, readers, flags, flags)
def test_an_update_goes_only_where_nothing_at_all_speaks_against_it(kind, reader, hidden, overtaken):
    why = mail.against(kind, reader, is_hidden=hidden, is_overtaken=overtaken)

    assert (why is None) == (reader == GOOD and not hidden and not overtaken)


@given(kinds.filter(lambda kind: kind not in mail.UPDATES), readers, flags, flags)
def test_what_somebody_asked_for_goes_whatever_bounced_before(kind, reader, hidden, overtaken):
    assert mail.against(kind, reader, is_hidden=hidden, is_overtaken=overtaken) is None


@given(updates, readers)
def test_of_a_hidden_petition_no_reason_but_its_hiding_is_kept(kind, reader):
    assert mail.against(kind, reader, is_hidden=True, is_overtaken=True) is Against.HIDDEN


def test_whatever_is_announced_can_be_left_and_nothing_that_is_asked_for_can():
    assert mail.ANNOUNCED < mail.UPDATES
    assert not mail.UPDATES & set(mail.ASKED_BY)


@given(st.sampled_from(list(State)), st.sampled_from(list(ResponseTrack)), st.sampled_from(list(DebateTrack)))
def test_only_what_can_be_undone_is_overtaken(state, response, debate):
    gone = {kind for kind in LetterKind if mail.is_overtaken(kind, state, response, debate)}

    assert gone <= {LetterKind.OWED, LetterKind.REFERRED, LetterKind.STOPPED}
    assert (LetterKind.OWED in gone) == (response is ResponseTrack.NONE)
    assert (LetterKind.REFERRED in gone) == (debate is DebateTrack.NONE)
    assert (LetterKind.STOPPED in gone) == (state is not State.STOPPED)


def test_a_mail_is_tried_for_four_days_before_it_is_given_up():
    waits = [mail.wait_after(tries) for tries in range(1, mail.MOST_TRIES)]

    assert sum(waits, timedelta()) >= timedelta(days=4)


@given(st.integers(0, 1_000))
def test_a_wait_never_gets_shorter_nor_longer_than_four_hours(tries):
    assert timedelta() < mail.wait_after(tries) <= mail.wait_after(tries + 1) <= timedelta(hours=4)


@given(st.sampled_from(list(Step)), st.integers(400, 599))
def test_an_answer_ends_a_mail_only_if_it_is_final_and_about_this_mail(step, code):
    found = mail.outcome(step, code)

    assert (found is Outcome.NEVER) == (step in {Step.RECIPIENT, Step.TEXT} and code >= 500)
    assert (found is Outcome.AWAY) == (step in {Step.SERVER, Step.SENDER} or code == 421)


@given(st.integers(400, 599), st.text(max_size=40))
def test_any_answer_becomes_a_status_of_its_own_class(code, text):
    found = mail.status_of(code, text)

    assert mail.STATUS.match(found)
    assert found[0] == str(code)[0]
    assert len(found) <= 12


@pytest.mark.parametrize(
    ("code", "text", "status"),
    [
        (550, "5.1.1 <ana@shore.example>: no such mailbox", "5.1.1"),
        (550, "no such mailbox", "5.0.0"),
        (451, "4.7.1 Greylisted, come again", "4.7.1"),
        (550, "4.1.1 an answer at odds with itself", "5.0.0"),
        (550, "5.1.1.9 no status", "5.0.0"),
        (0, "", "4.0.0"),
    ],
)
def test_a_status_is_read_from_the_words_only_where_it_agrees_with_the_code(code, text, status):
    assert mail.status_of(code, text) == status


@given(st.lists(statuses, max_size=6), statuses)
def test_one_bounce_more_never_brings_an_address_back(former, another):
    assert mail.stops(former) <= mail.stops([*former, another])


@given(st.lists(statuses.filter(lambda status: status[0] != "5"), max_size=20))
def test_what_may_pass_stops_nothing_however_often_it_is_said(passing):
    assert not mail.stops(passing)


@pytest.mark.parametrize(
    ("statuses", "is_stopped"),
    [
        ([], False),
        (["5.1.1"], True),
        (["5.2.1"], True),
        (["5.2.2"], False),
        (["5.7.1", "5.7.1"], False),
        (["5.7.1", "5.7.1", "5.2.2"], True),
        (["5.1.8"], False),
    ],
)
def test_no_mailbox_stops_at_once_and_other_refusals_at_the_third(statuses, is_stopped):
    assert mail.stops(statuses) is is_stopped


mails = st.builds(
    mail.Mail,
    due_at=moments,
    held_by=st.sampled_from(["", "burst"]),
    sent_at=st.none() | moments,
    bounced_at=st.none() | moments,
    dropped_at=st.none() | moments,
    answer=st.sampled_from(["", "4.4.1", "5.1.1"]),
)


@given(mails)
def test_a_mail_that_was_not_ended_is_due_or_waits_or_is_held(row):
    state = mail.state_of(row, NOON)
    is_ended = bool(row.dropped_at or row.bounced_at or row.sent_at)

    assert is_ended == (state in {MailState.DROPPED, MailState.BOUNCED, MailState.FAILED, MailState.SENT})
    if state in {MailState.DUE, MailState.WAITING}:
        assert (state is MailState.DUE) == (row.due_at <= NOON)


secrets = st.binary(min_size=1, max_size=40)
turns = st.text(max_size=32)


@given(secrets, st.uuids(), turns)
def test_a_message_id_is_the_same_each_time_and_known_again(secret, key, turn):
    found = mail.mail_id(secret, key, turn, "registry.example")
    named = mail.key_in(found)

    assert found == mail.mail_id(secret, key, turn, "registry.example")
    assert named is not None
    assert named[0] == key
    assert mail.is_ours(secret, key, turn, named[1])


@given(secrets, secrets, st.uuids(), turns, turns)
def test_nobody_without_the_secret_makes_one_nor_for_another_turn(secret, other, key, turn, another):
    _key, proof = mail.key_in(mail.mail_id(other, key, another, "registry.example"))

    assert mail.is_ours(secret, key, turn, proof) == ((secret, turn) == (other, another))


@given(st.text(max_size=120))
def test_any_text_is_a_message_id_of_ours_or_none(text):
    named = mail.key_in(text)

    assert named is None or (len(named[1]) == mail.PROOF and named[0].hex in text)
