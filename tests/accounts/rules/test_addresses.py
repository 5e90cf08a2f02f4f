"""Canonical addresses: one mailbox, one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules import addresses
from accounts.rules.addresses import DomainRule, NotAnAddress, canonical

letters = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=20)
domains = st.sampled_from(
    ["gmail.com", "googlemail.com", "lagoon.example", "yahoo.com", "mail.low-quay.example"]
)


@given(letters, domains)
def test_it_is_idempotent(local, domain):
    once = canonical(f"{local}@{domain}")

    assert canonical(once) == once


@given(letters, domains, st.randoms(use_true_random=False))
def test_case_never_matters(local, domain, rng):
    shouted = "".join(rng.choice([c.lower(), c.upper()]) for c in f"{local}@{domain}")

    assert canonical(shouted) == canonical(f"{local}@{domain}")


@given(letters, letters, st.randoms(use_true_random=False))
def test_one_mailbox_in_all_its_spellings_is_one(local, tag, rng):
    dotted = local[0] + "".join(rng.choice(["", "."]) + c for c in local[1:])

    variants = {canonical(f"{dotted}+{tag}@{d}") for d in ("gmail.com", "GoogleMail.com")}

    assert variants == {f"{local}@gmail.com"}


@given(letters, letters)
def test_a_provider_without_a_rule_keeps_dots_and_tags(local, tag):
    assert canonical(f"{local}.{tag}+x@lagoon.example") == f"{local}.{tag}+x@lagoon.example"


def test_a_wildcard_stands_for_every_domain_below_and_not_for_itself():
    rules = {"*.quay.example": DomainRule(tag="+"), "north.quay.example": DomainRule()}

    assert canonical("a+b@south.quay.example", rules) == "a@south.quay.example"
    assert canonical("a+b@deep.south.quay.example", rules) == "a@deep.south.quay.example"
    assert canonical("a+b@north.quay.example", rules) == "a+b@north.quay.example"
    assert canonical("a+b@quay.example", rules) == "a+b@quay.example"


def test_a_tag_sign_that_opens_the_name_is_the_name():
    assert canonical("+alone@gmail.com") == "+alone@gmail.com"


def test_international_domains_become_ascii():
    assert canonical("ana@bahía.example") == "ana@xn--baha-xpa.example"


@pytest.mark.parametrize(
    "text",
    ["", "a", "@", "a@", "@b.example", "a@b", "a b@c.example", "a@b..example", ".a@b.example", "a.@b.example",
     "a..b@c.example", "a@-b.example", "a@127.0.0.1", "a\n@b.example", "a@b.example\nBcc: c@d.example",
     "a\u202eb@c.example", "a" * 65 + "@b.example", "a@" + "b" * 64 + ".example", "a@" + "b." * 130 + "example",
     "a,b@c.example", "<a@b.example>", 'a"b@c.example', "a@b.example, c@d.example", "a@\x00.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused(text):
    with pytest.raises(NotAnAddress):
        canonical(text)


@given(st.text(max_size=300))
def test_any_text_is_an_address_or_refused(text):
    try:
        form = canonical(text)
    except NotAnAddress:
        return
    assert form.count("@") == 1
    assert form == form.strip()
    assert form.isprintable()
    assert addresses.domain_of(form).isascii()


@given(letters, letters, letters)
def test_a_domain_is_matched_by_itself_and_by_every_star_above_it_and_by_nothing_below(one, two, three):
    domain = f"{one}.{two}.{three}.example"

    assert addresses.patterns(domain) == [
        domain,
        f"*.{two}.{three}.example",
        f"*.{three}.example",
        "*.example",
    ]


@given(letters, letters, st.sampled_from(["", "*."]), st.sampled_from([str.upper, str.title, str.lower]))
def test_a_listed_domain_is_a_pattern_of_the_addresses_it_is_meant_for(local, label, star, case):
    kept = addresses.listed_domain(case(f" {star}{label}.shore.example "))

    address = f"{local}@{'mail.' if star else ''}{label}.shore.example"
    assert kept in addresses.patterns_of(canonical(address))
    assert addresses.listed_domain(kept) == kept


@pytest.mark.parametrize(
    "text", ["", "*", "*.", "example", "a b.example", "*.*.example", "-.example", "@", "x" * 300]
)
def test_what_is_no_domain_is_on_no_list(text):
    assert addresses.listed_domain(text) is None


def test_a_provider_is_listed_under_its_first_name():
    assert addresses.listed_domain("googlemail.com") == addresses.listed_domain("@GMail.com") == "gmail.com"
