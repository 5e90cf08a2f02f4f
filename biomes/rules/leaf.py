"""The fingerprint of a reading: SHA-256 of its canonical JSON (RFC 8785), numbers as plain decimal text.

The same reading has the same leaf on every machine and in every language; `docs/reference/biomes.md`
shows how an outsider recomputes it.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from json import JSONEncoder
from typing import Any

# The keys stand in their order, the only numbers are whole, and the rest is text: for these fields this is
# RFC 8785 byte for byte (a property test holds it to that), ten times as quick.
_canonical = JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def plain(number: Decimal) -> str:
    """24.500000 -> "24.5", 3E+2 -> "300": one spelling for one number, never an exponent, never "-0"."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def moment(at: datetime) -> str:
    """UTC, microseconds only where there are any."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def leaf_of(**said: Any) -> str:
    """Hex SHA-256. Quality and flags are judgements that may change later, so they are not part of it."""
    return sha256(_canonical(fields_of(**said)).encode()).hexdigest()


def fields_of(
    *,
    station: str,
    indicator: str,
    phenomenon_at: datetime,
    precision: str,
    depth_m: Decimal | None,
    replicate: int | None,
    version: int,
    value: Decimal,
    qualifier: str,
    detection_limit: Decimal | None,
    unit: str,
    method: str,
) -> dict[str, Any]:
    """What is hashed, as plain JSON."""
    return {
        "depth_m": None if depth_m is None else plain(depth_m),
        "detection_limit": None if detection_limit is None else plain(detection_limit),
        "indicator": indicator,
        "method": method,
        "phenomenon_at": moment(phenomenon_at),
        "precision": precision,
        "qualifier": qualifier,
        "replicate": replicate,
        "station": station,
        "unit": unit,
        "value": plain(value),
        "version": version,
    }


def root_of(leaves: Sequence[str]) -> str:
    """The Merkle root (RFC 9162) over leaves sorted by their hex; the root of nothing is SHA-256 of nothing."""
    return _tree([sha256(b"\x00" + bytes.fromhex(leaf)).digest() for leaf in sorted(leaves)]).hex()


def _tree(hashes: list[bytes]) -> bytes:
    """Level by level; an odd last node rises unchanged, which is the RFC's split at the largest power of two."""
    if not hashes:
        return sha256().digest()
    while len(hashes) > 1:
        paired = [sha256(b"\x01" + hashes[i] + hashes[i + 1]).digest() for i in range(0, len(hashes) - 1, 2)]
        hashes = paired + hashes[len(paired) * 2 :]
    return hashes[0]
