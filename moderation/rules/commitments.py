"""A salted promise of what was hidden: proves the text later, tells nothing now (specs/ledger.md)."""

from collections.abc import Mapping
from hashlib import sha256

import rfc8785

PREFIX = b"council-commit/v1\x00"


def commitment(salt: bytes, value: Mapping[str, object]) -> str:
    """SHA-256 over the prefix, the salt and the canonical JSON of ``value``, in hex."""
    return sha256(PREFIX + salt + rfc8785.dumps(dict(value))).hexdigest()  # type: ignore[arg-type]
