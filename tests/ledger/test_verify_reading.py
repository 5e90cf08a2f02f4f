"""The verifier's short way through plain lines skips no fault that the long way finds."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import verify

TEXTS = st.text(max_size=20) | st.sampled_from(["e\u0301", "\u0958", "[{", "\\u0301", "\u2028"])
VALUES = st.recursive(
    TEXTS | st.integers(-9, 9) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES, st.booleans())
def test_what_is_plain_needs_no_closer_look(value, ascii_only):
    data = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")

    if verify.is_plain(data):
        verify._check_strings(json.loads(data))


def is_deep(text):
    try:
        verify.check_depth(text)
    except verify.Bad:
        return True
    return False


def test_deep_is_what_stands_inside_more_than_two_hundred_brackets():
    for one, other, brackets in (("[", "]", 1), ("{", "}", 1), ('{"a":[', "]}", 2)):
        most = verify.DEEPEST // brackets
        assert not is_deep(one * most + other * most)
        assert is_deep(one * (most + 1) + other * (most + 1))
    assert not is_deep("[]" * 500)
    assert not is_deep('"' + "[" * 500 + '\\"' + "{" * 500 + '"')


@given(st.text('[]{}"\\a', max_size=30))
def test_the_depth_of_whatever_can_be_read_is_that_of_its_value(text):
    def depth(value):
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
        return 0 if inner is None else 1 + max(map(depth, inner), default=0)

    try:
        value = json.loads(text)
    except ValueError:
        return
    wrapped = verify.DEEPEST - depth(value)
    assert not is_deep("[" * wrapped + text + "]" * wrapped)
    assert is_deep("[" * (wrapped + 1) + text + "]" * (wrapped + 1))


WEIGHTS = {
    "1": "1", "-3": "-3", "007": "7", "2/4": "1/2", "-1/3": "-1/3",
    "": None, "1.5": None, "1e5": None, "1e5000": None, "1_000": None, "٣": None, " 1": None, "1\n": None,
    "1/0": None, "1/-2": None, "+1": None, "yes": None, "9" * 41: None,
}  # fmt: skip


@pytest.mark.parametrize(("written", "read"), WEIGHTS.items())
def test_a_weight_is_a_whole_number_or_a_ratio_in_plain_digits(written, read):
    if read is not None:
        assert str(verify.weight(written)) == read
        return
    with pytest.raises(verify.STUMBLES):
        verify.weight(written)


def test_a_weight_that_is_a_number_is_that_number():
    assert verify.weight(7) == 7


def test_times_are_those_that_a_calendar_has():
    good = ["2150-06-11T00:00:00Z", "2148-02-29T23:59:59Z", "0001-01-01T00:00:00Z"]
    bad = ["2150-02-29T00:00:00Z", "2150-06-11T24:00:00Z", "2150-06-11T00:60:00Z", "2150-06-11T00:00:60Z",
           "0000-01-01T00:00:00Z", "2150-13-01T00:00:00Z", "2150-06-11T00:00:00", "٢١٥٠-06-11T00:00:00Z"]  # fmt: skip

    assert [text for text in good + bad if verify.is_moment(text)] == good
