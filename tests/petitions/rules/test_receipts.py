"""Receipts: read back as people type them, and in no order that tells who came when."""

from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import receipts

raw = st.binary(min_size=17, max_size=17)


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
