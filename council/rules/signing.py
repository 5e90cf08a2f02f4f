"""A member's own signature under a ballot: a WebAuthn assertion whose challenge is the ballot's commitment.

What is checked is the limited verification of the standard: the client data begins with exactly the bytes that this act
at this site makes, so that no reader of JSON stands between the signature and what it says.
https://www.w3.org/TR/webauthn-2/#clientdatajson-verification
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256

AUTHENTICATOR_BYTES = 37
MOST_BYTES = 2048
BY_HAND = 1
HALF = 32
BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
ORIGIN = re.compile(r"https?://[a-z0-9.:\[\]-]{1,190}")


class Fault(StrEnum):
    """What is wrong with a signature, as a code."""

    OTHER_ACT = "other_act"
    NO_HAND = "no_hand"
    COPIED = "copied"
    DOES_NOT_HOLD = "does_not_hold"


@dataclass(frozen=True, slots=True)
class Assertion:
    """What an authenticator answers: its data, the client data it signed with, and the two halves r and s."""

    authenticator: bytes
    client: bytes
    signature: bytes

    @property
    def count(self) -> int:
        """How often the authenticator has signed, as it says; 0 where it does not count."""
        return int.from_bytes(self.authenticator[HALF + 1 : AUTHENTICATOR_BYTES], "big")


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A point of P-256 (two numbers of 32 bytes), and the origin it signs at, such as `https://biolattice.example`."""

    x: bytes
    y: bytes
    origin: str

    @property
    def host(self) -> str:
        return urlsplit(self.origin).hostname or ""


def read_assertion(told: Mapping[str, str]) -> Assertion:
    """From `authenticator`, `client` and `signature` (DER), each base64url; ValueError where one is no such thing."""
    parts = {name: _bytes(told[name]) for name in ("authenticator", "client", "signature")}
    if any(len(part) > MOST_BYTES for part in parts.values()):
        raise ValueError("too long for an assertion")
    return Assertion(parts["authenticator"], parts["client"], halves(parts["signature"]))


def _bytes(text: str) -> bytes:
    if not BASE64URL.fullmatch(text):
        raise ValueError("not base64url")
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def site_of(host: str) -> bytes:
    """How authenticators name a host: by its SHA-256."""
    return sha256(host.encode()).digest()


def halves(der: bytes) -> bytes:
    """r and s of 32 bytes each, from the DER that an authenticator gives; ValueError where it is none."""
    r, s = utils.decode_dss_signature(der)
    if max(r, s) >= 2 ** (8 * HALF):
        raise ValueError("numbers too large for P-256")
    return r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big")


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def beginning(commitment: str, origin: str) -> bytes:
    """How the client data of this act begins."""
    challenge = base64url(bytes.fromhex(commitment))
    return f'{{"type":"webauthn.get","challenge":"{challenge}","origin":"{origin}"'.encode()


def fault(given: Assertion, key: SigningKey, commitment: str, last_count: int = 0) -> Fault | None:
    """What is wrong with this signature under this ballot; None when it holds."""
    starts = beginning(commitment, key.origin)
    if not given.client.startswith(starts) or given.client[len(starts) : len(starts) + 1] not in (b",", b"}"):
        return Fault.OTHER_ACT
    data = given.authenticator
    if len(data) < AUTHENTICATOR_BYTES or data[:HALF] != site_of(key.host):
        return Fault.OTHER_ACT
    if not data[HALF] & BY_HAND:
        return Fault.NO_HAND
    if not _holds(given, key):
        return Fault.DOES_NOT_HOLD
    # A counter that does not grow: another device signs with the same key.
    return Fault.COPIED if (given.count or last_count) and given.count <= last_count else None


def _holds(given: Assertion, key: SigningKey) -> bool:
    if len(given.signature) != 2 * HALF:
        return False
    r, s = (int.from_bytes(half, "big") for half in (given.signature[:HALF], given.signature[HALF:]))
    message = given.authenticator + sha256(given.client).digest()
    try:
        point = ec.EllipticCurvePublicNumbers(
            int.from_bytes(key.x, "big"), int.from_bytes(key.y, "big"), ec.SECP256R1()
        )
        point.public_key().verify(utils.encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
