"""A ballot under its member's own signature: nobody casts in her name, and anyone can check it from the log."""

import json
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Letter
from council import actions
from council.models import Ballot, BallotKey
from council.rules.seats import Choice
from council.rules.signing import read_assertion
from ledger import queries as log
from tests.accounts.people import person
from tests.council.authenticator import AT, SoftPasskey
from tests.council.lending import away, give, let_proxies, name
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db


def enrol(scene, seat, at, **more):
    passkey = SoftPasskey(scene.people[seat], **more)
    code = seat.split("/")[0]
    actions.enrol_ballot_key(
        seat=scene.seats[code], passkey=passkey.row.pk, origin=AT, by=scene.people[seat], at=at
    )
    return passkey


def end(scene, seat, at):
    return actions.end_ballot_key(seat=scene.seats[seat], by=scene.people[seat], at=at)


def ask(scene, motion, seat, choice, key, at):
    code = seat.split("/")[0]
    return actions.prepare_ballot(
        motion_id=motion.pk, seat_id=scene.seats[code].pk, choice=Choice(choice), caster=scene.people[seat], key=key, at=at
    )  # fmt: skip


def cast(scene, motion, seat, choice, at, assertion, key=None):
    code = seat.split("/")[0]
    return actions.cast_ballot(
        motion_id=motion.pk, seat_id=scene.seats[code].pk, choice=Choice(choice), caster=scene.people[seat],
        key=key or uuid4(), at=at, reason=scene.why(code, choice, at),
        assertion=read_assertion(assertion) if assertion else None,
    )  # fmt: skip


def signed(scene, motion, seat, choice, at, passkey, **more):
    key = uuid4()
    answer = passkey.answers(ask(scene, motion, seat, choice, key, at), **more)
    return cast(scene, motion, seat, choice, at, answer, key)


@pytest.fixture
def motion(scene, noon):
    return scene.open(noon)


@pytest.fixture
def passkey(scene, motion, noon):
    return enrol(scene, "h-2", noon + HOUR)


# --- Enrolled and ended -----------------------------------------------------------------------------
def test_the_log_holds_the_key_and_neither_the_credential_nor_the_person(scene, noon, passkey):
    (fact,) = log.public_around(scene.seats["h-2"].subject).filter(kind="council.ballot_key.enrolled")

    assert set(fact.body) == {"seat", "hand", "key", "x", "y", "origin", "site"}
    assert (fact.body["origin"], fact.body["site"]) == (AT, "council.example")
    assert passkey.id.hex() not in json.dumps(fact.body)
    assert scene.people["h-2"].code not in json.dumps(fact.body)


def test_its_holder_gets_a_letter_of_its_beginning_and_of_its_end(scene, noon, passkey):
    end(scene, "h-2", noon + 2 * HOUR)

    began, ended = Letter.objects.order_by("pk").values_list("subject", "text")
    assert "signed from now on" in began[0]
    assert "no longer signed" in ended[0]
    assert all("If it was not you" in text for _subject, text in (began, ended))


def test_another_persons_passkey_is_none_of_hers(scene, noon):
    stranger = SoftPasskey(scene.people["h-3"])

    with pytest.raises(actions.CannotSign, match="Choose one of your passkeys"):
        actions.enrol_ballot_key(
            seat=scene.seats["h-2"], passkey=stranger.row.pk, origin=AT, by=scene.people["h-2"], at=noon
        )


def test_only_who_holds_the_seat_has_its_ballots_signed(scene, noon):
    stranger = person("stranger")
    passkey = SoftPasskey(stranger)

    with pytest.raises(actions.CannotSign, match="Only who holds a seat"):
        actions.enrol_ballot_key(
            seat=scene.seats["h-2"], passkey=passkey.row.pk, origin=AT, by=stranger, at=noon
        )


@pytest.mark.parametrize(
    "origin",
    ["https://elsewhere.example", "http://council.example.evil.example", 'https://council.example"', ""],
)
def test_a_passkey_of_another_address_is_refused(scene, noon, origin):
    passkey = SoftPasskey(scene.people["h-2"])

    with pytest.raises(actions.CannotSign, match="another address"):
        actions.enrol_ballot_key(
            seat=scene.seats["h-2"], passkey=passkey.row.pk, origin=origin, by=scene.people["h-2"], at=noon
        )


def test_a_passkey_that_signs_otherwise_is_refused(scene, noon):
    passkey = SoftPasskey(scene.people["h-2"], algorithm="RS256")

    with pytest.raises(actions.CannotSign, match="cannot be checked"):
        actions.enrol_ballot_key(
            seat=scene.seats["h-2"], passkey=passkey.row.pk, origin=AT, by=scene.people["h-2"], at=noon
        )


def test_one_key_stands_at_a_time_and_another_after_its_end(scene, noon, passkey):
    with pytest.raises(actions.CannotSign, match="signed already"):
        enrol(scene, "h-2", noon + 2 * HOUR, name="Other")
    end(scene, "h-2", noon + 2 * HOUR)
    with pytest.raises(actions.CannotSign, match="not signed now"):
        end(scene, "h-2", noon + 3 * HOUR)
    enrol(scene, "h-2", noon + 3 * HOUR, name="Third")

    assert BallotKey.objects.standing().count() == 1


def test_the_database_lets_one_key_stand_too(scene, noon, passkey):
    key = BallotKey.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        BallotKey.objects.create(
            mandate=key.mandate, credential=b"x", x=key.x, y=key.y, origin=AT, enrolled_at=noon + 2 * HOUR
        )


