"""Signing by text message: what a text asks for, what is answered, and the codes in both.

    SIGN <code> <name>[, <zone>]  ->  "... send YES 482913"  ->  YES 482913  ->  one signature

A sender's number is easily forged, so a bare YES would prove nothing: the six digits are told only in
the text that goes to the number, as the link in a mail is.
"""

import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from petitions.rules import names
from petitions.rules.deadlines import TOKEN_LIFE

LIFE = TOKEN_LIFE
# Of one number in an hour so many are answered; what comes beyond stays silent.
MOST_ANSWERED, WINDOW = 5, timedelta(hours=1)
# A message older than this, or further ahead, is no message of ours: nothing is replayed once it is forgotten.
STALE = timedelta(days=1)
LONGEST_TEXT, LONGEST_ID = 1_600, 200
MOST_BYTES = 8_192
MOST_TRIES = 12
CODE_DIGITS = 6
# The last digit of a petition's code is a check; what is longer is no code.
LONGEST_CODE = 15
NUMBER = re.compile(r"\+?[1-9][0-9]{5,14}\Z")
# What people put between the parts, in three scripts.
BETWEEN = " ,.:;-#*،؛\u00a0\t\r\n"
COMMAS = re.compile(r"[,;،؛]")


class Kind(StrEnum):
    SIGN = "sign"
    YES = "yes"
    OTHER = "other"


class Reply(StrEnum):
    """What the owner of the number is told; nobody else is."""

    ASK = "ask"
    SIGNED = "signed"
    ALREADY = "already"
    CLOSED = "closed"
    PAUSED = "paused"
    NO_PETITION = "no_petition"
    NO_NAME = "no_name"
    NO_ZONE = "no_zone"
    LATE = "late"
    HELP = "help"
    SILENT = ""  # held


# Folded; the first of each is the one we write.
WORDS: dict[Kind, dict[str, tuple[str, ...]]] = {
    Kind.SIGN: {
        "en": ("sign",),
        "es": ("firmar", "firmo", "firma"),
        "ar": ("اوقع", "وقع", "توقيع"),
    },
    Kind.YES: {"en": ("yes",), "es": ("si",), "ar": ("نعم",)},
}
SHOWN: dict[Kind, dict[str, str]] = {
    Kind.SIGN: {"en": "SIGN", "es": "FIRMAR", "ar": "أوقع"},
    Kind.YES: {"en": "YES", "es": "SÍ", "ar": "نعم"},
}
_SAID = {
    word: (kind, language)
    for kind, table in WORDS.items()
    for language, words in table.items()
    for word in words
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A text as it was understood. Without a code there is no petition, and nothing to confirm."""

    kind: Kind
    language: str
    code: str = ""
    name: str = ""
    zone: str = ""


def read(text: str) -> Asked:
    """What a text asks for. Case, spaces, marks and the script of digits make no difference."""
    clean = "".join(char for char in unicodedata.normalize("NFC", text) if not _is_ornament(char))
    start = next((place for place, char in enumerate(clean) if char.isdecimal()), len(clean))
    end = start
    while end < len(clean) and clean[end].isdecimal():
        end += 1
    word = names.folded(clean[:start])
    kind, language = _SAID.get(word, (Kind.OTHER, _language(word)))
    code = "".join(str(unicodedata.decimal(char)) for char in clean[start:end])
    if kind is not Kind.SIGN:
        return Asked(kind, language, code if kind is Kind.YES else "")
    name, zone = _parted(clean[end:].strip(BETWEEN))
    return Asked(kind, language, code, name, zone)


def _is_ornament(char: str) -> bool:
    """Marks of direction and the stretching stroke, which keyboards add unseen; line ends stay."""
    return (unicodedata.category(char) == "Cf" and char not in names.JOINERS) or char == "ـ"


def _language(word: str) -> str:
    """Of a text that is not understood: by its first word, or by its script."""
    first = word.partition(" ")[0]
    if first in _SAID:
        return _SAID[first][1]
    return "ar" if any("ARABIC" in unicodedata.name(char, "") for char in first) else "en"


def _parted(rest: str) -> tuple[str, str]:
    """The name, and the zone after the last comma."""
    *before, last = COMMAS.split(rest)
    if not before:
        return " ".join(last.split()), ""
    return " ".join(" ".join(before).split()), " ".join(last.split())


# --- Codes ----------------------------------------------------------------------------------------


def code_of(petition: int) -> str:
    """A petition's short code: its number and one digit that catches any digit mistyped (ISO 7064, mod 11, 10)."""
    return f"{petition}{_check(str(petition))}"


def petition_of(code: str) -> int | None:
    """The number in a code, or None if it cannot be one."""
    if not 2 <= len(code) <= LONGEST_CODE or code[0] == "0" or not (code.isascii() and code.isdigit()):
        return None
    return int(code[:-1]) if _check(code[:-1]) == code[-1] else None


def _check(digits: str) -> str:
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def confirm_code(secret: bytes, key: UUID) -> str:
    """The digits that the owner of the number sends back; written down nowhere."""
    digest = hmac.new(secret, f"petitions/sms-confirm/v1\0{key.hex}".encode(), sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**CODE_DIGITS:0{CODE_DIGITS}}"


# --- Numbers, and the proof of who brings a message -------------------------------------------------


def number_of(text: str) -> str | None:
    """A telephone number in one form, `+` and digits; None for what is none, a name in its place among it."""
    kept = "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else char
        for char in text
        if not char.isspace() and char not in "-().\u00a0" and not _is_ornament(char)
    )
    kept = f"+{kept[2:]}" if kept.startswith("00") else kept
    return f"+{kept.lstrip('+')}" if NUMBER.match(kept) else None


def number_hash(secret: bytes, number: str) -> str:
    """Keyed: there are so few numbers that a plain hash would be as good as the number."""
    return hmac.new(secret, f"petitions/sms-number/v1\0{number}".encode(), sha256).hexdigest()


def id_hash(secret: bytes, told: str) -> str:
    """Some carriers put the number into the name of a message."""
    key = f"petitions/sms-id/v1\0{told}".encode("utf-8", "surrogatepass")
    return hmac.new(secret, key, sha256).hexdigest()


def canonical_of(hashed: str) -> str:
    """What stands where an online signature has its address: one number, one signature of a petition."""
    return f"sms:{hashed}"


def proof_of(secret: str, body: bytes) -> str:
    return hmac.new(secret.encode(), body, sha256).hexdigest()


def is_proven(secret: str, body: bytes, given: str) -> bool:
    """HMAC-SHA256 of the very bytes that came, in hexadecimal; nothing is proven without a secret."""
    told = given.strip().lower().removeprefix("sha256=").encode("utf-8", "surrogateescape")
    return bool(secret) and hmac.compare_digest(proof_of(secret, body).encode(), told)
