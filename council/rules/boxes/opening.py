"""Opening a package that somebody sent: the data, its fingerprint, and who signed it.

A package travels plain (JSON), or signed: its RFC 8785 bytes and a line feed as the text of a C2SP signed note.

    {"beings":[...],"code":"mar-menor", ... }
                                    (an empty line)
    — biolattice.example/log Az3grlgtzPI...=

A checkpoint begins with a log's name, a package with a brace: neither signature can be passed off as the other.
"""

import unicodedata
from base64 import b64decode
from binascii import Error as BadBase64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from council.rules.boxes.parts import Box
from council.rules.boxes.reading import LONGEST_BOX, read_box
from council.rules.fields import RuleFault, canonical, read_json
from ledger.rules.note import DASH, Verifier, verify


class Signed(StrEnum):
    NO = "unsigned"
    HOLDS = "holds"  # by a key we know
    UNKNOWN = "unknown_key"  # signed, but nobody gave us that key
    BROKEN = "broken"  # a key we know did not sign these bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    box: Box
    data: Any
    sha256: str
    signed: Signed
    # The key's name and id, as C2SP writes them: "biolattice.example/log+1f2e3d4c"; "" where nobody signed.
    signer: str = ""


def open_package(text: str, keys: Iterable[Verifier]) -> Opened:
    """What was sent, read and its signature checked; RuleFault with the place where it is no package."""
    # A form sends its line ends as CR LF; the package's own bytes hold none.
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    body, gap, lines = text.rpartition("\n\n")
    is_note = bool(gap) and lines.startswith(f"{DASH} ")
    data = read_json(body if is_note else text, LONGEST_BOX)
    box = read_box(data)
    _storable(data, "")
    plain = canonical(data)
    if not is_note:
        return Opened(box=box, data=data, sha256=sha256(plain).hexdigest(), signed=Signed.NO)
    if body.encode() != plain:
        raise RuleFault("", "not_canonical")
    signed, signer = _check(f"{body}\n\n{lines.rstrip()}\n", lines, keys)
    return Opened(box=box, data=data, sha256=sha256(plain).hexdigest(), signed=signed, signer=signer)


def _check(note: str, lines: str, keys: Iterable[Verifier]) -> tuple[Signed, str]:
    """One signature by a known key is enough; one of a known key that does not hold is too much."""
    known = {(key.name, key.key_id): key for key in keys}
    found = [signature for line in lines.splitlines() if (signature := _signature(line))]
    for name, key_id in found:
        if key := known.get((name, key_id)):
            holds = verify(note, key) is not None
            return (Signed.HOLDS if holds else Signed.BROKEN), f"{name}+{key_id.hex()}"
    if not found:
        return Signed.BROKEN, ""
    name, key_id = found[0]
    return Signed.UNKNOWN, f"{name}+{key_id.hex()}"


def _signature(line: str) -> tuple[str, bytes] | None:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    try:
        blob = b64decode(encoded, validate=True)
    except (BadBase64, ValueError):
        return None
    return (name[:200], blob[:4]) if dash == DASH and name and len(blob) == 68 else None


def _storable(value: Any, path: str) -> None:
    """No character that a database or a canonical form refuses, wherever it stands; no fraction."""
    if isinstance(value, float):
        raise RuleFault(path, "not_a_whole_number")
    if isinstance(value, int) and abs(value) >= 2**53:
        raise RuleFault(path, "out_of_range")
    if isinstance(value, str) and any(c == "\x00" or unicodedata.category(c) == "Cs" for c in value):
        raise RuleFault(path, "hidden_character")
    if isinstance(value, Mapping):
        for key, item in value.items():
            _storable(key, path)
            _storable(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            _storable(item, f"{path}[{i}]")
