"""Links in mails: long enough, one purpose each, and only their hash is kept."""

import base64

from hypothesis import given
from hypothesis import strategies as st

from accounts.rules import tokens
from accounts.rules.tokens import Purpose

keys = st.uuids().map(str)
secrets = st.binary(min_size=16, max_size=64)


@given(secrets, keys, st.sampled_from(Purpose))
def test_a_token_has_more_than_128_bits_and_is_fit_for_an_address(secret, key, purpose):
    token = tokens.token(secret, purpose, key)

    assert len(base64.urlsafe_b64decode(token)) * 8 >= 128
    assert token.replace("-", "").replace("_", "").isalnum()


@given(secrets, keys)
def test_a_token_is_for_one_purpose_only(secret, key):
    assert len({tokens.token(secret, purpose, key) for purpose in Purpose}) == len(Purpose)


@given(secrets, secrets, keys)
def test_another_secret_makes_another_token(one, other, key):
    if one != other:
        assert tokens.token(one, Purpose.SIGN, key) != tokens.token(other, Purpose.SIGN, key)


@given(secrets, keys)
def test_what_is_at_rest_does_not_hold_the_token(secret, key):
    token = tokens.token(secret, Purpose.SIGN, key)

    assert token not in tokens.at_rest(token)


@given(secrets, keys)
def test_a_mail_repeated_has_the_same_message_id(secret, key):
    assert tokens.message_id(secret, "confirm", key, "x.example") == tokens.message_id(
        secret, "confirm", key, "x.example"
    )
    assert tokens.message_id(secret, "confirm", key, "x.example") != tokens.message_id(
        secret, "opened", key, "x.example"
    )
