"""Signing: an attempt is one row, a confirmation is one row, and one mailbox is one signature."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.rules.tokens import Purpose, at_rest
from petitions import actions
from petitions.models import Attempt, Petition, Signature
from tests.petitions.scene import DAY, HOUR, NOON, ask_to_sign, opened, sign, token_for, zone

pytestmark = pytest.mark.django_db


@pytest.fixture
def petition():
    made = opened()
    actions.count_due(at=NOON)
    return Petition.objects.get(pk=made.pk)


def test_an_attempt_counts_for_nothing(petition):
    before = Signature.objects.count()

    ask_to_sign(petition, "ana@shore.example")

    assert Signature.objects.count() == before
    assert actions.count_due(at=NOON) == 0


def test_confirming_inserts_one_row_in_one_statement(petition):
    token = token_for(ask_to_sign(petition, "ana@shore.example", where=zone()))

    with CaptureQueriesContext(connection) as queries:
        signed = actions.confirm_signature(token=token)

    assert signed.is_new
    assert [q["sql"].split()[0] for q in queries] == ["INSERT"]
    assert Signature.objects.get(pk=signed.receipt).zone == zone()


def test_attempting_and_signing_at_once_are_one_statement_too(petition):
    with CaptureQueriesContext(connection) as queries:
        actions.attempt_signature(slug=petition.slug, name="Ana", email="a@b.example", zone_id=None, updates=False,
                                  language="en", origins=[], origin="")  # fmt: skip
        actions.sign_now(
            slug=petition.slug, name="Ana", email="a@b.example", zone_id=None, updates=False, language="en"
        )

    assert len(queries) == 2


def test_pressing_twice_is_pressing_once(petition):
    token = token_for(ask_to_sign(petition, "ana@shore.example"))

    first = actions.confirm_signature(token=token, at=NOON)
    again = actions.confirm_signature(token=token, at=NOON + HOUR)

    assert (first.receipt, again.receipt) == (first.receipt, first.receipt)
    assert (first.is_new, again.is_new) == (True, False)


def test_all_spellings_of_one_mailbox_are_one_signature(petition):
    before = Signature.objects.count()

    for spelling in [
        "ana.vale@gmail.com",
        "ANAVALE@gmail.com",
        "anavale+harl@googlemail.com",
        "a.n.a.v.a.l.e@gmail.com",
    ]:
        sign(petition, spelling)

    assert Signature.objects.count() == before + 1


def test_a_token_is_not_kept_and_its_hash_opens_nothing(petition):
    attempt = ask_to_sign(petition, "ana@shore.example")

    assert attempt.token_hash == at_rest(token_for(attempt))
    for forged in [attempt.token_hash, str(attempt.key), token_for(attempt)[:-1], token_for(attempt) + "A", "", "\x00",
                   actions.token_of(Purpose.SPONSOR, attempt.key)]:  # fmt: skip
        with pytest.raises(actions.CannotConfirm):
            actions.confirm_signature(token=forged, at=NOON)
    assert not Signature.objects.filter(canonical="ana@shore.example").exists()


def test_a_link_lives_seven_days(petition):
    attempt = ask_to_sign(petition, "ana@shore.example")

    with pytest.raises(actions.CannotConfirm, match="seven days"):
        actions.confirm_signature(token=token_for(attempt), at=NOON + 7 * DAY)
    assert actions.confirm_signature(
        token=token_for(attempt), at=NOON + 7 * DAY - timedelta(seconds=1)
    ).is_new


def test_nobody_signs_a_closed_petition(petition):
    with pytest.raises(actions.CannotSign):
        ask_to_sign(petition, "ana@shore.example", at=petition.closes_at + timedelta(seconds=1))
    with pytest.raises(actions.CannotSign):
        actions.sign_now(slug=petition.slug, name="Ana", email="a@b.example", zone_id=None, updates=False,
                         language="en", at=petition.closes_at + timedelta(seconds=1))  # fmt: skip


def test_who_asked_in_time_may_confirm_within_a_day_of_the_close(petition):
    closing = petition.closes_at
    in_time = ask_to_sign(petition, "ana@shore.example", at=closing)
    late = ask_to_sign(petition, "ben@shore.example", at=closing)
    actions.close_due(at=closing + HOUR)

    assert actions.confirm_signature(token=token_for(in_time), at=closing + DAY).is_new
    with pytest.raises(actions.CannotConfirm):
        actions.confirm_signature(token=token_for(late), at=closing + DAY + timedelta(microseconds=1))


def test_what_was_confirmed_in_the_grace_is_counted_after_the_close(petition):
    closing = petition.closes_at
    attempt = ask_to_sign(petition, "ana@shore.example", at=closing)
    actions.close_due(at=closing + HOUR)
    actions.confirm_signature(token=token_for(attempt), at=closing + 2 * HOUR)

    assert actions.count_due(at=closing + 3 * HOUR) == 1


@pytest.mark.parametrize("state", ["withdrawn", "stopped", "hidden", "rejected", "moderation", "draft"])
def test_only_an_open_petition_takes_signatures(petition, state):
    attempt = ask_to_sign(petition, "ana@shore.example")
    Petition.objects.filter(pk=petition.pk).update(state=state)

    with pytest.raises(actions.CannotSign):
        ask_to_sign(petition, "ben@shore.example")
    with pytest.raises(actions.CannotConfirm):
        actions.confirm_signature(token=token_for(attempt), at=NOON)


def test_a_held_attempt_has_no_working_link_until_an_auditor_releases_it(petition):
    from accounts.models import User

    attempt = ask_to_sign(petition, "ana@shore.example")
    Attempt.objects.filter(pk=attempt.pk).update(held_by="burst", judged_at=NOON)
    with pytest.raises(actions.CannotConfirm):
        actions.confirm_signature(token=token_for(attempt), at=NOON)

    actions.release_held(attempt_id=attempt.pk, by=User.objects.create_user("ines@shore.example"), at=NOON)

    assert actions.confirm_signature(token=token_for(attempt), at=NOON).is_new


def test_unsubscribing_needs_the_link_of_the_mail(petition):
    signed = sign(petition, "ana@shore.example", updates=True)

    assert actions.unsubscribe(token=f"{signed.receipt}.{'x' * 32}") is None
    assert Signature.objects.get(pk=signed.receipt).updates
    assert actions.unsubscribe(token=actions.unsubscribe_token(signed.receipt)) == petition
    assert not Signature.objects.get(pk=signed.receipt).updates


def test_a_withdrawn_petition_keeps_its_signatures(petition):
    sign(petition, "ana@shore.example")

    actions.withdraw_petition(petition_id=petition.pk, by=None, at=NOON)
    actions.count_due(at=NOON)

    after = Petition.objects.get(pk=petition.pk)
    assert (after.state, after.signature_count) == ("withdrawn", 7)


def test_a_forgotten_link_hands_nobody_anothers_receipt(petition):
    """Both have no address any more: an erased signer, and an attempt whose week is over."""
    theirs = sign(petition, "ana@shore.example").receipt
    Signature.objects.filter(pk=theirs).update(canonical=None, email="", name="")
    old = token_for(ask_to_sign(petition, "ben@shore.example"))
    actions.forget_due(at=NOON + 8 * DAY)

    with pytest.raises(actions.CannotConfirm, match="seven days"):
        actions.confirm_signature(token=old, at=NOON + 8 * DAY)
