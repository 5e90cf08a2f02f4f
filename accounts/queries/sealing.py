"""What is kept so that a copy of the database does not tell it: boxes that the site's key opens, and marks.

A box is encrypted and authenticated (Fernet: AES-128-CBC with HMAC-SHA256) and bound to its label, so that
the box of one row says nothing in another. A mark tells that two are the same person, and not who.
"""

import hmac
import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from accounts.rules import addresses

MARK_LENGTH = 32


def seal(label: str, **told: str) -> str:
    return _keys().encrypt(json.dumps({"label": label, **told}).encode()).decode("ascii")


def unseal(label: str, box: str) -> dict[str, str] | None:
    """What was sealed under this label; None where the key or the label is another."""
    try:
        told: dict[str, str] = json.loads(_keys().decrypt(box.encode("ascii")))
    except (InvalidToken, ValueError):
        return None
    return told if told.pop("label", None) == label else None


def mark_of(text: str) -> str:
    """A keyed hash of a person's code or of an address in its canonical form."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"accounts/mark/v1\0{text}".encode(), sha256).hexdigest()
    return f"m-{digest}"[:MARK_LENGTH]


def marks_of(user: Any) -> list[str]:
    """Every mark that stands for this person: their code's, and their address'."""
    if not getattr(user, "code", ""):
        return []
    texts = [user.code]
    if user.email:
        texts.append(addresses.canonical(user.email))
    return [mark_of(text) for text in texts]


def _keys() -> MultiFernet:
    """The first seals, all of them open: that is how a key is changed. Without one it follows from SECRET_KEY."""
    texts = settings.SEALING_KEYS or [settings.SECRET_KEY]
    return MultiFernet([Fernet(_key(text)) for text in texts])


def _key(text: str) -> bytes:
    return urlsafe_b64encode(hmac.new(text.encode(), b"accounts/sealing/v1", sha256).digest())


def stands_for(code: str, user: Any) -> bool:
    """Whether an author's code, or their mark, is this person's."""
    return bool(code) and code in {user.code, *marks_of(user)}
