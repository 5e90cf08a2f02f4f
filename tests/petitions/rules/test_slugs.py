"""Addresses: short, readable, free, and never one of the site's own."""

from hypothesis import given
from hypothesis import strategies as st

from petitions.rules.slugs import LONGEST, RESERVED, numbered, shortened

slugs = st.lists(st.text("abcdefgh0123", min_size=1, max_size=12), max_size=8).map("-".join)


@given(slugs)
def test_it_is_short_and_made_of_the_first_words(slug):
    short = shortened(slug)

    assert len(short) <= LONGEST
    assert slug.startswith(short)
    assert bool(short) == bool(slug)


@given(slugs, st.sets(st.sampled_from(["a", "a-2", "a-3", "b"])))
def test_the_number_makes_it_free(slug, taken):
    assert numbered(slug or "a", taken) not in taken


def test_the_sites_own_addresses_are_never_a_petitions():
    for word in RESERVED:
        assert numbered(word, set()) == f"{word}-2"


def test_no_address_ends_on_a_little_word():
    assert shortened("close-the-sill-meadow-to-anchors") == "close-the-sill-meadow"
    assert shortened("clean-the-harl-outfall-before-summer") == "clean-the-harl-outfall"
