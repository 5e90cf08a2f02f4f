"""A station's key: 256 random bits under a prefix that a leak scanner can find; only its SHA-256 is kept."""

from hashlib import sha256

PREFIX = "blk_"


def digest_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
