"""One place in the log, as bytes.

{"at", "body", "prev", "seq", "subject", "type", "v"}   in RFC 8785 form
prev = SHA-256 of the bytes of the entry before; sixty-four zeros for the first
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

import rfc8785

from ledger.rules.values import stamp

VERSION = 1
BEGINNING = bytes(32)


def entry_bytes(
    *,
    seq: int,
    kind: str,
    subject: str,
    at: datetime,
    prev: bytes,
    body: Mapping[str, object],
    actor: str = "",
) -> bytes:
    """The canonical bytes. An actor (never a person) travels as ``body.actor``."""
    told = {**body, "actor": actor} if actor else dict(body)
    value: dict[str, Any] = {
        "v": VERSION,
        "seq": seq,
        "type": kind,
        "subject": subject,
        "at": stamp(at),
        "prev": prev.hex(),
        "body": told,
    }
    return rfc8785.dumps(value)


def digest(data: bytes) -> bytes:
    return sha256(data).digest()
