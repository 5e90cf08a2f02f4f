"""Limits: lists before rates, prefixes only at known lengths, hashes that do not outlive their key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules import limits
from accounts.rules.limits import Asker, Rule, Seen, judge

SECRET = b"s" * 32
v4 = st.ip_addresses(v=4).map(str)
v6 = st.ip_addresses(v=6).filter(lambda a: not a.ipv4_mapped).map(str)


def test_the_order_is_prefix_domain_address_allowed_rates():
    everything = Seen(
        prefix_blocked=True,
        domain_blocked=True,
        address_blocked=True,
        allowed=True,
        in_burst=9,
        in_sustained=9,
    )

    assert judge(everything, Asker.SIGNER) is Rule.BLOCKED_PREFIX
    assert (
        judge(Seen(domain_blocked=True, address_blocked=True, allowed=True), Asker.SIGNER)
        is Rule.BLOCKED_DOMAIN
    )
    assert judge(Seen(address_blocked=True, allowed=True), Asker.SIGNER) is Rule.BLOCKED_ADDRESS
    assert judge(Seen(allowed=True, in_burst=9, in_sustained=9), Asker.SIGNER) is None
    assert judge(Seen(in_burst=1, in_sustained=1), Asker.SIGNER) is Rule.BURST
    assert judge(Seen(in_sustained=5), Asker.SIGNER) is Rule.SUSTAINED


@given(st.sampled_from(Asker), st.integers(0, 10), st.integers(0, 10))
def test_more_of_the_same_never_loosens_a_limit(asker, burst, more):
    first = judge(Seen(in_burst=burst, in_sustained=burst), asker)

    then = judge(Seen(in_burst=burst + more, in_sustained=burst + more), asker)

    assert first is None or then is not None


def test_filers_and_sponsors_have_limits_of_their_own():
    assert judge(Seen(in_burst=1, in_sustained=1), Asker.FILER) is None
    assert judge(Seen(in_burst=2, in_sustained=2), Asker.FILER) is Rule.BURST
    assert judge(Seen(in_burst=4, in_sustained=4), Asker.SPONSOR) is None
    assert judge(Seen(in_burst=5, in_sustained=5), Asker.SPONSOR) is Rule.BURST


def test_a_guest_files_twice_a_minute_and_five_times_in_five():
    assert judge(Seen(in_burst=1, in_sustained=4), Asker.GUEST) is None
    assert judge(Seen(in_burst=2, in_sustained=2), Asker.GUEST) is Rule.BURST
    assert judge(Seen(in_sustained=5), Asker.GUEST) is Rule.SUSTAINED


def test_nobody_is_mailed_a_sixth_time_even_if_allowed():
    assert judge(Seen(allowed=True, sent=5), Asker.SIGNER) is Rule.RESENT


@given(v4 | v6)
def test_an_address_has_its_prefixes_and_one_that_is_rated(address):
    found = limits.prefixes(address)

    assert [int(p.rpartition("/")[2]) for p in found] in ([16, 24, 32], [32, 48, 56, 64])
    assert limits.rated_prefix(address) in found


def test_an_old_address_in_new_clothes_is_the_old_one():
    assert limits.prefixes("::ffff:192.0.2.7") == limits.prefixes("192.0.2.7")


@pytest.mark.parametrize("text", ["", "unknown", "192.0.2.7:80", "1.2.3", "x" * 500, "192.0.2.7, 10.0.0.1"])
def test_what_is_no_address_has_no_prefix(text):
    assert limits.prefixes(text) == []
    assert limits.rated_prefix(text) == ""


@pytest.mark.parametrize(
    ("text", "read"),
    [("192.0.2.0/24", "192.0.2.0/24"), ("2001:db8::/48", "2001:db8::/48"), ("192.0.2.0/25", None), ("0.0.0.0/0", None),
     ("192.0.2.7/24", None), ("2001:db8::/33", None), ("x", None)],
)  # fmt: skip
def test_lists_take_only_known_lengths(text, read):
    assert limits.listed_prefix(text) == read


@given(v4, st.integers(0, 900))
def test_a_hash_does_not_outlive_its_key(address, period):
    prefix = limits.rated_prefix(address)

    assert limits.hashed(SECRET, period, prefix) == limits.hashed(SECRET, period, prefix)
    assert limits.hashed(SECRET, period, prefix) != limits.hashed(SECRET, period + 1, prefix)
    assert prefix.partition("/")[0] not in limits.hashed(SECRET, period, prefix)


@given(st.integers(0, 100_000))
def test_a_key_lives_thirty_days_at_most(day):
    assert limits.period(day + limits.KEY_DAYS) == limits.period(day) + 1
