"""Links in mails: tokens derived from a secret, so that a mail repeated after a crash carries the same
link, and only their hash is kept at rest. One purpose each: a sponsor's link cannot sign."""

import base64
import hmac
from enum import StrEnum
from hashlib import sha256


class Purpose(StrEnum):
    SIGN = "sign"
    SPONSOR = "sponsor"
    FILE = "file"
    INVITE = "invite"
    UNSUBSCRIBE = "unsubscribe"
    GUEST = "guest"
    CHECKPOINTS = "checkpoints"
    LEAVE_CHECKPOINTS = "leave_checkpoints"


# 24 bytes: 192 bits in 32 letters, no padding.
BYTES = 24


def token(secret: bytes, purpose: Purpose, key: str) -> str:
    digest = hmac.new(secret, f"petitions/{purpose}/v1\0{key}".encode(), sha256).digest()
    return base64.urlsafe_b64encode(digest[:BYTES]).decode("ascii")


def at_rest(text: str) -> str:
    """What is stored and looked up; a stolen table opens nothing."""
    return sha256(text.encode()).hexdigest()


def guest_code(secret: bytes, canonical: str) -> str:
    """What a person without an account is called in what they filed: the same for one address, and not to be
    turned back into it."""
    digest = hmac.new(secret, f"guest/v1\0{canonical}".encode(), sha256).hexdigest()
    return f"g-{digest[:24]}"


def message_id(secret: bytes, kind: str, key: str, host: str) -> str:
    """The same mail has the same Message-ID, however often a crash repeats it."""
    digest = hmac.new(secret, f"petitions/mail/v1\0{kind}\0{key}".encode(), sha256).hexdigest()
    return f"<{digest[:32]}@{host}>"
