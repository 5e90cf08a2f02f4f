"""Who is asking too often, judged when mail is about to be sent and never in the request.

Network addresses are known only as keyed hashes of prefixes; the key changes with the period, so
that nothing can be joined over more than 30 days.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

LENGTHS = {4: (16, 24, 32), 6: (32, 48, 56, 64)}
# The prefix that stands for one household or office.
RATED = {4: 24, 6: 56}
KEY_DAYS = 30
# Mails of one kind to one address about one thing.
MOST_SENT = 5


class Asker(StrEnum):
    SIGNER = "signer"
    SPONSOR = "sponsor"
    FILER = "filer"
    GUEST = "guest"


class Rule(StrEnum):
    """What fired; shown to auditors, never to the person."""

    BLOCKED_PREFIX = "blocked_prefix"
    BLOCKED_DOMAIN = "blocked_domain"
    BLOCKED_ADDRESS = "blocked_address"
    BURST = "burst"
    SUSTAINED = "sustained"
    RESENT = "resent"


@dataclass(frozen=True, slots=True)
class Rate:
    burst: int
    burst_seconds: int
    sustained: int
    sustained_seconds: int


RATES: Mapping[Asker, Rate] = {
    Asker.SIGNER: Rate(1, 60, 5, 300),
    Asker.SPONSOR: Rate(5, 60, 5, 300),
    Asker.FILER: Rate(2, 60, 2, 300),
    Asker.GUEST: Rate(2, 60, 5, 300),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is known of one attempt: list hits, and how many of its kind its prefix sent before it."""

    prefix_blocked: bool = False
    domain_blocked: bool = False
    address_blocked: bool = False
    allowed: bool = False
    in_burst: int = 0
    in_sustained: int = 0
    sent: int = 0


def judge(seen: Seen, asker: Asker) -> Rule | None:
    """The rule that fires, or None. Blocks come first; who is allowed is not counted."""
    if seen.prefix_blocked:
        return Rule.BLOCKED_PREFIX
    if seen.domain_blocked:
        return Rule.BLOCKED_DOMAIN
    if seen.address_blocked:
        return Rule.BLOCKED_ADDRESS
    if seen.sent >= MOST_SENT:
        return Rule.RESENT
    if seen.allowed:
        return None
    if seen.in_burst >= RATES[asker].burst:
        return Rule.BURST
    if seen.in_sustained >= RATES[asker].sustained:
        return Rule.SUSTAINED
    return None


def period(days_since_epoch: int) -> int:
    return days_since_epoch // KEY_DAYS


def hashed(secret: bytes, key_period: int, prefix: str) -> str:
    key = hmac.new(secret, f"petitions/prefix/v1\0{key_period}".encode(), sha256).digest()
    return hmac.new(key, prefix.encode(), sha256).hexdigest()[:32]


def prefixes(address: str) -> list[str]:
    """The prefixes of an address, widest first; none for what is no address."""
    try:
        parsed = ip_address(address.strip())
    except ValueError:
        return []
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return [str(ip_network((parsed, length), strict=False)) for length in LENGTHS[parsed.version]]


def rated_prefix(address: str) -> str:
    """The one whose rate is judged; empty for what is no address."""
    found = prefixes(address)
    return next((p for p in found if int(p.rpartition("/")[2]) in RATED.values()), "")


def listed_prefix(text: str) -> str | None:
    """A prefix as a list may hold it, or None: only the lengths above are accepted."""
    try:
        network = ip_network(text.strip(), strict=True)
    except ValueError:
        return None
    return str(network) if network.prefixlen in LENGTHS[network.version] else None
