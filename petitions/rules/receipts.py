"""A signature's receipt: a code that says nothing of its owner, and its place in a counted batch.

The leaves of a batch are its receipts, sorted, so the order tells nothing about who came when.
"""

import re
from base64 import b32encode
from collections.abc import Iterable
from hashlib import sha256

# 26 letters of base 32 hold 130 bits; no 0, 1, 8, 9, so none is misread.
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
LENGTH = 26
CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def code_from(raw: bytes) -> str:
    """26 letters from 17 random bytes."""
    return b32encode(raw)[:LENGTH].decode().lower()


def read(text: str) -> str | None:
    """A code as people type it: spaces, hyphens and capitals forgiven."""
    code = re.sub(r"[\s-]", "", text).lower()
    return code if CODE.fullmatch(code) else None


def grouped(code: str) -> str:
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


def leaf(code: str) -> bytes:
    """What a batch commits to for one signature: a hash, so that the published leaves are not codes."""
    return sha256(b"petition-receipt/v1\0" + code.encode("ascii")).digest()


def leaves(codes: Iterable[str]) -> list[bytes]:
    return sorted(leaf(code) for code in codes)