# --- Cast -------------------------------------------------------------------------------------------
def test_a_signed_ballot_is_taken_and_the_log_holds_its_signature(scene, noon, motion, passkey):
    ballot = signed(scene, motion, "h-2", "yes", noon + 2 * HOUR, passkey)

    (fact,) = log.public_around(scene.seats["h-2"].subject).filter(kind="council.ballot.cast")
    assert fact.body["signed"].keys() == {"key", "authenticator", "client", "signature"}
    assert len(fact.body["signed"]["signature"]) == 128
    assert ballot.signed_with is not None


def test_an_unsigned_one_is_refused_and_nothing_of_it_stays(scene, noon, motion, passkey):
    with pytest.raises(actions.NotSigned, match="this one was not"):
        scene.cast(motion, "h-2", "yes", noon + 2 * HOUR)

    assert not Ballot.objects.exists()


def test_asked_again_it_asks_for_the_same_and_another_choice_for_another(scene, noon, motion, passkey):
    key = uuid4()
    one, again = (ask(scene, motion, "h-2", "yes", key, noon + 2 * HOUR) for _ in range(2))

    assert one == again
    assert ask(scene, motion, "h-2", "no", key, noon + 2 * HOUR) != one
    assert ask(scene, motion, "h-2", "yes", uuid4(), noon + 2 * HOUR) != one


def test_a_retry_of_a_signed_ballot_is_that_ballot(scene, noon, motion, passkey):
    key = uuid4()
    answer = passkey.answers(ask(scene, motion, "h-2", "yes", key, noon + 2 * HOUR))

    first = cast(scene, motion, "h-2", "yes", noon + 2 * HOUR, answer, key)

    assert cast(scene, motion, "h-2", "yes", noon + 3 * HOUR, answer, key) == first


def other_choice(scene, motion, passkey, at, key):
    return passkey.answers(ask(scene, motion, "h-2", "no", key, at))


def other_key(scene, motion, passkey, at, key):
    return passkey.answers(ask(scene, motion, "h-2", "yes", uuid4(), at))


def other_passkey(scene, motion, passkey, at, key):
    return SoftPasskey().answers(ask(scene, motion, "h-2", "yes", key, at))


def other_kind(scene, motion, passkey, at, key):
    return passkey.answers(ask(scene, motion, "h-2", "yes", key, at), kind="webauthn.create")


def other_origin(scene, motion, passkey, at, key):
    return passkey.answers(ask(scene, motion, "h-2", "yes", key, at), origin="https://evil.example")


def other_site(scene, motion, passkey, at, key):
    passkey.host = "evil.example"
    return passkey.answers(ask(scene, motion, "h-2", "yes", key, at))


def no_touch(scene, motion, passkey, at, key):
    return passkey.answers(ask(scene, motion, "h-2", "yes", key, at), flags=0)


def cut(scene, motion, passkey, at, key):
    answer = passkey.answers(ask(scene, motion, "h-2", "yes", key, at))
    return answer | {"authenticator": answer["authenticator"][:40]}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (other_choice, "another ballot"),
        (other_key, "another ballot"),
        (other_passkey, "does not hold"),
        (other_kind, "another ballot"),
        (other_origin, "another site"),
        (other_site, "another site"),
        (no_touch, "without a touch"),
        (cut, "another site"),
    ],
)
def test_a_signature_that_is_not_for_this_very_ballot_is_refused(scene, noon, motion, passkey, given, words):
    key, at = uuid4(), noon + 2 * HOUR

    with pytest.raises(actions.NotSigned, match=words):
        cast(scene, motion, "h-2", "yes", at, given(scene, motion, passkey, at, key), key)

    assert not Ballot.objects.exists()


def test_a_passkey_that_counts_backwards_is_a_copy(scene, noon, motion, passkey):
    passkey.count = 9
    signed(scene, motion, "h-2", "yes", noon + 2 * HOUR, passkey)
    passkey.count = 4

    with pytest.raises(actions.NotSigned, match="counts backwards"):
        signed(scene, motion, "h-2", "no", noon + 3 * HOUR, passkey)


def test_after_its_end_nothing_is_signed_and_an_old_signature_is_no_use(scene, noon, motion, passkey):
    key, at = uuid4(), noon + 2 * HOUR
    answer = passkey.answers(ask(scene, motion, "h-2", "yes", key, at))
    end(scene, "h-2", at)

    with pytest.raises(actions.NotSigned, match="no longer signed"):
        cast(scene, motion, "h-2", "yes", at + HOUR, answer, key)
    with pytest.raises(actions.NotSigned, match="not signed"):
        ask(scene, motion, "h-2", "yes", key, at + HOUR)
    scene.cast(motion, "h-2", "yes", at + HOUR)


def test_what_is_lent_is_not_signed(scene, noon):
    let_proxies(scene, noon)
    name(scene, "b-2", "stand-in", noon - DAY)
    motion = scene.open(noon)
    enrol(scene, "h-2", noon + HOUR)
    enrol(scene, "b-2", noon + HOUR)
    give(scene, motion, "h-2", "h-3", noon + 2 * HOUR)
    away(scene, "b-2", noon + 2 * HOUR, motion)

    for seat, by in (("h-2", "h-3"), ("b-2", "stand-in")):
        scene.cast(motion, seat, "yes", noon + 3 * HOUR, by=by)

    assert {ballot.signed_with for ballot in Ballot.objects.all()} == {None}


def test_before_the_close_the_choice_is_in_none_of_it_and_lengths_are_alike(scene, noon, motion, passkey):
    sizes = set()
    for hour, choice in enumerate(("yes", "no", "abstain"), 2):
        signed(scene, motion, "h-2", choice, noon + hour * HOUR, passkey)
        fact = log.public_around(scene.seats["h-2"].subject).filter(kind="council.ballot.cast").last()
        told = json.dumps(fact.body)
        assert not any(word in told for word in ("yes", '"no"', "abstain"))
        sizes.add(len(told))

    assert len(sizes) == 1
