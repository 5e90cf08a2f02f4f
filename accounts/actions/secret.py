"""What the pure rules of links, hashes and letters are given: the site's secret and its host."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from accounts.rules import limits, tokens
from accounts.rules.tokens import Purpose

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def secret() -> bytes:
    return str(settings.SECRET_KEY).encode()


def token_of(purpose: Purpose, key: Any) -> str:
    return tokens.token(secret(), purpose, str(key))


def hash_of(purpose: Purpose, key: Any) -> str:
    return tokens.at_rest(token_of(purpose, key))


def message_id(kind: str, key: Any) -> str:
    return tokens.message_id(secret(), kind, str(key), urlsplit(settings.SITE_URL).hostname or "localhost")


def key_period(at: datetime) -> int:
    return limits.period((at - EPOCH).days)


def origins_of(address: str, at: datetime) -> tuple[list[str], str]:
    """The keyed hashes of a network address' prefixes, and the one whose rate is judged."""
    period = key_period(at)
    found = [limits.hashed(secret(), period, prefix) for prefix in limits.prefixes(address)]
    rated = limits.rated_prefix(address)
    return found, limits.hashed(secret(), period, rated) if rated else ""
