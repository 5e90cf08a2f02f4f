"""Sealed ballots: what the log carries before the close, and what opens it afterwards.

commitment = SHA-256("council-commit/v1" || 00 || salt || JCS(value)), 32 random bytes of salt.
Every commitment has one length and, without its salt, says nothing of the choice.
"""

import hmac
import unicodedata
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from council.rules.reading import canonical

DOMAIN = b"council-commit/v1\x00"
SALT_BYTES = 32


def value_of(
    *, motion: str, round_: int, seat: str, hand: int, choice: str, proxy: str = "", substitute: str = ""
) -> dict[str, Any]:
    """What is committed to: the whole act, so that an opening fits one ballot only.

    ``proxy`` (the seat that cast it) and ``substitute`` (the call) are there only where another than the
    hand's own holder cast; without them the value is what it always was.
    """
    value = {"choice": choice, "hand": hand, "motion": motion, "round": round_, "seat": seat}
    return value | lent(proxy, substitute)


def lent(proxy: str, substitute: str) -> dict[str, str]:
    """By whom, where it was not the hand's own holder: in the commitment, the fact and the opening alike."""
    return {name: code for name, code in (("proxy", proxy), ("substitute", substitute)) if code}


def reason_of(
    *, motion: str, round_: int, n: int, articles: Sequence[str], text: str, departure: str = ""
) -> dict[str, Any]:
    """What a reason commits to: the ballot it belongs to, its articles, and its words by hash."""
    value = {
        "articles": sorted(articles), "motion": motion, "n": n, "round": round_, "text": words_hash(text),
    }  # fmt: skip
    return value | departing(departure)


def departing(words: str) -> dict[str, str]:
    """Why a ballot departs from its instruction, by hash; there only where something was said."""
    return {"departure": words_hash(words)} if words else {}


def instruction_of(*, motion: str, seat: str, n: int, answer: str, text: str) -> dict[str, Any]:
    """What an instruction commits to: the seat and motion it is for, its place, the answer, its words by hash."""
    return {"answer": answer, "motion": motion, "n": n, "seat": seat, "text": words_hash(text)}


def words_hash(text: str) -> str:
    """SHA-256 of the words in NFC, UTF-8."""
    return sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def commitment(salt: bytes, value: Any) -> str:
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt is 32 bytes")
    return sha256(DOMAIN + salt + canonical(value)).hexdigest()


def salt_of(secret: bytes, value: Any, nonce: bytes) -> bytes:
    """A salt that can be made again: HMAC-SHA256 of the act under a secret and a random nonce of this ballot's own.

    A ballot that is signed is committed to before it is cast; with this nothing has to be kept between the two.
    """
    return hmac.digest(secret, DOMAIN + nonce + canonical(value), "sha256")


def opens(expected: str, salt: bytes, value: Any) -> bool:
    return len(salt) == SALT_BYTES and commitment(salt, value) == expected
