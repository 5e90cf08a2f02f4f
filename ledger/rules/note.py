"""C2SP signed notes and checkpoints, signed with Ed25519.

    biolattice.example/log            origin
    4821                              size
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=      root, base64
                                      (an empty line)
    — biolattice.example/log Az3grlgtzPI...=          dash, key name, base64(key id || signature)

Key id = first four bytes of SHA-256(name || LF || 01 || public key).  https://c2sp.org/signed-note
"""

from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ED25519 = b"\x01"
DASH = "\u2014"


class BadNote(ValueError):
    """Text that is not a signed note, or not a checkpoint."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A key's name and public half: enough to check a note."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    @property
    def text(self) -> str:
        """``name+id+base64``, as C2SP writes a verifier key."""
        return f"{self.name}+{self.key_id.hex()}+{b64encode(ED25519 + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        name, _, rest = text.partition("+")
        key_id, _, encoded = rest.partition("+")
        try:
            raw = b64decode(encoded, validate=True)
        except BadBase64 as bad:
            raise BadNote("the key is not base64") from bad
        found = cls(name, raw[1:])
        if raw[:1] != ED25519 or len(raw) != 33 or found.key_id.hex() != key_id:
            raise BadNote("not an Ed25519 verifier key")
        return found


@dataclass(frozen=True, slots=True)
class Signer:
    """A key's name and 32-byte seed."""

    name: str
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        key = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return Verifier(self.name, key.public_bytes(Encoding.Raw, PublicFormat.Raw))

    def sign(self, text: str) -> str:
        """The note: text, empty line, one signature."""
        if not text.endswith("\n"):
            raise BadNote("a note's text ends with a newline")
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        blob = b64encode(self.verifier.key_id + signature).decode()
        return f"{text}\n{DASH} {self.name} {blob}\n"


def verify(note: str, verifier: Verifier) -> str | None:
    """The note's text when this key signed it, else None."""
    alone = signed_by(note, verifier)
    return alone.rpartition("\n\n")[0] + "\n" if alone else None


def signed_by(note: str, verifier: Verifier) -> str | None:
    """The note with this key's signature alone, whoever signed beside it; None when this key did not."""
    text, gap, signatures = note.rpartition("\n\n")
    text += "\n"
    if not gap or not signatures.endswith("\n"):
        return None
    for line in signatures.splitlines():
        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        if dash != DASH or name != verifier.name:
            continue
        try:
            blob = b64decode(encoded, validate=True)
        except BadBase64:
            continue
        if blob[:4] == verifier.key_id and _holds(verifier.public, blob[4:], text.encode()):
            return f"{text}\n{line}\n"
    return None


def _holds(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Head:
    """What a checkpoint says: whose log, how long, and its root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def parse_head(text: str) -> Head:
    """The head in a checkpoint's text (signatures and extension lines may follow)."""
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0]:
        raise BadNote("a checkpoint has an origin, a size and a root")
    if not lines[1].isascii() or not lines[1].isdigit() or (len(lines[1]) > 1 and lines[1][0] == "0"):
        raise BadNote("a checkpoint's size is a plain number")
    try:
        root = b64decode(lines[2], validate=True)
    except BadBase64 as bad:
        raise BadNote("a checkpoint's root is base64") from bad
    if len(root) != 32:
        raise BadNote("a checkpoint's root has 32 bytes")
    return Head(lines[0], int(lines[1]), root)
