"""Links and receipts: long enough, one purpose each, and only their hash is kept."""

import base64

from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import receipts, tokens
from petitions.rules.tokens import Purpose

keys = st.uuids().map(str)
secrets = st.binary(min_size=16, max_size=64)
raw = st.binary(min_size=17, max_size=17)


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


@given(raw)
def test_a_receipt_reads_back_as_people_type_it(data):
    code = receipts.code_from(data)

    assert receipts.read(receipts.grouped(code).upper()) == code
    assert receipts.read(f" {code[:5]} {code[5:]} ") == code


@given(st.text(max_size=60))
def test_other_text_is_no_receipt(text):
    code = receipts.read(text)

    assert code is None or len(code) == receipts.LENGTH


@given(st.lists(raw, max_size=20))
def test_the_order_of_a_batch_tells_nothing(data):
    codes = [receipts.code_from(d) for d in data]

    assert receipts.leaves(codes) == receipts.leaves(reversed(codes))
