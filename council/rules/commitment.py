"""Sealed ballots: what the log carries before the close, and what opens it afterwards.

commitment = SHA-256("council-commit/v1" || 00 || salt || JCS(value)), 32 random bytes of salt.
Every commitment has one length and, without its salt, says nothing of the choice.
"""

import unicodedata
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from council.rules.reading import canonical

DOMAIN = b"council-commit/v1\x00"
SALT_BYTES = 32


def value_of(*, motion: str, round_: int, seat: str, hand: int, choice: str) -> dict[str, Any]:
    """What is committed to: the whole act, so that an opening fits one ballot only."""
    return {"choice": choice, "hand": hand, "motion": motion, "round": round_, "seat": seat}


def reason_of(*, motion: str, round_: int, n: int, articles: Sequence[str], text: str) -> dict[str, Any]:
    """What a reason commits to: the ballot it belongs to, its articles, and its words by hash."""
    return {
        "articles": sorted(articles), "motion": motion, "n": n, "round": round_, "text": words_hash(text),
    }  # fmt: skip


def words_hash(text: str) -> str:
    """SHA-256 of the words in NFC, UTF-8."""
    return sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def commitment(salt: bytes, value: Any) -> str:
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt is 32 bytes")
    return sha256(DOMAIN + salt + canonical(value)).hexdigest()


def opens(expected: str, salt: bytes, value: Any) -> bool:
    return len(salt) == SALT_BYTES and commitment(salt, value) == expected
