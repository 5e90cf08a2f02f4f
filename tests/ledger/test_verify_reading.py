"""The verifier's short way through plain lines skips no fault that the long way finds."""

import json

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


def test_deep_nesting_is_never_plain():
    assert verify.is_plain(b"[" * verify.DEEPEST + b"]" * verify.DEEPEST)
    assert not verify.is_plain(b"[" * (verify.DEEPEST + 1) + b"]" * (verify.DEEPEST + 1))


def test_times_are_those_that_a_calendar_has():
    good = ["2150-06-11T00:00:00Z", "2148-02-29T23:59:59Z", "0001-01-01T00:00:00Z"]
    bad = ["2150-02-29T00:00:00Z", "2150-06-11T24:00:00Z", "2150-06-11T00:60:00Z", "2150-06-11T00:00:60Z",
           "0000-01-01T00:00:00Z", "2150-13-01T00:00:00Z", "2150-06-11T00:00:00", "٢١٥٠-06-11T00:00:00Z"]  # fmt: skip

    assert [text for text in good + bad if verify.is_moment(text)] == good
