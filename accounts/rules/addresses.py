"""One person, one address: the canonical form of an e-mail address.

Lower case; then the rules of its domain, the most exact pattern first (``mail.example``, then
``*.example``). A rule may ignore dots, cut everything from a tag sign, and name the domain
that this one is only another name of.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

LOCAL = re.compile(r"[^\s@\"(),:;<>\[\\\]\x00-\x1f\x7f-\x9f]{1,64}")
LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
LONGEST = 254


class NotAnAddress(ValueError):
    """Not something a mail can be sent to."""


@dataclass(frozen=True, slots=True)
class DomainRule:
    """How one provider reads its local parts."""

    ignores_dots: bool = False
    tag: str = ""
    alias_of: str = ""


# What the large providers document about their own addresses (checked 2026-11).
KNOWN: Mapping[str, DomainRule] = {
    "gmail.com": DomainRule(ignores_dots=True, tag="+"),
    "googlemail.com": DomainRule(ignores_dots=True, tag="+", alias_of="gmail.com"),
    "outlook.com": DomainRule(tag="+"),
    "hotmail.com": DomainRule(tag="+"),
    "live.com": DomainRule(tag="+"),
    "icloud.com": DomainRule(tag="+"),
    "me.com": DomainRule(tag="+", alias_of="icloud.com"),
    "mac.com": DomainRule(tag="+", alias_of="icloud.com"),
    "proton.me": DomainRule(tag="+"),
    "protonmail.com": DomainRule(tag="+", alias_of="proton.me"),
    "pm.me": DomainRule(tag="+", alias_of="proton.me"),
    "fastmail.com": DomainRule(tag="+"),
    "yahoo.com": DomainRule(tag="-"),
}


def split(address: str) -> tuple[str, str]:
    """Local part and ASCII domain of something that looks like an address, or NotAnAddress."""
    text = unicodedata.normalize("NFC", address.strip())
    local, at, domain = text.rpartition("@")
    if not at or len(text) > LONGEST or not LOCAL.fullmatch(local) or ".." in local:
        raise NotAnAddress(address)
    if local.startswith(".") or local.endswith("."):
        raise NotAnAddress(address)
    if not local.isascii() and any(
        unicodedata.category(char) in {"Cf", "Cc", "Cs", "Co", "Cn"} for char in local
    ):
        raise NotAnAddress(address)
    return local, ascii_domain(domain)


# Most addresses share few domains.
@lru_cache(maxsize=1_024)
def ascii_domain(domain: str) -> str:
    try:
        ascii_form = domain.lower().encode("idna").decode("ascii") if domain else ""
    except UnicodeError as error:
        raise NotAnAddress(domain) from error
    labels = ascii_form.split(".")
    if len(labels) < 2 or not all(LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise NotAnAddress(domain)
    return ascii_form


def patterns(domain: str) -> list[str]:
    """What may stand for a domain, the most exact first: itself, then every ``*.`` above it."""
    labels = domain.split(".")
    return [domain, *("*." + ".".join(labels[depth:]) for depth in range(1, len(labels)))]


def rule_for(domain: str, rules: Mapping[str, DomainRule]) -> DomainRule:
    """The rule of the domain itself, else of the nearest ``*.`` above it, else none."""
    return next((rules[pattern] for pattern in patterns(domain) if pattern in rules), DomainRule())


def canonical(address: str, rules: Mapping[str, DomainRule] = KNOWN) -> str:
    """The form under which two spellings of one mailbox are equal; idempotent."""
    local, domain = split(address)
    local = local.lower()
    rule = rule_for(domain, rules)
    if rule.tag:
        # A tag sign in the first place is not a tag but the name itself.
        local = local[:1] + local[1:].partition(rule.tag)[0]
    if rule.ignores_dots:
        local = local.replace(".", "") or local
    return f"{local}@{rule.alias_of or domain}"


def domain_of(canonical_address: str) -> str:
    return canonical_address.rpartition("@")[2]


def patterns_of(canonical_address: str) -> list[str]:
    """What may stand for an address' domain on a list."""
    return patterns(domain_of(canonical_address))


def listed_domain(text: str) -> str | None:
    """A domain as a list may hold it, or None: as canonical addresses end, or ``*.`` and what is below it."""
    text = text.strip().lower()
    wild = text.startswith("*.")
    try:
        # One label is enough after the star: "*.example" is everything below it.
        domain = ascii_domain("x." + text[2:] if wild else text.removeprefix("@"))
    except NotAnAddress:
        return None
    return "*." + domain[2:] if wild else rule_for(domain, KNOWN).alias_of or domain
