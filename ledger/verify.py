"""Check an export of the public log without trusting anyone: one file, standard library only.

    python3 -I -S verify.py EXPORT_DIR [--checkpoint OLD]

It needs Python 3.8 or newer and no network. It checks that

  1. every line of log.jsonl is one entry in canonical form (RFC 8785; no duplicate keys, no floats,
     strings in Unicode form NFC), numbered without a gap and chained by SHA-256 to the one before;
  2. the Merkle tree (RFC 6962) over the lines has the size and root of `checkpoint`, and the
     checkpoint carries a valid Ed25519 signature (C2SP signed note) by the key that the log itself
     names, which is the last one of keys.json;
  3. with --checkpoint: an older checkpoint, kept by you, is the beginning of this log, or an epoch of the log names it
     as lost (then a note says what of it is left);
  4. every document that an entry names is there with its SHA-256, and none that no entry names;
  5. every decision, by the functions in DECISIONS: each gets an entry and the whole export;
  6. where the folder is the bundle of one decision: every file of it, the readings against the seals of their days, the
     runs, the law of that day, and the proof of each entry.

Exit 0 when all holds, 1 otherwise; one line per fault. docs/log-format.md says the same for a second
implementation; the one for a browser (ledger/browser) says the same lines, so a check that is added here is
added there.
"""

# mypy: ignore-errors
# One file for Python 3.8 that people read before they trust it: no annotations to learn first.
import base64
import hashlib
import json
import os
import re
import sys
import unicodedata
from datetime import datetime, timedelta
from fractions import Fraction

ENTRY_KEYS = ["at", "body", "prev", "seq", "subject", "type", "v"]
TYPE = re.compile(r"[a-z]+\.[a-z_]+\.[a-z_]+\Z")
SUBJECT = re.compile(r"[a-z]+\.[a-z_]+/\S{1,100}\Z")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z", re.ASCII)
BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\Z")
HEX = re.compile(r"[0-9a-f]{64}\Z")
PLACE = re.compile(r"((rules|charters|readings|elections)/[a-z0-9][a-z0-9._-]*|(rolls|openings)\.jsonl)\Z")
FOLDERS = ("rules", "charters", "readings", "elections")
LINES = ("rolls.jsonl", "openings.jsonl")
LARGEST = 2**53 - 1
DEEPEST = 200
BRACKET = re.compile(r'"(?:[^"\\]+|\\.)*"?|[\[\]{}]', re.DOTALL)
WEIGHT = re.compile(r"-?[0-9]{1,40}(/[0-9]{1,40})?\Z")


class Bad(Exception):
    """Something is not as the format says; the text says what."""


# What a check meets where a value is missing or of another kind than it should be. A fault says only that much, so that
# every verifier, in whatever language, says the same.
STUMBLES = (KeyError, TypeError, ValueError, IndexError, AttributeError, ArithmeticError, RecursionError)
STUMBLED = "a value is missing or of another kind"


# --- Canonical JSON -------------------------------------------------------------------------------
def _pairs(pairs):
    found = {}
    for key, value in pairs:
        if key in found:
            raise Bad("the key %s stands twice" % json.dumps(key))
        if not key.isascii():
            raise Bad("the key %s is not ASCII" % json.dumps(key))
        found[key] = value
    return found


def _no_float(text):
    raise Bad("%s is not an integer; the log holds no floats" % text)


def _integer(text):
    value = int(text) if len(text) < 20 else LARGEST + 1
    if abs(value) > LARGEST:
        raise Bad("the number %s is 2^53 or more" % text[:30])
    return value


def _check_strings(value):
    stack = [value]
    while stack:
        value = stack.pop()
        if isinstance(value, (dict, list)):
            stack.extend(value.values() if isinstance(value, dict) else value)
        elif isinstance(value, str) and unicodedata.normalize("NFC", value) != value:
            raise Bad("the text %s is not in Unicode form NFC" % json.dumps(value))


def is_plain(data):
    """Whether its texts are ASCII, written as they are: then none of them needs a closer look."""
    return data.isascii() and b"\\" not in data


def check_depth(text):
    """Before anything else, so that whatever else is wrong every verifier says this first."""
    if text.count("{") + text.count("[") <= DEEPEST:
        return
    depth = 0
    for sign in BRACKET.findall(text):
        depth += (sign in ("{", "[")) - (sign in ("}", "]"))
        if depth > DEEPEST:
            raise Bad("the JSON is nested too deeply")


# Made once: a log has a hundred thousand lines.
READER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_float=_no_float, parse_int=_integer, parse_constant=_no_float
)
LOOSE_READER = json.JSONDecoder(parse_float=_no_float, parse_int=_integer, parse_constant=_no_float)
WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value):
    """RFC 8785 for what the log may hold: ASCII keys, strings, integers, true, false, null."""
    text = WRITER.encode(value)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise Bad("a text holds half a character")


def parse(data):
    """The value in canonical bytes, or Bad with what is wrong."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Bad("the bytes are not UTF-8")
    check_depth(text)
    try:
        value = READER.decode(text)
    except ValueError:
        raise Bad("not JSON")
    if not is_plain(data):
        _check_strings(value)
    if canonical(value) != data:
        raise Bad("the bytes are not in canonical form (RFC 8785)")
    return value


# --- Merkle tree (RFC 6962) -----------------------------------------------------------------------
def leaf_hash(data):
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_root(leaves, begun=()):
    """The root over leaf hashes; ``begun``: complete subtrees before them, as (height, hash), the largest first."""
    stack = list(begun)
    for node in leaves:
        height = 0
        while stack and stack[-1][0] == height:
            node = node_hash(stack.pop()[1], node)
            height += 1
        stack.append((height, node))
    if not stack:
        return hashlib.sha256(b"").digest()
    node = stack.pop()[1]
    while stack:
        node = node_hash(stack.pop()[1], node)
    return node


# --- Ed25519 (RFC 8032, section 6) ----------------------------------------------------------------
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def _add(a, b):
    w = (a[1] - a[0]) * (b[1] - b[0]) % P
    x = (a[1] + a[0]) * (b[1] + b[0]) % P
    y = 2 * a[3] * b[3] * D % P
    z = 2 * a[2] * b[2] % P
    e, f, g, h = x - w, z - y, z + y, x + w
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(scalar, point):
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point = _add(point, point)
        scalar >>= 1
    return total


def _same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def _x_of(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def _point(data):
    number = int.from_bytes(data, "little")
    y = number & ((1 << 255) - 1)
    x = _x_of(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = _x_of(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def ed25519_holds(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    key, first = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or first is None or scalar >= L:
        return False
    challenge = hashlib.sha512(signature[:32] + public + message).digest()
    factor = int.from_bytes(challenge, "little") % L
    return _same(_times(scalar, BASE), _add(first, _times(factor, key)))


# --- ECDSA on P-256 with SHA-256 (FIPS 186-5; curve of SP 800-186) ---------------------------------
P256 = 2**256 - 2**224 + 2**192 + 2**96 - 1
N256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B256 = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G256 = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def _plus(a, b):
    """The sum of two points; None is the point at infinity."""
    if a is None or b is None:
        return a or b
    if a[0] == b[0]:
        if (a[1] + b[1]) % P256 == 0:
            return None
        slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P256)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P256)
    x = (slope * slope - a[0] - b[0]) % P256
    return x, (slope * (a[0] - x) - a[1]) % P256


def _twice(one, a, other, b):
    """one * a + other * b"""
    both, total = _plus(a, b), None
    for bit in range(255, -1, -1):
        total = _plus(total, total)
        step = (one >> bit & 1) + 2 * (other >> bit & 1)
        total = _plus(total, (None, a, b, both)[step])
    return total


def es256_holds(x, y, message, signature):
    """Does the signature (r and s, 32 bytes each) hold under the point (x, y)?"""
    point = int.from_bytes(x, "big"), int.from_bytes(y, "big")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if len(signature) != 64 or not (0 < r < N256 and 0 < s < N256) or max(point) >= P256:
        return False
    if (point[1] ** 2 - point[0] ** 3 + 3 * point[0] - B256) % P256:
        return False
    digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
    factor = pow(s, -1, N256)
    found = _twice(digest * factor % N256, G256, r * factor % N256, point)
    return found is not None and found[0] % N256 == r


# --- Signed notes (C2SP) --------------------------------------------------------------------------
def _base64(text, what):
    if not BASE64.match(text):
        raise Bad("%s is not base64" % what)
    return base64.b64decode(text)


class Key:
    """One row of keys.json."""

    def __init__(self, row):
        if not isinstance(row, dict) or not isinstance(row.get("name"), str):
            raise Bad("keys.json: a key is an object with name, id, key, since, until")
        self.name, self.since, self.until = row["name"], row.get("since"), row.get("until")
        self.public = _base64(str(row.get("key")), "keys.json: a key")
        self.id = hashlib.sha256(self.name.encode() + b"\n\x01" + self.public).digest()[:4]
        if self.id.hex() != row.get("id"):
            raise Bad("keys.json: the id %s does not belong to its key" % row.get("id"))


class Checkpoint:
    """A checkpoint: origin, size, root, and the key of ``keys`` that signed it."""

    def __init__(self, data, keys, what):
        try:
            note = data.decode("utf-8")
        except UnicodeDecodeError:
            raise Bad("%s is not UTF-8" % what)
        text, gap, signatures = note.rpartition("\n\n")
        text += "\n"
        if not gap or not signatures.endswith("\n"):
            raise Bad("%s is not a signed note" % what)
        lines = text.split("\n")
        if len(lines) < 4 or not re.match(r"(0|[1-9][0-9]{0,14})\Z", lines[1]):
            raise Bad("%s has no origin, size and root" % what)
        self.origin, self.size = lines[0], int(lines[1])
        self.root = _base64(lines[2], "%s: the root" % what)
        self.key = self._signer(text.encode("utf-8"), signatures[:-1].split("\n"), keys, what)
        if self.key.name != self.origin:
            raise Bad("%s: signed in the name of %s, not of its origin" % (what, self.key.name))

    def _signer(self, text, lines, keys, what):
        known = False
        for line in lines:
            parts = line.split(" ")
            if len(parts) != 3 or parts[0] != "\u2014":
                raise Bad("%s: a signature line is malformed" % what)
            blob = _base64(parts[2], "%s: a signature" % what)
            for key in keys:
                if key.name == parts[1] and key.id == blob[:4]:
                    known = True
                    if ed25519_holds(key.public, text, blob[4:]):
                        return key
        if known:
            raise Bad("%s: the signature does not verify" % what)
        raise Bad("%s: signed by no key of keys.json" % what)


# --- The export -----------------------------------------------------------------------------------
class Export:
    """What lies in the directory, read once; `faults` grows while it is checked."""

    def __init__(self, folder):
        self.folder = folder
        self.faults = []
        self.notes = []  # what is no fault, and whoever reads should know
        self.keys = []
        self.entries = []  # one value per line; None where the line is broken
        self.leaves = []
        self.named = {}  # (path, sha256) -> number of the entry that names it
        self.lined = {}  # path of a .jsonl file -> {sha256: line}
        self.found = {}  # a type, or a type and a subject -> [(number, entry)]
        self.numbers = {}  # id of an entry -> its number
        self.lent = None  # the entries that lend a hand, found once
        self.bundle = None  # what the bundle of a decision holds, in a sentence

    def fault(self, text):
        self.faults.append(text)

    def path(self, name):
        return os.path.join(self.folder, *name.split("/"))

    def read(self, name):
        try:
            with open(self.path(name), "rb") as file:
                return file.read()
        except OSError:
            raise Bad("%s cannot be read" % name)

    def holds(self, name):
        """Whether it is a file, or a folder with a file somewhere below: an empty folder is nothing."""
        path = self.path(name)
        return not os.path.isdir(path) or any(files for _, _, files in os.walk(path))

    def lines(self, name):
        """The lines of a .jsonl file without their ends; none when it is not there."""
        if not os.path.exists(self.path(name)):
            return []
        data = self.read(name)
        if data and not data.endswith(b"\n"):
            raise Bad("%s: the last line has no end" % name)
        return data.split(b"\n")[:-1]

    def index(self):
        """Look through the log once, so that no decision has to."""
        self.found, self.numbers = {}, {}
        self.last = max((entry["at"] for entry in self.entries if entry), default="")
        for number, entry in enumerate(self.entries):
            if entry:
                self.numbers[id(entry)] = number
                for key in (entry["type"], (entry["type"], entry["subject"])):
                    self.found.setdefault(key, []).append((number, entry))

    def of(self, kind, subject=None, end=None):
        """Entries of a type, or of a type and a subject, before number ``end``, with their numbers, in order."""
        rows = self.found.get(kind if subject is None else (kind, subject), [])
        return rows if end is None else [row for row in rows if row[0] < end]

    def of_all(self, kinds, end=None):
        """Entries of any of these types before number ``end``, with their numbers, in order."""
        return sorted((row for kind in kinds for row in self.of(kind, None, end)), key=lambda row: row[0])

    def document(self, path, sha256):
        """The bytes that an entry names, or None: for the checks of decisions."""
        if path in LINES:
            if path not in self.lined:
                rows = self.lines(path)
                self.lined[path] = {hashlib.sha256(line).hexdigest(): line for line in rows}
            return self.lined[path].get(sha256)
        if not PLACE.match(path) or not os.path.isfile(self.path(path)):
            return None
        data = self.read(path)
        return data if hashlib.sha256(data).hexdigest() == sha256 else None


def check_entry(entry, number, prev):
    """Faults of one parsed entry, as texts."""
    if not isinstance(entry, dict) or sorted(entry) != ENTRY_KEYS:
        yield "its keys are not %s" % ", ".join(ENTRY_KEYS)
        return
    if entry["v"] != 1 or entry["v"] is True:
        yield "version %s is unknown" % json.dumps(entry["v"])
    if entry["seq"] != number or isinstance(entry["seq"], bool):
        yield "its number is %s" % json.dumps(entry["seq"])
    if entry["prev"] != prev:
        yield "prev is not the SHA-256 of the entry before: the chain is broken"
    if not isinstance(entry["type"], str) or not TYPE.match(entry["type"]):
        yield "the type is malformed"
    if not isinstance(entry["subject"], str) or not SUBJECT.match(entry["subject"]):
        yield "the subject is malformed"
    if not isinstance(entry["body"], dict):
        yield "the body is not an object"
    if not is_moment(entry["at"]):
        yield "the time %s is not UTC to the second" % json.dumps(entry["at"])


def is_readable(entry):
    """Can a decision read it, whatever else is wrong with it?"""
    if not isinstance(entry, dict) or sorted(entry) != ENTRY_KEYS or not isinstance(entry["body"], dict):
        return False
    return all(isinstance(entry[key], str) for key in ("at", "type", "subject"))


def is_moment(text):
    if not isinstance(text, str) or not MOMENT.match(text):
        return False
    try:
        datetime(*map(int, (text[:4], text[5:7], text[8:10], text[11:13], text[14:16], text[17:19])))  # noqa: DTZ001
    except ValueError:
        return False
    return True


def check_log(export):
    prev = "0" * 64
    for number, line in enumerate(export.lines("log.jsonl")):
        entry = None
        try:
            entry = parse(line)
        except Bad as bad:
            export.fault("entry %d: %s" % (number, bad))
        else:
            faults = list(check_entry(entry, number, prev))
            for text in faults:
                export.fault("entry %d: %s" % (number, text))
            if not is_readable(entry):
                entry = None
        export.entries.append(entry)
        export.leaves.append(leaf_hash(line))
        prev = hashlib.sha256(line).hexdigest()


def check_keys(export):
    """The keys of keys.json, each of which the log itself must have named, in the same order."""
    rows = read_loosely(export.read("keys.json").decode("utf-8"))
    keys = [Key(row) for row in rows["keys"]]
    begun = [e for e in export.entries if e and e["type"] == "ledger.key.begun"]
    told = [(e["body"].get("name"), e["body"].get("public_key")) for e in begun]
    listed = [(key.name, base64.b64encode(key.public).decode()) for key in keys]
    if told != listed:
        export.fault("keys.json: its keys are not those that the log names (ledger.key.begun)")
    else:
        for key, text in key_faults(rows["keys"], keys, begun):
            export.fault("keys.json: key %s %s" % (key, text))
    export.keys = keys
    return keys


def key_faults(rows, keys, begun):
    """Each key stands from the entry that names it, in the place of the one before, until the next one."""
    for number, (row, key, entry) in enumerate(zip(rows, keys, begun)):
        before = keys[number - 1].id.hex() if number else ""
        until = begun[number + 1]["at"] if number + 1 < len(begun) else None
        if entry["subject"] != "ledger.key/" + key.id.hex() or entry["body"].get("replaces") != before:
            yield key.id.hex(), "was begun in the place of another than the one before it"
        if row.get("since") != entry["at"] or row.get("until") != until:
            yield key.id.hex(), "stands for other days than the log says"


def read_loosely(text):
    """Any JSON with the depth and the numbers of the log; who wrote it may space and order it at will."""
    try:
        check_depth(text)
        return LOOSE_READER.decode(text)
    except Bad:
        raise ValueError(STUMBLED)


def check_head(export, keys):
    head = Checkpoint(export.read("checkpoint"), keys, "checkpoint")
    if head.size != len(export.leaves):
        export.fault("checkpoint: signed over %d entries, the log has %d" % (head.size, len(export.leaves)))
    if tree_root(export.leaves) != head.root:
        export.fault("checkpoint: the root of the log is not the one that was signed")
    if keys and head.key is not keys[-1]:
        export.fault("checkpoint: signed by %s, which is no longer the current key" % head.key.id.hex())
    return head


def check_old(export, keys, head, path):
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        raise Bad("older checkpoint: %s cannot be read" % path)
    old = Checkpoint(data, keys, "older checkpoint")
    if head is not None and old.origin != head.origin:
        export.fault("older checkpoint: it is of another log, %s" % old.origin)
    if old.size <= len(export.leaves) and tree_root(export.leaves[: old.size]) == old.root:
        return
    said = lost_by_epoch(export, old)
    if said:
        export.notes.append(said)
    elif old.size > len(export.leaves):
        export.fault(
            "older checkpoint: %d entries were signed, the log has only %d: entries were taken out"
            % (old.size, len(export.leaves))
        )
    else:
        export.fault(
            "older checkpoint: the first %d entries are not those it signed: the log was rewritten" % old.size
        )


# --- Epochs ---------------------------------------------------------------------------------------
# A backup was restored that is older than a checkpoint which somebody may hold. Then the log goes on with an entry that
# names this checkpoint, and the leaf hashes of what was lost under it where they are known.
EPOCH = "ledger.epoch.opened"


def check_epoch(number, before, entry, export):
    """Faults of one epoch: the entry's number, and how many epochs were opened before it."""
    body = entry["body"]
    if body["epoch"] != before + 2 or entry["subject"] != "ledger.epoch/%d" % (before + 2):
        yield "it is epoch %d of the log, and says another number" % (before + 2)
    if body["size"] != number:
        yield "it does not stand directly behind the entries that it says were left"
    elif tree_root(export.leaves[:number]).hex() != body["root"]:
        yield "the %d entries before it do not have the root that it says" % number
    try:
        lost = Checkpoint(body["lost"].encode("utf-8"), export.keys, "the lost checkpoint")
    except Bad as bad:
        yield str(bad)
        return
    if lost.size != body["lost_size"] or lost.root.hex() != body["lost_root"]:
        yield "the lost checkpoint has another size or root than it says"
    if lost.size <= number:
        yield "it calls a checkpoint over %d entries lost, when %d were left" % (lost.size, number)
    if "common" in body or "leaves" in body:
        common, gone = body["common"], lost_leaves(body)
        if not 0 <= common <= number or common + len(gone) != lost.size:
            yield "the lost leaves are not as many as were lost"
        elif tree_root(export.leaves[:common] + gone) != lost.root:
            yield "the lost leaves do not lead to the root of the lost checkpoint"


def lost_leaves(body):
    data = _base64(body["leaves"], "the list of lost leaves")
    return [data[at : at + 32] for at in range(0, len(data), 32)]


def sound_epochs(export):
    """The number and body of every epoch without a fault; those with one are told where decisions are."""
    before = 0
    for number, entry in enumerate(export.entries):
        if entry and entry["type"] == EPOCH:
            try:
                is_sound = not list(check_epoch(number, before, entry, export))
            except STUMBLES + (Bad,):
                is_sound = False
            if is_sound:
                yield number, entry["body"]
            before += 1


def lost_by_epoch(export, old):
    """A sentence about a checkpoint that an epoch names as lost, or that lies before one in the same lost history."""
    for number, body in sound_epochs(export):
        said = "epoch %d (entry %d) says that it was lost: " % (body["epoch"], number)
        if "leaves" not in body:
            if (old.size, old.root.hex()) == (body["lost_size"], body["lost_root"]):
                return said + "at most its first %d entries are here" % number
            continue
        common = body["common"]
        if not common < old.size <= body["lost_size"]:
            continue
        leaves = export.leaves[:common] + lost_leaves(body)[: old.size - common]
        if tree_root(leaves) == old.root:
            return said + "its first %d entries are here, %d are not" % (common, old.size - common)
    return None


# --- Documents ------------------------------------------------------------------------------------
def check_named(export):
    """Every document that an entry names is there, byte for byte."""
    hashes = {}
    for name in LINES:
        hashes[name] = {hashlib.sha256(line).hexdigest() for line in export.lines(name)}
    for number, entry in enumerate(export.entries):
        for row in (entry or {}).get("body", {}).get("documents", []):
            path, sha256 = (row.get("path"), row.get("sha256")) if isinstance(row, dict) else (None, None)
            if not isinstance(path, str) or not PLACE.match(path) or not HEX.match(str(sha256)):
                export.fault("entry %d: it names a document in a malformed way" % number)
                continue
            export.named[(path, sha256)] = number
            if path in LINES:
                if sha256 not in hashes[path]:
                    export.fault("entry %d: its line of %s is missing or changed" % (number, path))
            elif not os.path.isfile(export.path(path)):
                export.fault("entry %d: the document %s is missing" % (number, path))
            elif hashlib.sha256(export.read(path)).hexdigest() != sha256:
                export.fault("entry %d: the document %s was changed" % (number, path))


def check_unnamed(export):
    """No document lies there that no entry names."""
    paths = {path for path, _ in export.named}
    for folder in FOLDERS:
        if os.path.isdir(export.path(folder)):
            for name in sorted(os.listdir(export.path(folder))):
                if "%s/%s" % (folder, name) not in paths and export.holds("%s/%s" % (folder, name)):
                    export.fault("%s/%s: no entry names this document" % (folder, name))
    for name in LINES:
        for number, line in enumerate(export.lines(name), start=1):
            if (name, hashlib.sha256(line).hexdigest()) not in export.named:
                export.fault("%s line %d: no entry names it" % (name, number))


# --- Decisions ------------------------------------------------------------------------------------
# type of an entry -> a function (entry, export) that yields one text per fault. The functions read
# documents by export.document(path, sha256) and other entries by export.of(type, subject), and share nothing
# with the code of the platform: this is the second evaluation.
DECISIONS = {}


# --- Votes of the council, counted a second time ---------------------------------------------------
# docs/reference/council.md states the rule language; this reads it anew, in whole numbers and fractions.
DOMAIN = b"council-commit/v1\x00"


def same_vote(export, closing, kind):
    """Entries of one kind in the same vote (motion and round), with their numbers."""
    round_ = closing["body"]["round"]
    for number, entry in export.of(kind, closing["subject"]):
        if entry["body"].get("round", round_) == round_:
            yield number, entry


def named_document(export, entry, path, what):
    for row in entry["body"].get("documents", []):
        if row["path"] == path or (path.endswith("/") and row["path"].startswith(path)):
            data = export.document(row["path"], row["sha256"])
            if data is not None:
                return row["sha256"], parse(data)
    raise Bad("%s is missing from the export" % what)


def check_vote(closing, export):
    """Everything that a close announces, from the log and its documents alone."""
    end = export.numbers[id(closing)]
    openings = [(n, e) for n, e in same_vote(export, closing, "council.voting.opened") if n < end]
    if len(openings) != 1:
        yield "the vote was opened %d times before this close" % len(openings)
        return
    start, opening = openings[0]
    rule_sha, rule = named_document(export, opening, "rules/", "the rule")
    roll_sha, roll = named_document(export, opening, "rolls.jsonl", "the roll")
    _, opened = named_document(export, closing, "openings.jsonl", "the line of openings")
    for name, sha in (("rule", rule_sha), ("roll", roll_sha)):
        if opening["body"][name] != sha or closing["body"][name] != sha:
            yield "the %s is not the one that was frozen at the opening" % name
    if closing["body"]["purpose"] != opening["body"]["purpose"]:
        yield "opening and close differ on what the vote was for"
    if "present" in roll:
        yield "the roll at the opening says who was present"
    for text in check_scheduled(export, opening, start):
        yield text
    if opening["body"].get("room") or closing["body"].get("room"):
        for text in check_called(export, opening, start, rule, roll, closing, end, opened):
            yield text
        return
    if opening["body"]["purpose"] == "override":
        for text in check_cooled(export, opening, start, rule):
            yield text
        rule = override_of(rule)
    for text in check_roll(export, opening, start, roll, rule):
        yield text
    cast = list(same_vote(export, closing, "council.ballot.cast"))
    for text in check_hours(cast, opening, start, closing, end):
        yield text
    for text in check_openings([e for _, e in cast], opened, closing):
        yield text
    for text in check_reasons(export, closing, opened):
        yield text
    for text in check_reasoned(export, closing, opened, roll):
        yield text
    for text in check_instructions(export, closing, opened, cast, end):
        yield text
    for text in check_set_aside(export, opened, [e for _, e in cast], closing, end):
        yield text
    for text in check_signatures(export, cast):
        yield text
    for text in check_hands(export, cast, roll, rule):
        yield text
    named, rooms = None, rooms_of(export, closing["subject"], opening["body"]["closes_at"], end)
    if "presence" in closing["body"]:
        sha, named = named_document(export, closing, "rolls.jsonl", "the presence at the close")
        if sha != closing["body"]["presence"]:
            yield "the presence at the close is not the one that it names"
        roll = dict(roll, present=named["present"])
    for text in check_presence(rooms, named):
        yield text
    for text in check_outcome(export, opened, rule, roll, closing, end):
        yield text


IN_THE_ROOM = (
    "council.agenda.published", "council.sitting.opened", "council.sitting.adjourned", "council.sitting.closed",
    "council.seat.arrived", "council.seat.left",
)  # fmt: skip


def rooms_of(export, motion, hour, end):
    """Sittings that published an agenda with this motion: [in session at the hour, seats in, seats unsure]."""
    rooms = {}
    for _, entry in export.of_all(IN_THE_ROOM, end):
        if entry["at"] > hour:
            continue
        kind, body = entry["type"], entry["body"]
        if kind == "council.agenda.published" and motion in body["motions"]:
            rooms[entry["subject"]] = [False, set(), set()]
        room = rooms.get(entry["subject"])
        if room is None:
            continue
        if kind == "council.sitting.opened":
            room[0] = True
        elif kind in ("council.sitting.adjourned", "council.sitting.closed"):
            # Moments are logged to the second: what bears the hour's own second may be before it or after.
            room[0], gone = None if entry["at"] == hour else False, room[1]
            room[1], room[2] = set(), room[2] | gone if entry["at"] == hour else room[2]
        elif kind in ("council.seat.arrived", "council.seat.left"):
            (room[1].add if kind.endswith("arrived") else room[1].discard)(body["seat"])
            if entry["at"] == hour:
                room[2].add(body["seat"])
    return rooms


def check_presence(rooms, line):
    """Who was in the room at the close, as the comings and goings in the log make it."""
    sittings = line["sittings"] if line else []
    for name in sorted(set(sittings) - set(rooms)):
        yield "%s: its agenda did not hold this motion" % name
    for name, room in sorted(rooms.items()):
        if room[0] and name not in sittings:
            yield "%s: it was in session at the close, which does not say so" % name
    held = [room for name, room in rooms.items() if name in sittings]
    there = set().union(*[room[1] for room in held])
    unsure = set().union(*[room[2] for room in held])
    for seat in sorted((there ^ set(line["present"] if line else [])) - unsure):
        yield "seat %s: the log and the presence at the close differ" % seat


def check_outcome(export, opened, rule, roll, closing, end):
    counted = [row for row in opened["ballots"] if row["live"] and "set_aside" not in row]
    ties = ties_before(export, closing["subject"], end)
    if closing["body"]["ties_before"] != ties:
        yield "it says %s ties went before, the log has %d" % (closing["body"]["ties_before"], ties)
    whole = all(fits(row, closing) for row in counted)
    outcome = decide(rule, roll, counted, 1 + ties) if whole else "void"
    if outcome != closing["body"]["outcome"]:
        yield "announced as %s, but the rule makes it %s" % (closing["body"]["outcome"], outcome)
    for text in check_chambers(rule, roll, counted if whole else [], closing):
        yield text


def ties_before(export, subject, end):
    """How often the motion tied before an entry; a round that was counted again is one with its recount."""
    again = {
        entry["body"].get("recounts")
        for _, entry in same_motion(export, subject, "council.voting.opened", end)
    }
    closed = [entry["body"] for _, entry in same_motion(export, subject, "council.voting.closed", end)]
    return sum(body["outcome"] == "tied" and body["round"] not in again for body in closed)


def same_motion(export, subject, kind, end):
    """Entries of one kind about one motion before an entry, with their numbers."""
    return export.of(kind, subject, end)


def check_hours(cast, opening, start, closing, end):
    """Every ballot between opening and close, in the log and by the clock; no close before its hour."""
    hour = opening["body"]["closes_at"]
    if closing["at"] < hour:
        yield "the vote was closed at %s, before its hour %s" % (closing["at"], hour)
    for number, entry in cast:
        # Moments are logged to the second, so the last second before the hour may bear its name.
        if number > end or entry["at"] > hour:
            yield "entry %d is a ballot cast after the close" % number
        if number < start or entry["at"] < opening["at"]:
            yield "entry %d is a ballot cast before the opening" % number


def check_scheduled(export, opening, start):
    """The rule is the one that the motion, or the whole it is a part of, was scheduled with, the newest of its name."""
    subject = whole_of(export, opening["subject"], start) or opening["subject"]
    rows = same_motion(export, subject, "council.motion.scheduled", start)
    if not rows:
        yield "the vote was opened, but never scheduled"
        return
    number, scheduled = rows[-1]
    if scheduled["body"]["rule"] != opening["body"]["rule"]:
        yield "the rule is not the one that the motion was scheduled with"
    own = same_motion(export, opening["subject"], "council.motion.scheduled", start)
    for text in check_touched(export, opening, start, own[-1][1]) if own else ():
        yield text
    rule, newest, ever = scheduled["body"]["rule"], {}, set()
    for _, entry in export.of("council.rule.defined", end=number):
        newest[entry["subject"].rsplit(".v", 1)[0]] = entry["body"]["sha256"]
        ever.add(entry["body"]["sha256"])
    if rule not in ever:
        yield "the motion was scheduled under a rule that was not yet defined"
    elif rule not in newest.values():
        yield "the motion was scheduled under a rule that had a newer version"


def check_touched(export, opening, start, scheduled):
    """It touches what it was scheduled with, and what seats of living systems said besides, unless that was dismissed."""
    said, ruled = concerns_of(export, opening["subject"], start)
    if any(concern not in ruled for concern in said):
        yield "a living system's seat said that it is touched, and nothing was ruled on it"
    found = {
        speaks_for(export, seat, start) for concern, seat in said.items() if ruled.get(concern) == "upheld"
    }
    named = scheduled["body"]["affects"]
    if opening["body"]["affects"] != (sorted(found.union(named)) if found else named):
        yield "the living systems that it touches are not those that the motion was scheduled with"


def concerns_of(export, motion, end):
    """What seats of living systems said of a motion before an entry (concern: seat), and the rulings (concern: word)."""
    said = [e["body"] for _, e in same_motion(export, motion, "council.concern.raised", end)]
    ruled = [e["body"] for _, e in same_motion(export, motion, "council.concern.ruled", end)]
    return {row["concern"]: row["seat"] for row in said}, {row["concern"]: row["ruling"] for row in ruled}


def speaks_for(export, seat, end):
    """The living system that a seat was made to speak for, or ""."""
    made = [e["body"] for _, e in export.of("council.seat.created", "council.seat/%s" % seat, end)]
    return made[-1]["represents"] if made else ""


def check_cooled(export, opening, start, rule):
    """An override follows a veto, after the cooling days that the rule asks for."""
    vetoed = [e for _, e in same_motion(export, opening["subject"], "council.motion.vetoed", start)]
    if not vetoed:
        yield "an override of a motion that nobody vetoed"
        return
    if opening["at"] < override_opens(vetoed[-1], rule):
        yield "the override was opened before the cooling days were over"


def override_opens(vetoed, rule):
    """The first moment at which a vetoed motion may be put to the vote once more."""
    return later(vetoed["at"], consent_of(rule)["override"].get("cooling_days", 0))


def mandates_before(export, end):
    """Mandates as the log knew them at an entry: subject -> (seat, hand, since, until or None)."""
    found = {}
    for _, entry in export.of_all(("council.mandate.given", "council.mandate.ended"), end):
        if entry["type"] == "council.mandate.given":
            body = entry["body"]
            found[entry["subject"]] = (body["seat"], body["hand"], body["since"], body["until"])
        elif entry["subject"] in found:
            found[entry["subject"]] = found[entry["subject"]][:3] + (entry["at"],)
    return found


def mandate_before(export, subject, end):
    """One of them, found by its name; None when the log did not know it."""
    given = export.of("council.mandate.given", subject, end)
    if not given:
        return None
    number, entry = given[-1]
    ended = [e["at"] for n, e in export.of("council.mandate.ended", subject, end) if n > number]
    body = entry["body"]
    return body["seat"], body["hand"], body["since"], ended[-1] if ended else body["until"]


def in_force(mandate, at):
    """At a whole second: moments are logged to the second, so equal ones may be either way."""
    return mandate[2] <= at and (mandate[3] is None or at <= mandate[3])


def surely_in_force(mandate, at):
    return mandate[2] < at and (mandate[3] is None or at < mandate[3])


def check_roll(export, opening, start, roll, rule):
    """The roll against the mandates and seats that the log gave before the opening."""
    # A vote that was held on paper has the roll of that hour.
    mandates, at = mandates_before(export, start), opening["body"].get("held_at", opening["at"])
    listed = set()
    codes = [row["seat"] for row in roll["seats"]]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield "seat %s stands on the roll more than once" % code
    for row in roll["seats"]:
        if len(set(row["hands"])) != len(row["hands"]) or len(row["hands"]) != len(row["mandates"]):
            yield "seat %s stands on the roll with hands that are not those of its mandates" % row["seat"]
        for hand, code in zip(row["hands"], row["mandates"]):
            mandate = mandates.get("council.mandate/" + code)
            listed.add("council.mandate/" + code)
            if mandate is None or mandate[:2] != (row["seat"], hand) or not in_force(mandate, at):
                yield "seat %s stands on the roll with a mandate that is not in force" % row["seat"]
    seats = {row["seat"]: row for row in roll["seats"]}
    for subject, mandate in sorted(mandates.items()):
        if surely_in_force(mandate, at) and mandate[0] in seats and subject not in listed:
            yield "the roll lacks a mandate in force for seat %s" % mandate[0]
    recused, objected = set(), set()
    for _, entry in same_motion(export, opening["subject"], "council.seat.recused", start):
        if entry["at"] <= at:
            recused.add(entry["body"]["seat"])
    recused -= standing_in(export, opening["subject"], roll, start, at)
    if opening["body"]["purpose"] == "override":
        for _, entry in same_motion(export, opening["subject"], "council.objection.filed", start):
            objected.add(entry["body"]["seat"])
        if objected.intersection(seats):
            yield "an objecting seat stands on the roll of the override"
    for text in check_seats(export, start, seats, objected, {c["body"] for c in rule["chambers"]}):
        yield text
    for row in roll["seats"]:
        if row["recused"] != (row["seat"] in recused):
            yield "seat %s: the roll and the log differ on its recusal" % row["seat"]
    for text in check_recusals(export, opening, start):
        yield text


def check_seats(export, start, seats, objected, bodies):
    """Each seat as the log made it: none missing, none with another chamber, group, weight or right."""
    made = {}
    for _, entry in export.of_all(("council.seat.created", "council.seat.abolished"), start):
        if entry["type"] == "council.seat.created":
            made[entry["subject"].split("/", 1)[1]] = entry["body"]
        else:
            made.pop(entry["subject"].split("/", 1)[1], None)
    for code, body in sorted(made.items()):
        row = seats.get(code)
        if row is None:
            if body["body_code"] in bodies and code not in objected:
                yield "seat %s is missing from the roll" % code
            continue
        told = (
            row["body"],
            row["joint"],
            row["group"],
            row["votes"],
            row.get("weights", {}),
            row["represents"],
            row.get("veto", True),
        )
        own = (body["body_code"], body["joint"], body["group"], "vote" in body["capacity"])
        veto = not body["represents"] or "veto" in body["capacity"]
        if told != (*own, body.get("weights", {}), body["represents"], veto):
            yield "seat %s is not on the roll as the log made it" % code
    for code in sorted(set(seats) - set(made)):
        yield "seat %s is on the roll, but the log never made it" % code


# Where another than the hand's own holder cast: the seat that held its proxy, or the call of its substitute.
LENT = ("proxy", "substitute")


def fits(row, closing):
    """Does the opening make the commitment that it names?"""
    value = {"motion": closing["subject"].split("/", 1)[1], "round": closing["body"]["round"]}
    value.update((name, row[name]) for name in ("choice", "hand", "seat") + LENT if name in row)
    made = hashlib.sha256(DOMAIN + bytes.fromhex(row["salt"]) + canonical(value)).hexdigest()
    return len(row["salt"]) == 64 and made == row["commitment"]


def check_openings(cast, opened, closing):
    """One opening for each sealed ballot, each fitting its commitment; the last of a hand is the live one."""
    sealed = {entry["body"]["n"]: entry["body"] for entry in cast}
    if len(sealed) != len(cast):
        yield "two ballots have one place in the vote"
    if [entry["body"]["n"] for entry in cast] != sorted(sealed):
        yield "the places of the ballots are not in the order of the log"
    rows = {row["n"]: row for row in opened["ballots"]}
    if len(rows) != len(opened["ballots"]):
        yield "one ballot was opened twice"
    last = {}
    for n in sorted(sealed):
        body = sealed[n]
        last[(body["seat"], body["hand"])] = n
        row = rows.pop(n, None)
        if row is None:
            yield "the ballot of seat %s (place %d) was never opened" % (body["seat"], n)
            continue
        # One that does not open makes the vote void; a vote that says so has hidden nothing.
        if row["commitment"] != body["commitment"] or not (fits(row, closing) or is_void(closing)):
            yield "the opening of seat %s (place %d) does not fit its commitment" % (row["seat"], n)
        if (row["seat"], row["hand"]) != (body["seat"], body["hand"]):
            yield "the opening at place %d is of another seat or hand" % n
        if any(row.get(name) != body.get(name) for name in LENT):
            yield "the opening at place %d was cast by another than its sealed ballot" % n
    for n in sorted(rows):
        yield "the opening at place %d belongs to no sealed ballot" % n
    for row in opened["ballots"]:
        if row["live"] != (last.get((row["seat"], row["hand"])) == row["n"]):
            yield "seat %s: the live ballot is not the last one cast" % row["seat"]


def check_reasons(export, closing, opened):
    """Each reason that was sealed with a ballot is opened with it, and fits its commitment."""
    sealed = {e["body"]["n"]: e["body"] for _, e in same_vote(export, closing, "council.reason.given")}
    ballots = {row["n"]: row for row in opened["ballots"]}
    rows = {row["n"]: row for row in opened.get("reasons", [])}
    for n in sorted(set(sealed) | set(rows)):
        if n not in rows:
            yield "the reason of seat %s (place %d) was never opened" % (sealed[n]["seat"], n)
            continue
        row, ballot = rows[n], ballots.get(n)
        value = {"motion": closing["subject"].split("/", 1)[1], "round": closing["body"]["round"]}
        value.update((name, row[name]) for name in ("articles", "n", "text", "departure") if name in row)
        made = hashlib.sha256(DOMAIN + bytes.fromhex(row["salt"]) + canonical(value)).hexdigest()
        if n not in sealed or made != row["commitment"] or row["commitment"] != sealed[n]["commitment"]:
            yield "the reason at place %d does not fit its commitment" % n
        elif ballot is None or (ballot["seat"], ballot["hand"]) != (sealed[n]["seat"], sealed[n]["hand"]):
            yield "the reason at place %d belongs to no ballot of its seat" % n


def check_reasoned(export, closing, opened, roll):
    """Each ballot of a seat that speaks for a living system carries its reason."""
    reasoned = {e["body"]["n"] for _, e in same_vote(export, closing, "council.reason.given")}
    speaking = {row["seat"] for row in roll["seats"] if row["represents"]}
    for row in opened["ballots"]:
        if row["seat"] in speaking and row["n"] not in reasoned:
            yield "the ballot of seat %s (place %d) speaks for a living system without a reason" % (
                row["seat"],
                row["n"],
            )


def check_instructions(export, closing, opened, cast, end):
    """Each instruction sealed before this close is opened, fits its commitment, and came before the seat's ballots."""
    subject = closing["subject"]
    given = [(n, e["body"]) for n, e in export.of("council.instruction.given", subject) if n < end]
    asked = {e["body"]["seat"]: n for n, e in export.of("council.instruction.asked", subject)}
    sealed = {(body["seat"], body["n"]): body["commitment"] for _, body in given}
    rows = {(row["seat"], row["n"]): row for row in opened.get("instructions", [])}
    for key in sorted(set(sealed) | set(rows)):
        what = "instruction %d for seat %s" % (key[1], key[0])
        if key not in rows:
            yield "the %s was never opened" % what
            continue
        row, value = rows[key], {"motion": subject.split("/", 1)[1]}
        value.update((name, rows[key][name]) for name in ("answer", "n", "seat", "text"))
        made = hashlib.sha256(DOMAIN + bytes.fromhex(row["salt"]) + canonical(value)).hexdigest()
        if key not in sealed or made != row["commitment"] or row["commitment"] != sealed[key]:
            yield "the %s does not fit its commitment" % what
    for number, body in given:
        if asked.get(body["seat"], end) > number:
            yield "entry %d instructs seat %s, which had not asked" % (number, body["seat"])
        if any(n < number and e["body"]["seat"] == body["seat"] for n, e in cast):
            yield "entry %d instructs seat %s after its ballot" % (number, body["seat"])
    for text in check_departures(export, opened, given, rows, cast):
        yield text


def check_departures(export, opened, given, rows, cast):
    """Who departs from her instruction says why where her seat asks it; nobody else says that she departs."""
    strict = set()
    for _, entry in export.of("council.seat.created"):
        if entry["body"].get("explains_departures"):
            strict.add(entry["subject"].split("/", 1)[1])
    choices = {row["n"]: row["choice"] for row in opened["ballots"]}
    said = {row["n"] for row in opened.get("reasons", []) if "departure" in row}
    for number, entry in cast:
        seat, n = entry["body"]["seat"], entry["body"]["n"]
        told = [
            rows.get((seat, b["n"]), {}).get("answer") for at, b in given if b["seat"] == seat and at < number
        ]
        departs = bool(told) and told[-1] not in (None, "free", choices.get(n))
        if n in said and not departs:
            yield "the ballot at place %d explains a departure from no instruction" % n
        if departs and seat in strict and n not in said:
            yield "the ballot at place %d departs from its instruction and does not say why" % n


def is_void(closing):
    return closing["body"]["outcome"] == "void"


def check_set_aside(export, opened, cast, closing, end):
    """A live ballot is set aside exactly when its mandate, or its proxy, ended before the close."""
    when = {entry["body"]["n"]: entry["at"] for entry in cast}
    mandates, lent = mandates_before(export, end), proxies_before(export, closing["subject"], end)
    for row in opened["ballots"]:
        if not row["live"] or row["n"] not in when:
            continue
        # A proxy casts under its holder's mandate, of whichever hand; all others under the hand's own.
        own = [m for m in mandates.values() if m[:2] == (row["seat"], row["hand"])]
        if "proxy" in row:
            own = [m for m in mandates.values() if m[0] == row["proxy"]]
        own = [m for m in own if in_force(m, when[row["n"]])]
        sure = [m for m in own if surely_in_force(m, closing["at"])]
        runs = any(in_force(m, closing["at"]) for m in own)
        if "proxy" in row:
            holder, given = lent.get(row["seat"], (None, None))
            under = mandates.get(given)
            kept = holder == row["proxy"] and under is not None
            runs = runs and kept and in_force(under, closing["at"])
            sure = sure if kept and surely_in_force(under, closing["at"]) else []
        if not own:
            yield "seat %s cast without a mandate in force" % row["seat"]
        elif "set_aside" in row and len(sure) == len(own):
            yield "the ballot of seat %s was set aside though its mandate ran" % row["seat"]
        elif "set_aside" not in row and not runs:
            yield "the ballot of seat %s was counted though its mandate had ended" % row["seat"]


# --- By whose hand ----------------------------------------------------------------------------------
LENDING = ("council.proxy.", "council.substitute.", "council.interest.")


def lending(export, end):
    """Entries before one that tell of proxies, substitutes and interests."""
    if export.lent is None:
        export.lent = [(n, e) for n, e in enumerate(export.entries) if e and e["type"].startswith(LENDING)]
    return [entry for number, entry in export.lent if number < end]


def proxies_before(export, subject, end):
    """Proxies of one motion as they stood at an entry: giver -> (holder, mandate it was given under)."""
    found = {}
    for entry in lending(export, end):
        if entry["subject"] == subject and entry["type"] == "council.proxy.given":
            body = entry["body"]
            found[body["seat"]] = (body["holder"], "council.mandate/" + body["mandate"])
        elif entry["subject"] == subject and entry["type"] == "council.proxy.revoked":
            found.pop(entry["body"]["seat"], None)
    return found


def calls_before(export, end):
    """Substitutes called and not sent back at an entry: call -> body; those never named are left out."""
    named, found = {}, {}
    for entry in lending(export, end):
        body = entry["body"]
        if entry["type"] == "council.substitute.named":
            named[body["substitute"]] = body
        elif entry["type"] == "council.substitute.called":
            who = named.get(body["substitute"])
            if who is not None and (who["seat"], who["hand"]) == (body["seat"], body["hand"]):
                found[body["call"]] = dict(body, ends=[who["until"], body["until"]])
        elif entry["type"] == "council.substitute.unnamed":
            found = {code: call for code, call in found.items() if call["substitute"] != body["substitute"]}
        elif entry["type"] == "council.substitute.ended":
            found.pop(body["call"], None)
    return found


def calls_for(call, subject, seat, hand, at, sure=False):
    """Does the call give this hand to the substitute in this motion at that moment?"""
    if (call["seat"], call["hand"]) != (seat, hand) or call["motion"] not in ("", subject.split("/", 1)[1]):
        return False
    ends = [end for end in call["ends"] if end is not None]
    if sure:
        return call["since"] < at and all(at < end for end in ends)
    return call["since"] <= at and all(at <= end for end in ends)


def covered_seats(export, subject, end):
    """Recused seats of a motion whose substitutes take part in their place, before an entry."""
    return {e["body"]["seat"] for _, e in same_motion(export, subject, "council.recusal.covered", end)}


def standing_in(export, subject, roll, end, at):
    """Those of them for which a substitute is called at that moment."""
    covered, calls = covered_seats(export, subject, end), calls_before(export, end).values()
    return {
        row["seat"]
        for row in roll["seats"]
        if row["seat"] in covered
        and any(calls_for(call, subject, row["seat"], hand, at) for call in calls for hand in (1, 2))
    }


def check_hands(export, cast, roll, rule):
    """Each ballot by a hand that might cast it: never for a recused seat; proxies given, substitutes called."""
    rows = {row["seat"]: row for row in roll["seats"]}
    for number, entry in cast:
        body, at, subject = entry["body"], entry["at"], entry["subject"]
        row = rows.get(body["seat"])
        if row is None:
            yield "entry %d is a ballot for seat %s, which is not on the roll" % (number, body["seat"])
            continue
        if row["recused"]:
            yield "entry %d is a ballot for seat %s, which is recused" % (number, body["seat"])
        calls, covered = calls_before(export, number), covered_seats(export, subject, number)
        if body["seat"] in covered and "substitute" not in body:
            yield "entry %d: seat %s is recused, and was cast by another than its substitute" % (
                number,
                body["seat"],
            )
        if "proxy" in body and body["proxy"] in covered:
            yield "entry %d: seat %s was cast by proxy of a seat that is recused" % (number, body["seat"])
        if "proxy" in body:
            for text in check_proxy(proxies_before(export, subject, number), body, rows, roll, rule):
                yield "entry %d: %s" % (number, text)
        elif "substitute" in body:
            call = calls.get(body["substitute"])
            if call is None or not calls_for(call, subject, body["seat"], body["hand"], at):
                yield "entry %d: seat %s was cast by a substitute who was not called" % (number, body["seat"])
        elif any(calls_for(c, subject, body["seat"], body["hand"], at, True) for c in calls.values()):
            yield "entry %d: seat %s was cast by its holder, but a substitute held the hand" % (
                number,
                body["seat"],
            )


def keys_before(export, end):
    """Keys by which hands sign their ballots, as they stand at an entry: key -> (mandate, what was enrolled).

    A key is enrolled once, under a mandate that has none standing, for that mandate's own hand; only its own entry ends it.
    """
    found, used = {}, set()
    rows = [row for act in ("enrolled", "ended") for row in export.of("council.ballot_key." + act, end=end)]
    for number, entry in sorted(rows, key=lambda row: row[0]):
        if entry["type"] == "council.ballot_key.enrolled":
            body, subject = entry["body"], entry["subject"]
            mandate = mandate_before(export, subject, number)
            own = mandate is not None and mandate[:2] == (body["seat"], body["hand"])
            if own and body["key"] not in used and subject not in [row[0] for row in found.values()]:
                found[body["key"]] = (subject, body)
            used.add(body["key"])
        elif entry["body"]["key"] in found:
            if found[entry["body"]["key"]][0] == entry["subject"]:
                del found[entry["body"]["key"]]
    return found


def check_signatures(export, cast):
    """Where a hand signs, each ballot that it casts itself bears the signature of its key; no other bears one."""
    for number, entry in cast:
        body, keys = entry["body"], keys_before(export, number)
        own = {
            code: row
            for code, row in keys.items()
            if (row[1]["seat"], row[1]["hand"]) == (body["seat"], body["hand"])
        }
        lent = any(name in body for name in LENT)
        if "signed" not in body:
            runs = [] if lent else [mandate_before(export, row[0], number) for row in own.values()]
            if any(surely_in_force(mandate, entry["at"]) for mandate in runs):
                yield "entry %d: seat %s signs its ballots, and this one is not signed" % (
                    number,
                    body["seat"],
                )
            continue
        key = own.get(body["signed"]["key"])
        if lent or key is None or not in_force(mandate_before(export, key[0], number), entry["at"]):
            yield "entry %d: seat %s was signed with a key that does not stand" % (number, body["seat"])
            continue
        for text in signature_faults(body["signed"], key[1], body["commitment"]):
            yield "entry %d: the signature of seat %s %s" % (number, body["seat"], text)


def signature_faults(signed, key, commitment):
    """A WebAuthn assertion for this very ballot, at the site and with the key that were enrolled."""
    told = {name: bytes.fromhex(signed[name]) for name in ("authenticator", "client", "signature")}
    challenge = base64.urlsafe_b64encode(bytes.fromhex(commitment)).rstrip(b"=").decode()
    starts = '{"type":"webauthn.get","challenge":"%s","origin":"%s"' % (challenge, key["origin"])
    starts, client, data = starts.encode("utf-8"), told["client"], told["authenticator"]
    if not client.startswith(starts) or client[len(starts) : len(starts) + 1] not in (b",", b"}"):
        yield "is for another act"
    if len(data) < 37 or data[:32] != hashlib.sha256(key["site"].encode("utf-8")).digest():
        yield "was given at another site"
    elif not data[32] & 1:
        yield "was given by no hand"
    message = data + hashlib.sha256(client).digest()
    if not es256_holds(bytes.fromhex(key["x"]), bytes.fromhex(key["y"]), message, told["signature"]):
        yield "does not hold"


def check_proxy(given, body, rows, roll, rule):
    """Same chamber, given and not taken back, one held, not passed on; never for a living system or a pair."""
    seat, holder = body["seat"], body["proxy"]
    allowed = rule.get("proxies", "none")
    if allowed == "none":
        yield "seat %s was cast by proxy, and the rule knows none" % seat
    if given.get(seat, (None,))[0] != holder:
        yield "seat %s was cast by proxy of seat %s, to which it was not given" % (seat, holder)
    if holder in given or seat in [row[0] for row in given.values()]:
        yield "seat %s was cast by a proxy of a proxy" % seat
    if sum(row[0] == holder for row in given.values()) > 1:
        yield "seat %s holds two proxies" % holder
    if holder not in rows or rows[holder]["body"] != rows[seat]["body"]:
        yield "the proxy of seat %s sits in another chamber" % seat
    if rows[seat].get("represents") or rows[seat]["joint"] or rows.get(holder, {}).get("joint"):
        yield "seat %s speaks for a living system or is held jointly, and was cast by proxy" % seat
    if rows.get(holder, {}).get("recused"):
        yield "seat %s was cast by proxy of seat %s, which is recused" % (seat, holder)
    if allowed == "absent" and seat in (roll.get("present") or []):
        yield "seat %s was present and was cast by proxy" % seat


def check_recusals(export, opening, start):
    """A mandatory recusal rests on a declared interest, an upheld one on a challenge that was upheld, a substitute on a recusal."""
    for number, entry in same_motion(export, opening["subject"], "council.recusal.covered", start):
        seat, known = (
            entry["body"]["seat"],
            same_motion(export, opening["subject"], "council.seat.recused", number),
        )
        if seat not in {other["body"]["seat"] for _, other in known}:
            yield "a substitute took the place of seat %s, which was not recused" % seat
    for number, entry in same_motion(export, opening["subject"], "council.seat.recused", start):
        body, held = entry["body"], set()
        for told in lending(export, number):
            if told["type"] == "council.interest.declared" and told["body"]["seat"] == body["seat"]:
                held.add(told["body"]["interest"])
            elif told["type"] == "council.interest.withdrawn":
                held.discard(told["body"]["interest"])
        if body["recusal"] == "mandatory" and body["interest"] not in held:
            yield "seat %s was recused for an interest that it had not declared" % body["seat"]
        ruled = same_motion(export, opening["subject"], "council.challenge.ruled", number)
        upheld = {e["body"]["seat"] for _, e in ruled if e["body"]["ruling"] == "upheld"}
        if body["recusal"] == "upheld" and body["seat"] not in upheld:
            yield "seat %s was recused on a challenge that nobody upheld" % body["seat"]


# --- Called in the room -----------------------------------------------------------------------------
# Two tellers copy the roll; each copy is sealed in the log when it comes in, and opened with the close.
WORDS = ("yes", "no", "abstain", "absent")
OFFICES = ("chair", "teller_1", "teller_2")
# Days in which a seat may dispute its word, and in which a dispute must be ruled on.
DISPUTED, RULED = 1, 7


def check_called(export, opening, start, rule, roll, closing, end, opened):
    """A vote called in the room: nothing sealed in it, two copies that agree, the words counted as they say."""
    if not (opening["body"].get("room") and closing["body"].get("room") and opened.get("room")):
        yield "opening and close differ on whether it was called in the room"
        return
    for number, entry in same_vote(export, closing, "council.ballot.cast"):
        yield "entry %d is a sealed ballot in a vote that was called in the room" % number
    if any("commitment" in row or not row.get("room") for row in opened["ballots"]):
        yield "what was called in the room holds a sealed ballot"
    rows = [(row["seat"], row["hand"]) for row in opened["ballots"]]
    for seat, hand in sorted({row for row in rows if rows.count(row) > 1}):
        yield "seat %s: its hand %d is counted twice" % (seat, hand)
    if "recounts" in opening["body"]:
        words = check_recount(export, opening, start, rule, roll, closing)
    else:
        words = check_tellers(export, opening, start, rule, roll, closing, end, opened)
    for text in words:
        yield text


def check_words(words, opened, roll):
    """Each line of the roll has its word, and is counted as that and nothing else."""
    lines = set()
    for row in roll["seats"]:
        if row["votes"] and not row["recused"]:
            lines.update("%s/%d" % (row["seat"], hand) for hand in row["hands"])
    for line in sorted(set(words) - lines):
        yield "line %s was called, but it is not on the roll or is recused" % line
    for line in sorted(lines - set(words)):
        yield "line %s of the roll was not called" % line
    spoken = {line: word for line, word in words.items() if word != "absent"}
    if not set(words.values()) <= set(WORDS):
        yield "a word is none of %s" % ", ".join(WORDS)
    counted = {"%s/%d" % (row["seat"], row["hand"]): row["choice"] for row in opened["ballots"]}
    for line in sorted(set(spoken) | set(counted)):
        if spoken.get(line) != counted.get(line):
            yield "line %s was counted otherwise than it was settled" % line


def check_tellers(export, opening, start, rule, roll, closing, end, opened):
    """The two copies, what they come to, and the count of it."""
    for text in check_roll(export, opening, start, roll, rule):
        yield text
    agendas = [
        e["body"]["motions"] for _, e in export.of("council.agenda.published", opening["body"]["sitting"])
    ]
    if not any(opening["subject"] in motions for motions in agendas):
        yield "it was called in a sitting whose agenda did not hold it"
    if "held_at" in opening["body"] and not export.of(
        "council.sitting.blacked_out", opening["body"]["sitting"], start
    ):
        yield "it was held on paper in a sitting that was not declared a blackout"
    sealed = sheets_of(export, opening, closing, end)
    settled = [e for n, e in same_vote(export, closing, "council.roll_call.settled") if start < n < end]
    if not settled and is_void(closing):
        if closing["at"] < opening["body"]["closes_at"] or opened["ballots"]:
            yield "void as never settled, but before its hour or with words"
        return
    if sorted(sealed) != [1, 2] or len(settled) != 1:
        yield "it was not settled by two tellers"
        return
    if sorted(settled[0]["body"]["sheets"]) != sorted(sealed.values()):
        yield "what was settled is not what the two tellers handed in"
    sheets = {row["place"]: row for row in opened["sheets"]}
    for place in (1, 2):
        if place not in sheets or not sheet_fits(sheets[place], opening, sealed[place]):
            yield "the sheet of teller %d does not fit its commitment" % place
            return
    words = agreement(sheets[1], sheets[2])
    if words is None:
        yield "the two sheets differ and were not settled alike"
        return
    for text in check_words(words, opened, roll):
        yield text
    for text in check_counted(export, opened, rule, roll, closing, end):
        yield text


def sheets_of(export, opening, closing, end):
    """Place -> commitment of the copies that came in before the close; of paper, those of its sitting."""
    body = opening["body"]
    if "held_at" not in body:
        rows = list(same_vote(export, closing, "council.roll_call.entered"))
    else:
        rows = export.of("council.sheet.entered", body["sitting"])
        rows = [(n, e) for n, e in rows if e["body"]["position"] == body["position"]]
    found = {}
    for number, entry in rows:
        if number < end:
            # A second sheet at one place would be somebody's who had handed one in.
            found[-number if entry["body"]["place"] in found else entry["body"]["place"]] = entry["body"][
                "sheet"
            ]
    return found


def sheet_fits(row, opening, sealed):
    body = opening["body"]
    value = {"place": row["place"], "lines": row["lines"]}
    if "held_at" in body:
        value.update(sitting=body["sitting"].split("/", 1)[1], position=body["position"])
    else:
        value.update(motion=opening["subject"].split("/", 1)[1], round=body["round"])
    made = hashlib.sha256(DOMAIN + bytes.fromhex(row["salt"]) + canonical(value)).hexdigest()
    return len(row["salt"]) == 64 and made == row["commitment"] == sealed


def agreement(first, second):
    """The words that two copies come to, or None."""
    one, other = first["lines"], second["lines"]
    differ = {line for line in set(one) | set(other) if one.get(line) != other.get(line)}
    if differ and (first["settles"] != second["settles"] or set(first["settles"]) != differ):
        return None
    # A sheet on paper also says when it was called: a line without a seat.
    return {line: word for line, word in dict(one, **first["settles"]).items() if "/" in line}


def check_counted(export, opened, rule, roll, closing, end):
    ties = ties_before(export, closing["subject"], end)
    if closing["body"]["ties_before"] != ties:
        yield "it says %s ties went before, the log has %d" % (closing["body"]["ties_before"], ties)
    outcome = decide(rule, roll, opened["ballots"], 1 + ties)
    if outcome != closing["body"]["outcome"]:
        yield "announced as %s, but the rule makes it %s" % (closing["body"]["outcome"], outcome)
    for text in check_chambers(rule, roll, opened["ballots"], closing):
        yield text


def called_before(export, subject, round_, end):
    """(close, words) of a round that was called in the room; words of the silent are absent."""
    for _, entry in same_motion(export, subject, "council.voting.closed", end):
        if entry["body"]["round"] == round_ and entry["body"].get("room"):
            opened = named_document(export, entry, "openings.jsonl", "the line of openings")[1]
            return entry, {"%s/%d" % (r["seat"], r["hand"]): r["choice"] for r in opened["ballots"]}
    raise Bad("the round that it counts again was not called in the room")


def disputes_before(export, base, end):
    """(faults, words upheld, words still open) of one round: line -> word."""
    subject, faults, upheld, waiting = base["subject"], [], {}, {}
    filed, voices = {}, {}
    for _, entry in same_motion(export, subject, "council.roll_call.disputed", end):
        body = entry["body"]
        if body["round"] != base["body"]["round"]:
            continue
        line = "%s/%d" % (body["seat"], body["hand"])
        if entry["at"] > later(base["at"], DISPUTED):
            faults.append("line %s was disputed after its day" % line)
        filed[body["dispute"]] = waiting[line] = (line, body["word"])
    for _, entry in same_motion(export, subject, "council.roll_call.judged", end):
        voices.setdefault(entry["body"]["dispute"], []).append(
            (entry["body"]["office"], entry["body"]["says"])
        )
    for _, entry in same_motion(export, subject, "council.roll_call.ruled", end):
        body = entry["body"]
        if body["round"] != base["body"]["round"]:
            continue
        line = "%s/%d" % (body["seat"], body["hand"])
        heard = sorted(voices.get(body["dispute"], []))
        if filed.get(body["dispute"]) != (line, body["word"]):
            faults.append("line %s was ruled on, but nobody had disputed it so" % line)
        waiting.pop(line, None)
        if body["ruling"] == "upheld":
            upheld[line] = body["word"]
            if heard != [(office, "uphold") for office in OFFICES]:
                faults.append("line %s was corrected without both tellers and the chair" % line)
        elif all(says == "uphold" for _, says in heard):
            faults.append("the dispute of line %s was dismissed by nobody" % line)
    return faults, upheld, dict(waiting.values())


def with_words(words, changed):
    """Ballots of these words with some changed."""
    rows = []
    for line, word in sorted(dict(words, **changed).items()):
        seat, _, hand = line.rpartition("/")
        if word != "absent":
            rows.append({"n": len(rows) + 1, "seat": seat, "hand": int(hand), "choice": word})
    return rows


def may_turn(rule, roll, words, waiting, again):
    """Would the outcome change if some of what is still open were upheld?"""
    lines = [line for line, word in sorted(waiting.items()) if words.get(line, "absent") != word]
    if len(lines) > 10:
        return True
    stands = decide(rule, roll, with_words(words, {}), again)
    for chosen in range(1, 2 ** len(lines)):
        some = {line: waiting[line] for i, line in enumerate(lines) if chosen >> i & 1}
        if decide(rule, roll, with_words(words, some), again) != stands:
            return True
    return False


def check_recount(export, opening, start, rule, roll, closing):
    """Counted again: the same rule and roll, the first words with what was upheld, or void for what nobody ruled on."""
    subject, end = opening["subject"], export.numbers[id(closing)]
    base, words = called_before(export, subject, opening["body"]["recounts"], start)
    first = [e for _, e in same_vote(export, base, "council.voting.opened")][0]
    old = named_document(export, first, "rolls.jsonl", "the roll")[1]
    if dict(old, round=0) != dict(roll, round=0) or first["body"]["rule"] != opening["body"]["rule"]:
        yield "it counts again by another rule or roll"
    faults, upheld, waiting = disputes_before(export, base, start)
    for text in faults:
        yield text
    if closing["at"] < later(base["at"], DISPUTED):
        yield "counted again before the day of disputes was over"
    _, opened = named_document(export, closing, "openings.jsonl", "the line of openings")
    told = {"%s/%d" % (r["seat"], r["hand"]): r["choice"] for r in opened["ballots"]}
    right = {line: word for line, word in dict(words, **upheld).items() if word != "absent"}
    for line in sorted(set(told) | set(right)):
        if told.get(line) != right.get(line):
            yield "line %s was counted otherwise than it was settled" % line
    again = 1 + ties_before(export, subject, end)
    if is_void(closing):
        if closing["at"] < later(base["at"], RULED) or not may_turn(rule, roll, right, waiting, again):
            yield "void, though no open dispute could have turned it a week later"
        return
    if not upheld:
        yield "counted again without a dispute that was upheld"
    for text in check_counted(export, opened, rule, roll, closing, end):
        yield text


def check_day(export, enacted, opening, closing, end):
    """What was called in the room takes effect a day later, with no dispute open that could turn it."""
    subject, recounted = closing["subject"], "recounts" in opening["body"]
    round_ = opening["body"]["recounts"] if recounted else closing["body"]["round"]
    base, words = called_before(export, subject, round_, end)
    if enacted["at"] < later(base["at"], DISPUTED):
        yield "enacted within the 24 hours in which a called word may be disputed"
    faults, upheld, waiting = disputes_before(export, base, end)
    for text in faults:
        yield text
    if not recounted and any(words.get(line, "absent") != word for line, word in upheld.items()):
        yield "enacted without counting again what was upheld in a dispute"
    rule = named_document(export, opening, "rules/", "the rule")[1]
    roll = named_document(export, opening, "rolls.jsonl", "the roll")[1]
    again = 1 + ties_before(export, subject, export.numbers[id(closing)])
    if may_turn(rule, roll, dict(words, **upheld), waiting, again):
        yield "enacted while a dispute was open that could turn it"


# --- The rule --------------------------------------------------------------------------------------
def consent_of(rule):
    """The veto of the living systems that a motion touches, or None."""
    vetoes = rule.get("veto") or []
    for veto in vetoes if isinstance(vetoes, list) else [vetoes]:
        if veto["who"] == "affected_biomes":
            return veto
    return None


def override_of(rule):
    kept = {k: v for k, v in rule.items() if k not in ("veto", "k", "blocking_minority", "fallback")}
    kept.update(chambers=consent_of(rule)["override"]["chambers"], combine="all", tie="reject")
    return kept


def words_of(rule, roll, ballots):
    """Each seat's word, or None when a ballot may not be there."""
    said = {row["seat"]: [] for row in roll["seats"]}
    seats = {row["seat"]: row for row in roll["seats"]}
    seen = set()
    for ballot in ballots:
        seat, hand = seats.get(ballot["seat"]), ballot.get("hand", 1)
        bad = (
            seat is None
            or seat.get("recused")
            or not seat.get("votes", True)
            or (ballot["seat"], hand) in seen
        )
        if bad or hand not in seat["hands"]:
            return None
        seen.add((ballot["seat"], hand))
        said[ballot["seat"]].append((ballot.get("n", 0), hand, ballot["choice"], bool(ballot.get("proxy"))))
    words = {}
    for code, seat in seats.items():
        own = sorted(said[code])
        choices = {row[2] for row in own}
        if seat.get("recused"):
            words[code] = "recused"
        elif not own:
            words[code] = "away"
        elif seat.get("joint", "") != "unanimous":
            words[code] = own[-1][2]
        elif len(own) < 2 and not (rule.get("sole_holder_acts") and len(seat["hands"]) == 1):
            words[code] = "incomplete"
        else:
            words[code] = choices.pop() if len(choices) == 1 else "split"
    return words, {code for code, own in said.items() if own and all(row[3] for row in own)}


def reaches(share, got, base):
    if got <= 0:
        return False
    left, right = got * share["den"], share["num"] * base
    return left > right if share.get("strict") else left >= right


def weight(value):
    """A whole number, or a text that is one or a ratio of two, in the digits 0 to 9."""
    if isinstance(value, str) and not WEIGHT.match(value):
        raise ValueError(STUMBLED)
    return Fraction(value)


class Hall(object):
    """One chamber of a vote: its seats, their words, and every sum a rule may ask for."""

    def __init__(self, rule, chamber, roll, words, proxies):
        self.words, self.proxies = words, proxies
        self.seats = [s for s in roll["seats"] if s["body"] == chamber["body"]]
        office = [s for s in self.seats if s.get("votes", True) and s["hands"]]
        self.office = [s for s in office if rule.get("recused_in_base") or not s.get("recused")]
        complete, listed = ("yes", "no", "abstain", "split"), roll.get("present") or []
        self.present = [
            s
            for s in office
            if words[s["seat"]] in complete or (s["seat"] in listed and not s.get("recused"))
        ]
        kept = rule.get("proxies_in_quorum")
        # Who sits in the room counts for itself, whoever casts for it.
        self.quorate = [s for s in self.present if kept or s["seat"] not in proxies or s["seat"] in listed]
        self.yes, self.no = self.saying("yes"), self.saying("no")

    def saying(self, *words):
        return [s for s in self.seats if self.words[s["seat"]] in words]

    def counts(self):
        """How many seats it has, and how many said what."""
        said = ("yes", "no", "abstain", "split", "incomplete", "away", "recused")
        found = {word: len(self.saying(word)) for word in said}
        found.update(seats=len(self.seats), in_office=len(self.office), present=len(self.present))
        found["by_proxy"] = sum(s["seat"] in self.proxies for s in self.seats)
        return found

    def base(self, name):
        if name == "present":
            return self.present
        if name == "cast":
            return self.saying("yes", "no")
        if name == "cast_all":
            return self.saying("yes", "no", "abstain", "split")
        return self.office

    def sums(self, share, seats):
        """What these seats weigh against the share's base."""
        name = share["base"]
        if not name.startswith("weight:"):
            return Fraction(len(seats)), Fraction(len(self.base(name)))
        weigh = name[len("weight:") :]
        return tuple(
            sum((weight(s["weights"][weigh]) for s in some), Fraction()) for some in (seats, self.office)
        )

    def group(self, clause):
        def whole(name):
            members = [s for s in self.office if s.get("group", "") == name]
            return bool(members) and sum(s.get("group", "") == name for s in self.yes) == len(members)

        if "all_of_any" in clause:
            return any(whole(name) for name in clause["all_of_any"])
        return sum(s.get("group", "") == clause["of"] for s in self.yes) >= clause["at_least"]

    def floor(self, floor, more=0):
        if floor is None:
            return True
        if isinstance(floor, int):
            return len(self.yes) >= floor
        return reaches(floor, *self.grown(floor, more))

    def grown(self, share, more):
        """With one further yes, where a chair's vote is tried: it is cast and adds no seat in office."""
        got, base = self.sums(share, self.yes)
        if more and not reaches(share, got, base) and not share["base"].startswith("weight:"):
            return got + 1, base + (0 if share["base"] == "in_office" else 1)
        return got, base


def judge(rule, chamber, hall):
    """(quorate, carried, tied) of one chamber."""
    quorum = chamber.get("quorum")
    quorate = quorum is None or reaches(quorum, *hall.sums(quorum, hall.quorate))
    floor, groups = chamber.get("floor_yes"), all(hall.group(c) for c in chamber.get("groups", []))
    majority = all(reaches(share, *hall.sums(share, hall.yes)) for share in chamber["pass"])
    members = (rule.get("blocking_minority") or {}).get("min_members", 0)
    against = len(hall.office) - len([s for s in hall.office if s in hall.yes])
    deemed = bool(hall.yes) and against < members
    carried = quorate and (majority or deemed) and hall.floor(floor) and groups
    equal = bool(hall.yes) and len(hall.yes) == len(hall.no)
    more = all(reaches(share, *hall.grown(share, 1)) for share in chamber["pass"])
    return quorate, carried, equal and quorate and more and hall.floor(floor, 1) and groups


def decide(rule, roll, ballots, again):
    """The outcome of a vote, from rule, roll and opened ballots."""
    counted = words_of(rule, roll, ballots)
    if counted is None:
        return "void"
    words, proxies = counted
    rule = fallen_back(rule, roll)
    judged = [judge(rule, c, Hall(rule, c, roll, words, proxies)) for c in rule["chambers"]]
    needed = {"all": len(judged), "any": 1, "k_of_n": rule.get("k", 0)}[rule.get("combine", "all")]
    carried = sum(row[1] for row in judged)
    if carried >= needed:
        return "vetoed" if vetoed(rule, roll, words) else "adopted"
    if not all(row[0] for row in judged):
        return "no_quorum"
    tie = rule.get("tie", "reject")
    tied = sum(row[2] and not row[1] for row in judged)
    if carried + tied < needed or tie == "reject" or (tie == "revote_once" and again > 1):
        return "rejected"
    return "tied"


def check_chambers(rule, roll, ballots, closing):
    """What is announced of each chamber is what its seats said."""
    counted = words_of(rule, roll, ballots)
    if counted is None:
        return
    words, proxies = counted
    rule = fallen_back(rule, roll)
    made = [dict(Hall(rule, c, roll, words, proxies).counts(), body=c["body"]) for c in rule["chambers"]]
    if canonical(closing["body"]["chambers"]) != canonical(made):
        yield "what it announces of its chambers is not what their seats said"


def fallen_back(rule, roll):
    """Where recusals alone keep a chamber from its quorum, the others decide by the share the rule names."""
    if not rule.get("fallback"):
        return rule
    freed = dict(roll, seats=[dict(seat, recused=False) for seat in roll["seats"]])
    lost = [
        chamber["body"]
        for chamber in rule["chambers"]
        if not can_be_quorate(rule, chamber, roll) and can_be_quorate(rule, chamber, freed)
    ]
    left = [chamber for chamber in rule["chambers"] if chamber["body"] not in lost]
    if not lost or not left:
        return rule
    kept = {k: v for k, v in rule.items() if k not in ("k", "blocking_minority")}
    alone = [{"body": c["body"], "quorum": c.get("quorum"), "pass": [rule["fallback"]]} for c in left]
    return dict(kept, chambers=alone, combine="all", tie="reject")


def can_be_quorate(rule, chamber, roll):
    """With every seat there that can come."""
    able = [
        seat["seat"]
        for seat in roll["seats"]
        if not seat.get("recused")
        and (seat.get("joint", "") != "unanimous" or len(seat["hands"]) == 2 or rule.get("sole_holder_acts"))
    ]
    words = {seat["seat"]: "away" for seat in roll["seats"]}
    full = Hall(rule, chamber, dict(roll, present=able), words, set())
    quorum = chamber.get("quorum")
    return quorum is None or reaches(quorum, *full.sums(quorum, full.quorate))


def vetoed(rule, roll, words):
    """A veto cast with the vote itself: so many noes of a group."""
    vetoes = rule.get("veto") or []
    for veto in vetoes if isinstance(vetoes, list) else [vetoes]:
        if veto["who"].startswith("group:"):
            group = veto["who"][len("group:") :]
            noes = [s for s in roll["seats"] if s.get("group", "") == group and words[s["seat"]] == "no"]
            if len(noes) >= veto.get("needs", 1):
                return True
    return False


EDITIONS = ("charters.amendment.enacted", "charters.charter.founded")


def check_day_in_force(enacted, export):
    """In force from the day that its mover asked for; where she named none or it is past, from this one."""
    told, today = enacted["body"]["in_force_on"], enacted["at"][:10]
    moved = [
        e for _, e in same_motion(export, enacted["subject"], "council.motion.submitted", len(export.entries))
    ]
    asked = moved[0]["body"].get("in_force_on", today) if moved else today
    if told < today:
        yield "in force from a day before it was enacted"
    elif told != max(asked, today):
        yield "in force from another day than its mover asked for"


def check_enacted(enacted, export):
    """Nothing is enacted but what a vote carried: the last count, a chair's vote on its tie, no veto left."""
    end = export.numbers[id(enacted)]
    subject, state = enacted["subject"], enacted["body"]["state"]
    for text in check_day_in_force(enacted, export):
        yield text
    given = enacted["body"].get("mandate")
    if given is not None and not list(export.of("council.mandate.given", given, end)):
        yield "enacted, but the mandate that it gives is not there"
    edition = enacted["body"].get("edition")
    if edition is not None and not makes_edition(export, subject, edition, end):
        yield "enacted, but the edition of a charter that it makes is not there"
    votes = list(same_motion(export, subject, "council.voting.closed", end))
    unopposed = list(same_motion(export, subject, "council.motion.unopposed", end))
    if not votes and not unopposed:
        yield "enacted without a vote"
        return
    if not votes:
        for text in check_consented(enacted, export, unopposed[-1][1], unopposed[-1][1]["at"]):
            yield text
        return
    number, closing = votes[-1]
    broken = [e for n, e in same_motion(export, subject, "council.tie.broken", end) if n > number]
    if not is_carried(closing, broken):
        yield "enacted, but the last vote came to %s" % closing["body"]["outcome"]
    if enacted["at"] < closing["at"]:
        yield "enacted before its vote was closed"
    over = closing["body"]["purpose"] == "override"
    if over != (state == "enacted_over_veto"):
        yield "enacted as %s, but the last vote was %s" % (state, "an override" if over else "no override")
    opening = opened_for(export, closing)
    room = bool(closing["body"].get("room"))
    if room:
        for text in check_day(export, enacted, opening, closing, end):
            yield text
    if over:
        return
    for text in check_consented(enacted, export, opening, asked_since(closing, opening, broken)):
        yield text


def is_carried(closing, broken):
    """Whether a close, and what broke its tie, adopted the motion."""
    outcome = closing["body"]["outcome"]
    return outcome == "adopted" or (outcome == "tied" and [e["body"]["choice"] for e in broken] == ["yes"])


def asked_since(closing, opening, broken):
    """From when the living systems that a carried motion touches had their days."""
    if broken:
        return broken[-1]["at"]
    if closing["body"].get("room") and "recounts" not in opening["body"]:
        return later(closing["at"], DISPUTED)
    return closing["at"]


def makes_edition(export, motion, edition, end):
    """Whether the motion amended a charter, or founded one, to this edition."""
    rows = [e["body"] for kind in EDITIONS for _, e in export.of(kind, None, end)]
    return any(body.get("edition") == edition and body.get("motion") == motion for body in rows)


def check_given(given, export):
    """A mandate that a motion gives: the motion was adopted before."""
    if "motion" not in given["body"]:
        return
    if not was_adopted(export, given["body"]["motion"], export.numbers[id(given)]):
        yield "a mandate was given by a motion that was not adopted"


def was_adopted(export, motion, end):
    """Whether a vote, a chair's vote on a tie, or nobody's objection carried the motion, and no veto stands on it."""
    return carried_by(export, motion, end) is not None


def carried_by(export, motion, end):
    """(what carried a motion before an entry, its opening or the adoption without a vote; since when), or None."""
    votes = list(same_motion(export, motion, "council.voting.closed", end))
    vetoed = [n for n, _ in same_motion(export, motion, "council.motion.vetoed", end)]
    unopposed = list(same_motion(export, motion, "council.motion.unopposed", end))
    number, last = (votes or unopposed or [(end, None)])[-1]
    if last is None or any(n > number for n in vetoed):
        return None
    if not votes:
        return last, last["at"]
    broken = [e for n, e in same_motion(export, motion, "council.tie.broken", end) if n > number]
    if not is_carried(last, broken):
        return None
    opening = opened_for(export, last)
    return opening, asked_since(last, opening, broken)


def check_founded(founded, export):
    """A charter that a motion founds: the motion was adopted before, on the words that were tabled."""
    body, end = founded["body"], export.numbers[id(founded)]
    if "words" not in body:
        return
    if not was_adopted(export, body["motion"], end):
        yield "a charter was founded by a motion that was not adopted"
    tabled = [e["body"] for _, e in export.of("charters.draft.tabled", None, end)]
    place = founded["subject"].partition("/")[2]
    if not any(row["charter"] == place and row["words"] == body["words"] for row in tabled):
        yield "a charter was founded with other words than were tabled"


def check_promulgated(entry, export):
    """A charter's next edition: on the last one, by a motion that was carried, as the amendment before it says."""
    end, body, charter = export.numbers[id(entry)], entry["body"], charter_of(entry)
    before = editions_of(export, charter, end)
    if not before:
        yield "an edition of a charter that nobody founded"
        return
    if (body["base"], body["number"]) != (before[-1]["body"]["edition"], before[-1]["body"]["number"] + 1):
        yield "it does not follow on the last edition of the charter"
    sha256, edition = named_document(export, entry, "charters/", "the edition of the charter")
    told = [edition[key] for key in ("charter", "base", "number", "since")]
    if body["edition"] != sha256 or told != [charter, body["base"], body["number"], body["in_force_on"]]:
        yield "the edition is not the one that it names"
    amended = [e["body"] for _, e in export.of("charters.amendment.enacted", None, end)]
    if {"edition": body["edition"], "motion": edition["motion"]} not in [
        {key: row[key] for key in ("edition", "motion")} for row in amended
    ]:
        yield "no amendment that was enacted made this edition"


def check_amendment(entry, export):
    """An amendment is enacted by a motion that was carried."""
    if not was_adopted(export, entry["body"]["motion"], export.numbers[id(entry)]):
        yield "a charter was amended by a motion that was not adopted"


def editions_of(export, charter, end):
    """The entries that made the editions of a charter before an entry, in order."""
    kinds = ("charters.charter.founded", "charters.edition.promulgated")
    return [e for _, e in export.of_all(kinds, end) if charter_of(e) == charter]


def check_consented(enacted, export, opening, since):
    """The living systems that it touches had their days since its adoption, and not enough of them objected."""
    end = export.numbers[id(enacted)]
    consent = consent_of(named_document(export, opening, "rules/", "the rule")[1])
    objections = list(same_motion(export, enacted["subject"], "council.objection.filed", end))
    if consent and len(objections) >= consent.get("needs", 1):
        yield "enacted, though a living system objected and nothing overrode it"
    elif consent and seats_asked(export, opening) and enacted["at"] < later(since, consent["window_days"]):
        yield "enacted before the living systems that it touches had their days to object"


def seats_asked(export, opening):
    """The seats that may object: each speaks for a living system that the motion touches, and takes part in it."""
    roll = named_document(export, opening, "rolls.jsonl", "the roll")[1]
    touched = opening["body"].get("affects", [])
    speaking = [row for row in roll["seats"] if row["represents"] and row["represents"] in touched]
    return [row["seat"] for row in speaking if row.get("veto", True) and not row["recused"]]


def later(moment, days=0, hours=0):
    """So many days and hours after a moment of the log."""
    if not is_moment(moment):
        raise ValueError(moment)
    end = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ") + timedelta(days=days, hours=hours)  # noqa: DTZ007
    return end.isoformat() + "Z"


def check_entered(entered, export):
    """A sitting that ran on paper: declared, its times copied by two alike, the log telling what they say."""
    end, subject, body = export.numbers[id(entered)], entered["subject"], entered["body"]
    declared = list(export.of("council.sitting.blacked_out", subject, end))
    notice = list(export.of("council.agenda.published", subject, end))
    if not declared or not notice or notice[0][1]["body"]["agenda"] != declared[0][1]["body"]["agenda"]:
        yield "entered from paper without a declared blackout of a sitting with that agenda"
    opening = {"subject": subject, "body": {"held_at": body["opened_at"], "sitting": subject, "position": 0}}
    sealed = sheets_of(export, opening, entered, end)
    _, opened = named_document(export, entered, "openings.jsonl", "the line of its sheets")
    sheets = {row["place"]: row for row in opened["sheets"]}
    if sorted(sealed) != [1, 2] or sorted(sheets) != [1, 2]:
        yield "its times were not entered by two tellers"
        return
    if not all(sheet_fits(sheets[place], opening, sealed[place]) for place in (1, 2)):
        yield "a sheet of its times does not fit its commitment"
        return
    one, other = sheets[1], sheets[2]
    differ = {key for key in one["lines"] if one["lines"][key] != other["lines"].get(key)}
    if differ and (one["settles"] != other["settles"] or set(one["settles"]) != differ):
        yield "the sheets of its times differ and were not settled alike"
        return
    for text in check_times(export, subject, dict(one["lines"], **one["settles"]), body, end):
        yield text


def check_times(export, subject, lines, body, end):
    """Comings, goings and points in the log, each at the hour that the sheets say."""
    said, told = set(), set()
    for key, hour in lines.items():
        if hour and not key.startswith("sitting:"):
            said.add((key, hour + ":00Z"))
    for what, field, began, ended in (
        ("seat", "seat", "council.seat.arrived", "council.seat.left"),
        ("point", "position", "council.point.opened", "council.point.finished"),
    ):
        for kind, edge in ((began, "since"), (ended, "until")):
            for _, entry in export.of(kind, subject, end):
                key = "%s:%s:%s" % (what, entry["body"][field], edge)
                told.add((key, entry["body"].get("held_at")))
    for key, _ in sorted(said ^ told, key=str):
        yield "%s: the log and the sheets differ" % key
    hours = (lines["sitting::since"] + ":00Z", lines["sitting::until"] + ":00Z")
    if hours != (body["opened_at"], body["closed_at"]):
        yield "the hours of the sitting are not those of its sheets"


# --- What comes before a vote, and emergencies ------------------------------------------------------
def check_opened(opening, export):
    """A vote is opened with the notice that its rule asks for, on the words that were frozen last."""
    return check_frozen(
        export, opening, export.numbers[id(opening)], named_document(export, opening, "rules/", "the rule")[1]
    )


def check_frozen(export, opening, start, rule):
    subject, body = opening["subject"], opening["body"]
    frozen = list(same_motion(export, subject, "council.motion.scheduled", start))
    amended = list(same_motion(export, subject, "council.motion.amended", start))
    if not frozen:
        yield "a vote was opened that nobody scheduled"
        return
    if sorted(frozen + amended, key=lambda row: row[0])[-1][1]["body"]["text"] != body["text"]:
        yield "the words put to the vote are not those that were frozen last"
    if body["purpose"] == "override" or opened_again(export, subject, frozen[-1][0], start):
        return
    for text in check_scheduled_hours(export, opening, frozen, start):
        yield text
    if list(same_motion(export, subject, "council.notice.dispensed", start)):
        return
    whole = whole_of(export, subject, start)
    since = (
        list(same_motion(export, whole, "council.motion.scheduled", start))[-1][1]["at"] if whole else None
    )
    if opening["at"] < later(since or frozen[-1][1]["at"], hours=rule.get("min_notice_hours", 0)):
        yield "the vote was opened with less notice than the rule asks for"


def check_scheduled_hours(export, opening, frozen, start):
    """A vote opens and closes within the hours that it was scheduled for, or divided to."""
    subject, body = opening["subject"], opening["body"]
    if opening["type"] != "council.voting.opened" or "held_at" in body:
        return
    divided = list(same_motion(export, subject, "council.motion.divided", start))
    hours = max(frozen + divided, key=lambda row: row[0])[1]["body"]
    if (
        not hours["opens_at"] <= opening["at"] <= hours["closes_at"]
        or body["closes_at"] != hours["closes_at"]
    ):
        yield "the vote was not opened for the hours that it was scheduled for"


def opened_again(export, subject, since, end):
    """Was it opened since it was last scheduled, and tied? Then the second vote needs no new notice."""
    return any(n > since for n, _ in same_motion(export, subject, "council.voting.closed", end))


def whole_of(export, subject, end):
    """The motion that this one is a part of, or None."""
    code = subject.partition("/")[2]
    found = [
        e["subject"] for _, e in export.of("council.motion.divided", None, end) if code in e["body"]["parts"]
    ]
    return found[-1] if found else None


def check_unopposed(entry, export):
    """Adopted without a vote: the rule allows it, the room had its quorum, no seat in it objected."""
    end, subject = export.numbers[id(entry)], entry["subject"]
    rule_sha, rule = named_document(export, entry, "rules/", "the rule")
    roll_sha, roll = named_document(export, entry, "rolls.jsonl", "the roll")
    if entry["body"]["rule"] != rule_sha or entry["body"]["roll"] != roll_sha:
        yield "rule and roll are not those that it names"
    if not rule.get("no_objection"):
        yield "adopted without a vote, by a rule that asks for one"
    for text in check_scheduled(export, entry, end):
        yield text
    for text in check_roll(export, entry, end, roll, rule):
        yield text
    for text in check_presence(rooms_of(export, subject, entry["at"], end), roll):
        yield text
    words = words_of(rule, roll, [])[0]
    for chamber in rule["chambers"]:
        if not judge(rule, chamber, Hall(rule, chamber, roll, words, set()))[0]:
            yield "adopted without a vote, and without a quorum of %s" % chamber["body"]
    for _, refused in export.of("council.consent.refused", None, end):
        if (
            "council.motion/" + refused["body"]["motion"] == subject
            and refused["subject"] in roll["sittings"]
        ):
            yield "adopted without a vote, though seat %s asked for one" % refused["body"]["seat"]
    for text in check_frozen(export, entry, end, rule):
        yield text


def check_amended(entry, export):
    """The words of a motion change only by motions that were adopted, from the words that stood."""
    end = export.numbers[id(entry)]
    for code in entry["body"]["motions"]:
        if not was_adopted(export, "council.motion/" + code, end):
            yield "its words were changed by motion %s, which was not adopted" % code
    stood = [
        row
        for kind in ("council.motion.submitted", "council.motion.scheduled", "council.motion.amended")
        for row in same_motion(export, entry["subject"], kind, end)
    ]
    if stood and max(stood, key=lambda row: row[0])[1]["body"]["text"] != entry["body"]["base"]:
        yield "the words that it changes are not those that stood"


def check_declared(entry, export):
    """An emergency: voted by its own rule, asked for by enough, within its term, suspending what it says."""
    end, body = export.numbers[id(entry)], entry["body"]
    opening, rule, roll = last_vote(export, "council.motion/" + body["motion"], end)
    terms = rule.get("emergency")
    if terms is None:
        yield "an emergency by a rule that knows none"
        return
    asked = asked_for(export, opening)
    if not is_asked_for(rule, terms, roll, alerted(export, opening), asked):
        yield "not enough asked for the emergency procedure"
    if not export.of("council.motion.enacted", "council.motion/" + body["motion"]):
        yield "an emergency was declared by a motion that was not enacted"
    for text in check_alert(export, body["alert"], terms, end):
        yield text
    if body["until"] > later(entry["at"], terms.get("lasts_days", 90)) or body["confirm_by"] > later(
        entry["at"], terms.get("confirm_days", 30)
    ):
        yield "the emergency is to last longer than its rule allows"
    suspended = set()
    for _, row in export.of("charters.article.suspended", None, end):
        if row["body"]["cause"] == entry["subject"]:
            suspended.add(row["subject"])
            if row["body"]["until"] > body["confirm_by"]:
                yield "%s is suspended for longer than the emergency may run unconfirmed" % row["subject"]
    if suspended != set(body["articles"]):
        yield "the articles suspended are not those that it names"


SEVERITIES = ("minor", "moderate", "severe", "extreme")


def check_alert(export, alert, terms, end):
    """The alert that it answers is in force before an entry, and as severe as the rule asks for."""
    rows = export.of("crises.alert.released", alert, end) + export.of("crises.alert.updated", alert, end)
    over = export.of("crises.alert.cancelled", alert, end) + export.of("crises.alert.expired", alert, end)
    if not rows or over:
        yield "no alert was in force that the emergency answers"
        return
    severity = max(rows, key=lambda row: row[0])[1]["body"]["severity"]
    least = terms.get("severity", "severe")
    if SEVERITIES.index(severity) < SEVERITIES.index(least):
        yield "the alert that the emergency answers is %s; its rule asks for %s" % (severity, least)


def last_vote(export, subject, end):
    """What carried a motion, with its rule and roll."""
    carried = carried_by(export, subject, end)
    if carried is None:
        raise Bad("the vote that carries it is missing")
    opening = carried[0]
    rule = named_document(export, opening, "rules/", "the rule")[1]
    return opening, rule, named_document(export, opening, "rolls.jsonl", "the roll")[1]


def opened_for(export, closing):
    return [e for _, e in same_vote(export, closing, "council.voting.opened")][0]


def asked_for(export, opening):
    """The hands of each seat that asked for the emergency procedure before the vote opened."""
    start, asked = export.numbers[id(opening)], {}
    rows = [
        row
        for kind in ("council.backing.given", "council.backing.withdrawn")
        for row in same_motion(export, opening["subject"], kind, start)
    ]
    for _, row in sorted(rows, key=lambda row: row[0]):
        hands = asked.setdefault(row["body"]["seat"], set())
        (hands.add if row["type"].endswith("given") else hands.discard)(row["body"]["hand"])
    return asked


def alerted(export, opening):
    """The living system of the alert that a motion answers, alone in a list; none, where there is no such alert."""
    moved = [
        e
        for _, e in same_motion(
            export, opening["subject"], "council.motion.submitted", export.numbers[id(opening)]
        )
    ]
    released = (
        export.of("crises.alert.released", moved[-1]["body"]["origin"], export.numbers[id(opening)])
        if moved
        else []
    )
    return ["biomes.biome/%s" % entry["body"]["biome"] for _, entry in released][-1:]


def is_asked_for(rule, terms, roll, touched, asked):
    """Both guardians of the living system, or the share of one chamber that the rule names."""
    seats = [s for s in roll["seats"] if s["votes"] and s["hands"] and not s["recused"]]
    speaking = [s for s in seats if s["represents"] and s["represents"] in touched]
    both = [
        set([1, 2] if s["joint"] else [1]) <= asked.get(s["seat"], set()) & set(s["hands"]) for s in speaking
    ]
    if terms.get("guardians", True) and both and all(both):
        return True
    request = terms.get("request", {"num": 1, "den": 3})
    for chamber in rule["chambers"]:
        members = [s for s in seats if s["body"] == chamber["body"]]
        hands = [
            (set(s["hands"]), asked.get(s["seat"], set()) & set(s["hands"]), s["joint"]) for s in members
        ]
        asking = sum(1 for own, given, joint in hands if given and (joint == "any" or given == own))
        if asking and asking * request["den"] >= request["num"] * len(members):
            return True
    return False


def check_suspended(entry, export):
    """An article is suspended by an emergency that names it, for no longer than it may run unconfirmed; never an entrenched one."""
    declared = export.of("council.emergency.declared", entry["body"]["cause"])
    if not declared:
        yield "an article was suspended without an emergency"
        return
    body = declared[0][1]["body"]
    if entry["subject"] not in body["articles"] or entry["body"]["until"] > body["confirm_by"]:
        yield "an article is suspended otherwise than its emergency says"
    if is_entrenched(export, entry["subject"], export.numbers[id(entry)]):
        yield "an entrenched article was suspended"


def is_entrenched(export, article, end):
    """Does the last edition of its charter say that nothing suspends it?"""
    charter, _, eid = article.partition("/")[2].rpartition("--")
    editions = editions_of(export, charter, end)
    if not editions:
        return False
    edition = named_document(export, editions[-1], "charters/", "the edition of the charter")[1]
    return any(row["eid"] == eid and row["entrenched"] for row in edition["articles"])


def charter_of(entry):
    """The charter that an edition, or a founding, is of."""
    name = entry["subject"].partition("/")[2]
    return name if entry["type"] == "charters.charter.founded" else name.rpartition("-")[0]


def check_moved(entry, export):
    """A suspension never outlasts the term of its emergency, as declared, confirmed and renewed."""
    cause, place = entry["body"]["cause"], export.numbers[id(entry)]
    declared = export.of("council.emergency.declared", cause, place)
    if not declared:
        yield "an article was suspended without an emergency"
        return
    # What confirms and what renews tells of itself in the entry behind the articles that it moves, at the same moment.
    ends = [declared[0][1]["body"]["confirm_by"]]
    if any(row["at"] <= entry["at"] for _, row in export.of("council.emergency.confirmed", cause)):
        ends += [declared[0][1]["body"]["until"]]
    renewed = [row for _, row in export.of("council.emergency.renewed", cause)]
    ends += [row["body"]["until"] for row in renewed if row["at"] <= entry["at"]]
    if entry["body"]["until"] > max(ends) or export.of("council.emergency.ended", cause, place):
        yield "an article is suspended for longer than its emergency runs"


def check_confirmed(entry, export):
    """Confirmed by a motion that was adopted, in time and once."""
    place, body = export.numbers[id(entry)], entry["body"]
    last_vote(export, "council.motion/" + body["motion"], place)
    declared = export.of("council.emergency.declared", entry["subject"], place)
    if not declared or entry["at"] > declared[0][1]["body"]["confirm_by"]:
        yield "the emergency was confirmed too late"
    if export.of("council.emergency.ended", entry["subject"], place):
        yield "an emergency that was over was confirmed"


def check_renewed(entry, export):
    """Renewed as often as the rule allows, after it was confirmed, by its own procedure."""
    place, body = export.numbers[id(entry)], entry["body"]
    opening, rule, roll = last_vote(export, "council.motion/" + body["motion"], place)
    terms = rule.get("emergency")
    before = export.of("council.emergency.renewed", entry["subject"], place)
    declared = export.of("council.emergency.declared", entry["subject"], place)
    if terms is None or not declared or len(before) >= terms.get("renewals", 1):
        yield "the emergency was renewed more often than its rule allows"
        return
    if not export.of("council.emergency.confirmed", entry["subject"], place):
        yield "an emergency was renewed that nobody confirmed"
    until = before[-1][1]["body"]["until"] if before else declared[0][1]["body"]["until"]
    if body["until"] > later(until, terms.get("lasts_days", 90)) or entry["at"] > until:
        yield "the emergency is to last longer than its rule allows"
    if not is_asked_for(rule, terms, roll, alerted(export, opening), asked_for(export, opening)):
        yield "not enough asked for the emergency procedure"


# --- The course of a motion -------------------------------------------------------------------------
# kind of an entry -> (where it may find the motion, where it leaves it). A vote, its opening and what breaks a tie
# depend on more than that.
AHEAD = ("submitted", "admissible", "scheduled", "postponed")
COURSE = {
    "council.motion.submitted": ((None,), "submitted"),
    "council.motion.admitted": (("submitted",), "admissible"),
    "council.motion.refused": (("submitted",), "over"),
    "council.motion.scheduled": (("admissible", "postponed", "void"), "scheduled"),
    "council.motion.debated": (("scheduled",), "scheduled"),
    "council.motion.postponed": (("scheduled",), "postponed"),
    "council.motion.unopposed": (("scheduled",), "adopted"),
    "council.voting.opened": (("scheduled",), "open"),
    "council.voting.closed": (("open",), None),
    "council.tie.broken": (("tied",), None),
    "council.objection.filed": (("adopted",), "adopted"),
    "council.motion.vetoed": (("adopted",), "vetoed"),
    "council.motion.enacted": (("adopted",), "over"),
    "council.motion.overtaken": (("adopted",), "overtaken"),
    "council.motion.withdrawn": (AHEAD, "over"),
    "council.motion.lapsed": (AHEAD + ("no_quorum", "tied", "void", "overtaken", "vetoed"), "over"),
}


def course_of(export, subject, end):
    """(where a motion stands before an entry, the entries that brought it there); None before it was handed in."""
    rows = sorted((row for kind in COURSE for row in export.of(kind, subject, end)), key=lambda row: row[0])
    stand, path = None, [entry for _, entry in rows]
    for entry in path:
        stand = left_at(entry)
    return stand, path


def left_at(entry):
    body = entry["body"]
    if entry["type"] == "council.tie.broken":
        return "adopted" if body["choice"] == "yes" else "over"
    if entry["type"] != "council.voting.closed":
        return COURSE[entry["type"]][1]
    if body["purpose"] == "override":
        return {"adopted": "adopted", "void": "vetoed"}.get(body["outcome"], "over")
    return body["outcome"] if body["outcome"] in ("adopted", "tied", "no_quorum", "void") else "over"


def check_course(entry, export):
    """What happens to a motion may happen to it where it stands."""
    end, subject = export.numbers[id(entry)], entry["subject"]
    stand, path = course_of(export, subject, end)
    if not may_follow(entry, export, stand, path):
        words = "was not handed in" if stand is None else "stood at %s" % stand
        yield "%s, but the motion %s" % (entry["type"].rpartition(".")[2], words)


def may_follow(entry, export, stand, path):
    kind, body = entry["type"], entry["body"]
    if kind == "council.motion.scheduled" and stand is None:
        return whole_of(export, entry["subject"], len(export.entries)) is not None
    if kind == "council.motion.scheduled" and stand == "no_quorum":
        return recalls(path) < rule_of(export, path).get("max_recalls", 2)
    if kind == "council.voting.opened" and "recounts" in body:
        last = path[-1] if path else entry
        return last["type"] == "council.voting.closed" and last["body"]["round"] == body["recounts"]
    if kind == "council.voting.opened" and body["purpose"] == "override":
        return stand == "vetoed"
    if kind == "council.voting.opened" and "held_at" in body:
        # What the clock postponed, because nothing ran here, was held on paper all the same.
        return stand in ("scheduled", "postponed")
    if kind == "council.voting.opened" and stand == "tied":
        return rule_of(export, path).get("tie") == "revote_once"
    if kind == "council.tie.broken" and stand == "tied":
        return rule_of(export, path).get("tie") == "casting_vote"
    if kind == "council.motion.lapsed" and stand == "vetoed":
        # Not before it might have been put to an override, and nobody asked for that.
        vetoed = [one for one in path if one["type"] == "council.motion.vetoed"][-1]
        return entry["at"] >= override_opens(vetoed, rule_of(export, path))
    return stand in COURSE[kind][0]


def recalls(path):
    """How often a motion was scheduled again because too few had come."""
    pairs = zip(path, path[1:])
    return sum(
        after["type"] == "council.motion.scheduled" and left_at(before) == "no_quorum"
        for before, after in pairs
    )


def rule_of(export, path):
    """The rule of the last vote on a motion, or of its adoption without one."""
    opened = [e for e in path if e["type"] in ("council.voting.opened", "council.motion.unopposed")]
    return named_document(export, opened[-1], "rules/", "the rule")[1]


def consent_asked(entry, export):
    """(how the rule asks for consent, or None; what carried the motion, or None; since when the days to object run)."""
    opening, since = carried_by(export, entry["subject"], export.numbers[id(entry)]) or (None, None)
    return opening and consent_of(named_document(export, opening, "rules/", "the rule")[1]), opening, since


def check_objected(entry, export):
    """A living system that the motion touches objects in its days, once."""
    end, subject, body = export.numbers[id(entry)], entry["subject"], entry["body"]
    consent, opening, since = consent_asked(entry, export)
    if opening is None:
        return
    if consent is None or body["seat"] not in seats_asked(export, opening):
        yield "seat %s objects, and the rule does not ask it" % body["seat"]
    elif entry["at"] > later(since, consent["window_days"]):
        yield "seat %s objects after its days to object" % body["seat"]
    if [
        e for _, e in export.of("council.objection.filed", subject, end) if e["body"]["seat"] == body["seat"]
    ]:
        yield "seat %s objects twice" % body["seat"]


def check_vetoed(entry, export):
    """Vetoed when the days to object are over, by those who objected, enough of them."""
    end, subject, body = export.numbers[id(entry)], entry["subject"], entry["body"]
    consent, opening, since = consent_asked(entry, export)
    if opening is None:
        return
    objected = sorted(e["body"]["seat"] for _, e in export.of("council.objection.filed", subject, end))
    if consent is None or body["seats"] != objected or len(objected) < consent.get("needs", 1):
        yield "vetoed, but not by enough who objected"
    elif entry["at"] < later(since, consent["window_days"]):
        yield "vetoed before the days to object were over"


def check_recused(entry, export):
    """A seat is recused before the vote, never during it."""
    stand, _ = course_of(export, entry["subject"], export.numbers[id(entry)])
    if stand not in AHEAD:
        yield "seat %s was recused when the vote had begun, or was over" % entry["body"]["seat"]


def check_raised(entry, export):
    """A seat that speaks for a living system says before the vote that a motion touches it, once."""
    end, subject, body = export.numbers[id(entry)], entry["subject"], entry["body"]
    if course_of(export, subject, end)[0] not in AHEAD:
        yield "seat %s said that it is touched when the vote had begun, or was over" % body["seat"]
    if not speaks_for(export, body["seat"], end):
        yield "seat %s said that it is touched, and speaks for no living system" % body["seat"]
    said, _ = concerns_of(export, subject, end)
    if body["seat"] in said.values():
        yield "seat %s said twice that it is touched" % body["seat"]
    if body["concern"] in said:
        yield "what seat %s said bears the code of another" % body["seat"]


def check_ruled(entry, export):
    """What a seat said is ruled on before the vote, once."""
    end, subject, body = export.numbers[id(entry)], entry["subject"], entry["body"]
    said, ruled = concerns_of(export, subject, end)
    if body["concern"] not in said or said[body["concern"]] != body["seat"]:
        yield "a ruling on what seat %s never said" % body["seat"]
    if body["ruling"] not in (("upheld",) if "by_clock" in body else ("upheld", "dismissed")):
        yield "the ruling on what seat %s said is none" % body["seat"]
    if body["concern"] in ruled:
        yield "what seat %s said was ruled on twice" % body["seat"]
    if course_of(export, subject, end)[0] not in AHEAD:
        yield "what seat %s said was ruled on when the vote had begun, or was over" % body["seat"]


def check_ended(entry, export):
    """A vote whose hour is long past was closed."""
    end, body = export.numbers[id(entry)], entry["body"]
    closed = [n for n, e in same_vote(export, entry, "council.voting.closed") if n > end]
    if not closed and export.last > later(body["closes_at"], CLOSED_WITHIN):
        yield "the vote was never closed"


# Days after its hour in which a vote is closed, also where the machine stood still.
CLOSED_WITHIN = 7
# kind of an entry -> further checks of it, in this order, behind its own.
FURTHER = {kind: [check_course] for kind in COURSE}
FURTHER["council.objection.filed"].append(check_objected)
FURTHER["council.motion.vetoed"].append(check_vetoed)
FURTHER["council.voting.opened"].append(check_ended)
FURTHER["council.seat.recused"] = [check_recused]
FURTHER["council.concern.raised"] = [check_raised]
FURTHER["council.concern.ruled"] = [check_ruled]

DECISIONS["council.voting.opened"] = check_opened
DECISIONS["council.sitting.entered"] = check_entered
DECISIONS["council.voting.closed"] = check_vote
DECISIONS["council.motion.enacted"] = check_enacted
DECISIONS["council.mandate.given"] = check_given
DECISIONS["charters.charter.founded"] = check_founded
DECISIONS["charters.edition.promulgated"] = check_promulgated
DECISIONS["charters.amendment.enacted"] = check_amendment
DECISIONS["council.motion.unopposed"] = check_unopposed
DECISIONS["council.motion.amended"] = check_amended
DECISIONS["council.emergency.declared"] = check_declared
DECISIONS["council.emergency.confirmed"] = check_confirmed
DECISIONS["council.emergency.renewed"] = check_renewed
DECISIONS["charters.article.suspended"] = check_suspended
DECISIONS["charters.suspension.moved"] = check_moved


# --- Elections of persons, counted a second time ----------------------------------------------------
# docs/reference/counts.md states the methods and docs/log-format.md the bundle; all amounts are whole
# numbers of the last digit, and each round is added up anew from the papers.
DIGITS = {"stv_scottish": 5, "stv_meek": 9, "irv": 0, "approval": 0, "score": 0}
INPUT = ("election", "method", "seats", "options", "max_points", "ballots")
OUTPUT = ("valid", "empty", "elected", "open_seats", "between")
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,31}\Z")


def amount(units, digits):
    text = str(units).rjust(digits + 1, "0")
    return text[:-digits] + "." + text[-digits:] if digits else text


def amounts(table, digits):
    return {option: amount(units, digits) for option, units in table.items()}


class Pick(object):
    """Equal options where one had to be taken."""

    def __init__(self, number, step, options, taken, by=None, harmless=False):
        self.number, self.step, self.options = number, step, list(options)
        self.taken, self.by, self.harmless = taken, by, harmless

    def is_open(self):
        return self.by is None and not self.harmless


class Hand(object):
    """One run of a count: `rounds` as a bundle writes them, `picks`, `elected`."""

    def __init__(self, bundle, script):
        self.bundle, self.script = bundle, list(script)
        self.digits = DIGITS[bundle["method"]]
        self.one = 10**self.digits
        self.left = list(bundle["options"])
        self.elected, self.rounds, self.picks = [], [], []
        self.papers = [[row["options"], row["count"]] for row in bundle["ballots"] if row["options"]]

    def vacant(self):
        return self.bundle["seats"] - len(self.elected)

    def seat(self, options, reason, votes):
        """They are elected, the most votes first; what the round says of them."""
        options = sorted(options, key=lambda option: -votes[option])
        for option in options:
            self.left.remove(option)
            self.elected.append(option)
        return [{"option": option, "reason": reason} for option in options]

    def last_standing(self, votes):
        if self.vacant() and len(self.left) <= self.vacant():
            return self.seat(list(self.left), "last_standing", votes)
        return []

    def choose(self, options, step, harmless):
        taken = self.script.pop(0) if self.script and not harmless else options[0]
        self.picks.append(Pick(len(self.rounds) + 1, step, options, taken, harmless=harmless))
        return taken


class Transfers(Hand):
    """Scottish STV and the instant runoff: papers lie with somebody, at a value."""

    def __init__(self, bundle, script):
        Hand.__init__(self, bundle, script)
        self.runoff = bundle["method"] == "irv"
        self.valid = sum(count for _, count in self.papers)
        self.quota = (self.valid // (bundle["seats"] + 1) + 1) * self.one
        # [ranking, number, value, who holds it]
        self.piles = [[ranking, count, self.one, None] for ranking, count in self.papers]
        self.passed, self.history = [], []
        for pile in self.piles:
            pile[3] = self.following(pile)
        self.close({"step": "first"})
        while self.vacant() and self.left:
            waiting = [o for o in self.elected if self.votes[o] > self.quota and o not in self.passed]
            if waiting:
                self.surplus(waiting)
            else:
                self.exclude()

    def following(self, pile):
        at = pile[0].index(pile[3]) + 1 if pile[3] else 0
        return next((option for option in pile[0][at:] if option in self.left), None)

    def hand_on(self, option, worth):
        moved = {}
        for pile in self.piles:
            if pile[3] == option:
                pile[2] = worth(pile[2])
                pile[3] = self.following(pile)
                if pile[3]:
                    moved[pile[3]] = moved.get(pile[3], 0) + pile[1] * pile[2]
        return amounts(moved, self.digits)

    def close(self, row):
        votes, nobody = dict.fromkeys(self.bundle["options"], 0), 0
        for _, count, value, holder in self.piles:
            if holder is None:
                nobody += count * value
            else:
                votes[holder] += count * value
        votes.update((option, self.quota) for option in self.passed)
        self.votes = votes
        self.history.append(votes)
        whole = sum(votes.values())
        enough = [o for o in self.left if (2 * votes[o] > whole if self.runoff else votes[o] >= self.quota)]
        elected = self.seat(enough, "majority" if self.runoff else "quota", votes)
        row.update(
            number=len(self.rounds) + 1,
            totals=amounts(votes, self.digits),
            exhausted=amount(nobody, self.digits),
            lost=amount(self.valid * self.one - whole - nobody, self.digits),
            elected=elected + self.last_standing(votes),
        )
        if not self.runoff:
            row["quota"] = amount(self.quota, self.digits)
        self.rounds.append(row)

    def surplus(self, waiting):
        most = max(self.votes[o] for o in waiting)
        option = self.take([o for o in waiting if self.votes[o] == most], "surplus", max)
        over, total = self.votes[option] - self.quota, self.votes[option]
        self.passed.append(option)
        moved = self.hand_on(option, lambda value: over * value // total)
        row = {"step": "surplus", "option": option, "moved": moved}
        if over * self.one // total:
            row["value"] = amount(over * self.one // total, self.digits)
        self.close(row)

    def exclude(self):
        fewest = min(self.votes[o] for o in self.left)
        option = self.take([o for o in self.left if self.votes[o] == fewest], "exclusion", min)
        self.left.remove(option)
        self.close(
            {"step": "exclusion", "option": option, "moved": self.hand_on(option, lambda value: value)}
        )

    def take(self, equal, step, best):
        """By the most recent earlier round that tells them apart; else it is an open tie."""
        level, by = list(equal), None
        for number in range(len(self.history), 0, -1):
            votes = self.history[number - 1]
            mark = best(votes[o] for o in level)
            if any(votes[o] != mark for o in level):
                level, by = [o for o in level if votes[o] == mark], number
        if len(equal) == 1:
            return equal[0]
        if len(level) == 1:
            self.picks.append(Pick(len(self.rounds) + 1, step, equal, level[0], by))
            return level[0]
        papers = any(pile[3] in level for pile in self.piles)
        idle = step == "exclusion" and not papers and len(self.left) - len(level) >= self.vacant()
        return self.choose(level, step, idle)


class Shares(Hand):
    """Meek: each elected option keeps a part of every vote, and the rest goes on."""

    def __init__(self, bundle, script):
        Hand.__init__(self, bundle, script)
        self.keep = dict.fromkeys(bundle["options"], self.one)
        row = {"step": "first"}
        while True:
            elected = self.settle_down()
            self.close(row, elected)
            if not self.vacant() or not self.left:
                return
            row = {"step": "surplus"} if elected else self.exclude()

    def share_out(self):
        self.votes, self.nobody = dict.fromkeys(self.bundle["options"], 0), 0
        for ranking, count in self.papers:
            rest = self.one
            for option in ranking:
                part = (rest * self.keep[option] + self.one - 1) // self.one
                self.votes[option] += count * part
                rest -= part
            self.nobody += count * rest
        self.quota = sum(self.votes.values()) // (self.bundle["seats"] + 1) + 1

    def over(self):
        return max(0, sum(self.votes[o] - self.quota for o in self.elected))

    def settle_down(self):
        before = None
        while True:
            self.share_out()
            enough = [o for o in self.left if self.votes[o] >= self.quota]
            enough = sorted(enough, key=lambda o: -self.votes[o])[: self.vacant()]
            if enough:
                return self.seat(enough, "quota", self.votes)
            over = self.over()
            if over < 1000 or (before is not None and over >= before):
                return []
            before = over
            for option in self.elected:
                kept = (self.keep[option] * self.quota + self.one - 1) // self.one
                votes = self.votes[option]
                self.keep[option] = (kept * self.one + votes - 1) // votes

    def close(self, row, elected):
        row.update(
            number=len(self.rounds) + 1,
            totals=amounts(self.votes, self.digits),
            exhausted=amount(self.nobody, self.digits),
            lost=amount(0, self.digits),
            elected=elected + self.last_standing(self.votes),
            quota=amount(self.quota, self.digits),
        )
        row["keep"] = amounts({option: self.keep[option] for option in self.elected}, self.digits)
        self.rounds.append(row)

    def exclude(self):
        fewest = min(self.votes[o] for o in self.left)
        equal = [o for o in self.left if self.votes[o] <= fewest + self.over()]
        option = equal[0]
        if len(equal) > 1:
            votes = any(self.votes[o] for o in equal)
            idle = not votes and len(self.left) - len(equal) >= self.vacant()
            option = self.choose(equal, "exclusion", idle)
        self.left.remove(option)
        self.keep[option] = 0
        return {"step": "exclusion", "option": option}


def ways_of(run, bundle, script):
    """What each way of taking the open ties comes to: the beginning of a way -> sets of elected; None: too many."""
    most = min(500, 500000 // max(1, len(bundle["ballots"])))
    found, waiting, runs = {}, [list(script)], 0
    while waiting:
        way = waiting.pop()
        runs += 1
        if runs - 1 > most:
            return None
        hand = run(bundle, way)
        picks = [pick for pick in hand.picks if pick.is_open()]
        path = [pick.taken for pick in picks]
        for depth in range(len(script), len(path) + 1):
            found.setdefault(tuple(path[:depth]), set()).add(frozenset(hand.elected))
        for depth in range(len(way), len(path)):
            waiting.extend(path[:depth] + [o] for o in picks[depth].options if o != path[depth])
    return found


def tie_row(pick):
    row = {"round": pick.number, "step": pick.step, "options": pick.options, "changes_result": False}
    row["taken"] = pick.taken
    if pick.by is not None:
        row["told_apart_by_round"] = pick.by
    return row


def ordered(bundle, some):
    return [option for option in bundle["options"] if option in some]


def carried_on(run, bundle, script, told):
    """The count with what was taken: (hand, ties, number of the open tie or None, ways)."""
    hand, ways, rows, at = run(bundle, script), ways_of(run, bundle, script), [], 0
    for pick in hand.picks:
        row = tie_row(pick)
        rows.append(row)
        if not pick.is_open():
            continue
        path = [p.taken for p in hand.picks if p.is_open()][:at]
        at += 1
        if at <= len(script):
            if at - 1 in told:
                row.pop("taken")
                row.update(told[at - 1], settled=[pick.taken])
            continue
        if ways is None:
            row.pop("taken")
            row["changes_result"] = None
            return hand, rows, at - 1, ways
        each = [(option, ways[tuple(path + [option])]) for option in pick.options]
        if any(outcome != each[0][1] for _, outcome in each):
            row.pop("taken")
            row["changes_result"] = True
            row["outcomes"] = [
                {"taken": option, "elected": ordered(bundle, frozenset.intersection(*outcome))}
                for option, outcome in each
            ]
            return hand, rows, at - 1, ways
    return hand, rows, None, ways


def count_ranked(run, bundle):
    script, told = [], {}
    for taken in bundle["settled"]:
        hand, rows, at, _ = carried_on(run, bundle, script, told)
        if at is None or len(taken) != 1 or taken[0] not in rows[-1]["options"]:
            raise Bad("it settles a tie that the count does not have")
        told[at] = {key: rows[-1][key] for key in ("changes_result", "outcomes") if key in rows[-1]}
        script = [pick.taken for pick in hand.picks if pick.is_open()][:at] + taken
    hand, rows, at, ways = carried_on(run, bundle, script, told)
    answer = {"elected": hand.elected, "open_seats": 0, "between": [], "rounds": hand.rounds, "ties": rows}
    if at is None:
        return answer
    answer["rounds"] = [row for row in hand.rounds if row["number"] < rows[-1]["round"]]
    if ways is None:
        sure = [one["option"] for row in answer["rounds"] for one in row["elected"]]
        gone = sure + [row.get("option") for row in answer["rounds"]]
        answer["between"] = [option for option in bundle["options"] if option not in gone]
        answer.update(elected=sure, open_seats=len(hand.elected) - len(sure))
        return answer
    outcomes = ways[tuple(script)]
    sure, maybe = frozenset.intersection(*outcomes), frozenset.union(*outcomes)
    answer["elected"] = [option for option in hand.elected if option in sure]
    answer["between"] = ordered(bundle, maybe - sure)
    answer["open_seats"] = max(len(outcome) for outcome in outcomes) - len(sure)
    return answer


def count_totals(bundle):
    """Approval and score: the highest totals; equal ones across the last seat leave it open."""
    votes = dict.fromkeys(bundle["options"], 0)
    for row in bundle["ballots"]:
        points = row.get("points", []) if bundle["method"] == "score" else [1] * len(row["options"])
        for option, given in zip(row["options"], points):
            votes[option] += given * row["count"]
    seats = min(bundle["seats"], len(votes))
    order = sorted(bundle["options"], key=lambda o: -votes[o])
    last = votes[order[seats - 1]]
    above = [o for o in order if votes[o] > last]
    level = [o for o in order if votes[o] == last]
    tied, chosen = len(above) + len(level) > seats, []
    if bundle["settled"]:
        chosen = [o for o in level if o in bundle["settled"][0]]
        want = (1, seats - len(above), len(bundle["settled"][0]))
        if not tied or (len(bundle["settled"]), len(chosen), len(chosen)) != want:
            raise Bad("it settles a tie that the count does not have")
    elected = above + chosen if tied else order[:seats]
    ties = []
    for total in sorted(set(votes.values()), reverse=True):
        equal = [o for o in order if votes[o] == total]
        if len(equal) > 1:
            open_ = tied and total == last
            ties.append({"round": 1, "step": "totals", "options": equal, "changes_result": open_})
            if open_ and chosen:
                ties[-1]["settled"] = chosen
    one = {"number": 1, "step": "totals", "totals": amounts(votes, 0), "exhausted": "0", "lost": "0"}
    one["elected"] = [{"option": o, "reason": "settled" if o in chosen else "most"} for o in elected]
    between = level if tied and not chosen else []
    return {
        "elected": elected, "open_seats": seats - len(elected), "between": between, "rounds": [one], "ties": ties,
    }  # fmt: skip


def count_again(bundle):
    """What the ballots of a bundle come to."""
    if bundle["method"] in ("approval", "score"):
        answer = count_totals(bundle)
    else:
        answer = count_ranked(Shares if bundle["method"] == "stv_meek" else Transfers, bundle)
    answer["valid"] = sum(row["count"] for row in bundle["ballots"] if row["options"])
    answer["empty"] = sum(row["count"] for row in bundle["ballots"] if not row["options"])
    return answer


def check_ballots(bundle):
    """Are the ballots such that they can be counted in one way only?"""
    options, seen, most = bundle["options"], set(), bundle["max_points"]
    if len(set(options)) != len(options) or not all(CODE.match(option) for option in options):
        yield "its options are not codes that differ"
    if bundle["method"] not in DIGITS or bundle["places"] != DIGITS[bundle["method"]]:
        yield "its method or its digits are unknown"
    if not 1 <= bundle["seats"] <= len(options) or (bundle["method"] == "irv" and bundle["seats"] != 1):
        yield "it cannot fill %s seats" % json.dumps(bundle["seats"])
    for number, row in enumerate(bundle["ballots"], start=1):
        points = row.get("points", [])
        key = (tuple(row["options"]), tuple(points))
        bad = set(row["options"]) - set(options) or len(set(row["options"])) != len(row["options"])
        scored = len(row["options"]) if bundle["method"] == "score" else 0
        if bad or len(points) != scored or not all(type(p) is int and 0 <= p <= most for p in points):
            yield "ballot %d does not fit its options" % number
        if type(row["count"]) is not int or row["count"] < 1:
            yield "ballot %d stands %s times" % (number, json.dumps(row["count"]))
        if key in seen or (bundle["method"] in ("approval", "score") and sorted(key[0]) != list(key[0])):
            yield "ballot %d is not written once, in its order" % number
        seen.add(key)


def check_bundle(export, entry):
    """A bundle against its own ballots and against the entry that names it; the bundle and its faults."""
    sha256, bundle = named_document(export, entry, "elections/", "the bundle of the count")
    faults = []
    if entry["body"]["bundle"] != sha256:
        faults.append("the bundle is not the one that it names")
    if bundle["v"] != 1 or "council.election/" + bundle["election"] != entry["subject"]:
        faults.append("the bundle is of another election")
    faults.extend("the bundle: %s" % text for text in check_ballots(bundle))
    if faults:
        return bundle, faults
    try:
        again = count_again(bundle)
    except Bad as bad:
        return bundle, ["the bundle: %s" % bad]
    for key in OUTPUT:
        if bundle[key] != again[key]:
            said, made = json.dumps(bundle[key]), json.dumps(again[key])
            faults.append("the bundle says %s %s, its ballots make it %s" % (key, said, made))
        if entry["body"][key] != bundle[key]:
            faults.append("it says %s %s, its bundle differs" % (key, json.dumps(entry["body"][key])))
    for key, name in (("rounds", "round"), ("ties", "tie")):
        if len(bundle[key]) != len(again[key]):
            faults.append("the bundle has %d %s, not %d" % (len(bundle[key]), key, len(again[key])))
        for number, (said, made) in enumerate(zip(bundle[key], again[key]), start=1):
            if said != made:
                differ = sorted(k for k in set(said) | set(made) if said.get(k) != made.get(k))
                faults.append(
                    "%s %d of the bundle is not what its ballots make (%s)"
                    % (name, number, ", ".join(differ))
                )
    return bundle, faults


COUNTS = ("council.election.counted", "council.election.tie_settled", "council.election.superseded")


def bundles_before(export, subject, end):
    """The entries that counted an election before an entry, in order."""
    rows = [row for kind in COUNTS for row in export.of(kind, subject, end)]
    return [e for _, e in sorted(rows, key=lambda row: row[0])]


def reopened_since(export, subject, end):
    """The numbers of the entries that found the count at fault which stood before an entry, in order."""
    counted = [n for kind in COUNTS for n, _ in export.of(kind, subject, end)]
    since = max(counted) if counted else -1
    return sorted(n for n, _ in export.of("council.election.reopened", subject, end) if n > since)


def check_entered(bundle, entry, export, since=-1):
    """A count of entered ballots: what was announced, and as many ballots as two tellers settled since."""
    end, subject = export.numbers[id(entry)], entry["subject"]
    if bundle["settled"]:
        yield "a first count settles no tie"
    opened = export.of("council.election.opened", subject, end)
    if len(opened) != 1:
        yield "the election was opened %d times before this count" % len(opened)
        return
    for key in ("method", "seats", "options", "max_points"):
        if bundle[key] != opened[0][1]["body"][key]:
            yield "%s is not what was announced" % key
    settled = export.of("council.election.settled", subject, end)
    entered = [e["body"]["papers"] for n, e in settled if n > since]
    papers = sum(row["count"] for row in bundle["ballots"])
    if entered != [papers]:
        yield "it counts %d ballots, two tellers settled %s" % (papers, json.dumps(entered))


def check_election(entry, export):
    """An election's first count: what was announced, opened and entered, and the ballots counted again."""
    bundle, faults = check_bundle(export, entry)
    for text in faults:
        yield text
    if bundles_before(export, entry["subject"], export.numbers[id(entry)]):
        yield "the election was counted before"
    if "supersedes" in bundle:
        yield "a first count supersedes nothing"
    for text in check_entered(bundle, entry, export):
        yield text


def check_reopened(entry, export):
    """A count that was found at fault is the one that stood, and was not found so before."""
    end, subject = export.numbers[id(entry)], entry["subject"]
    before = bundles_before(export, subject, end)
    if not before:
        yield "reopened before it was counted"
        return
    if entry["body"]["bundle"] != before[-1]["body"]["bundle"]:
        yield "it reopens another count than the one that stood"
    if reopened_since(export, subject, end):
        yield "the count was reopened before"


def check_superseded(entry, export):
    """A count that supersedes the one that stood: reopened once, entered and counted anew."""
    end, subject = export.numbers[id(entry)], entry["subject"]
    bundle, faults = check_bundle(export, entry)
    for text in faults:
        yield text
    before, old = bundles_before(export, subject, end), entry["body"]["supersedes"]
    if not before:
        yield "superseded before it was counted"
        return
    earlier = [e["body"]["supersedes"] for _, e in export.of("council.election.superseded", subject, end)]
    if old in earlier:
        yield "the count %s was superseded before" % json.dumps(old)
    elif old != before[-1]["body"]["bundle"]:
        yield "it supersedes another count than the one that stood"
    if bundle.get("supersedes") != old:
        yield "the bundle supersedes another count"
    reopened = reopened_since(export, subject, end)
    if len(reopened) != 1:
        yield "the count was reopened %d times before it was superseded" % len(reopened)
    elif export.entries[reopened[0]]["body"]["fault"] != entry["body"]["fault"]:
        yield "it was reopened for another fault"
    for text in check_entered(bundle, entry, export, reopened[-1] if reopened else -1):
        yield text


def check_tie_settled(entry, export):
    """A tie that was open, settled by an act: the same ballots, one choice more."""
    end, subject = export.numbers[id(entry)], entry["subject"]
    bundle, faults = check_bundle(export, entry)
    for text in faults:
        yield text
    before = bundles_before(export, subject, end)
    if not before:
        yield "a tie was settled before the election was counted"
        return
    if reopened_since(export, subject, end):
        yield "a tie was settled while the ballots were entered anew"
    old = named_document(export, before[-1], "elections/", "the bundle of the count before")[1]
    if any(bundle[key] != old[key] for key in INPUT) or bundle.get("supersedes") != old.get("supersedes"):
        yield "the ballots are not those of the count before"
    if bundle["settled"] != old["settled"] + [entry["body"]["taken"]]:
        yield "the bundle does not take what the act takes"
    if not old["open_seats"]:
        yield "a tie was settled, but none left a seat open"
    else:
        open_ = [t for t in old["ties"] if t["changes_result"] is not False and "settled" not in t][0]
        if (entry["body"]["round"], entry["body"]["step"]) != (open_["round"], open_["step"]):
            yield "it settles another tie than the one that was open"


def check_published(entry, export):
    """Who was declared elected is who the last count elects, and no seat was left open."""
    end, subject = export.numbers[id(entry)], entry["subject"]
    before = bundles_before(export, subject, end)
    if not before:
        yield "published before it was counted"
        return
    if reopened_since(export, subject, end):
        yield "published while the ballots were entered anew"
    sha256, bundle = named_document(export, before[-1], "elections/", "the bundle of the count")
    if entry["body"]["bundle"] != sha256 or entry["body"]["elected"] != bundle["elected"]:
        yield "published as %s, which is not the last count" % json.dumps(entry["body"]["elected"])
    if bundle["open_seats"]:
        yield "published while a tie leaves a seat open"


def check_annulled(entry, export):
    """The election that is void was counted, and it is the count that stood which elects nobody."""
    before = bundles_before(export, entry["subject"], export.numbers[id(entry)])
    if not before:
        yield "annulled before it was counted"
    elif entry["body"]["bundle"] != before[-1]["body"]["bundle"]:
        yield "it annuls another count than the one that stood"


def unless_over(check):
    """What happens in an election happens before it is cancelled or annulled."""

    def checked(entry, export):
        for end in ("cancelled", "annulled"):
            if export.of("council.election." + end, entry["subject"], export.numbers[id(entry)]):
                yield "the election was %s before" % end
        for text in check(entry, export):
            yield text

    return checked


def check_seating_reviewed(entry, export):
    """Somebody whom a declared count had elected, and who is not elected since it was superseded or annulled."""
    end, subject, body = export.numbers[id(entry)], entry["subject"], entry["body"]
    before = bundles_before(export, subject, end)
    elected = [e["body"]["elected"] for e in before if e["body"]["bundle"] == body["bundle"]]
    reopened = [e["body"]["bundle"] for _, e in export.of("council.election.reopened", subject, end)]
    annulled = [e["body"]["bundle"] for _, e in export.of("council.election.annulled", subject, end)]
    declared = export.of("council.election.published", subject, end)
    if body["bundle"] not in reopened + annulled or not elected:
        yield "it looks at a count that was not superseded"
    elif body["option"] not in elected[0]:
        yield "that count had not elected %s" % json.dumps(body["option"])
    if annulled:
        return
    if not declared or body["option"] in declared[-1][1]["body"]["elected"]:
        yield "the count that was declared elects %s" % json.dumps(body["option"])


DECISIONS["council.election.counted"] = unless_over(check_election)
DECISIONS["council.election.reopened"] = unless_over(check_reopened)
DECISIONS["council.election.superseded"] = unless_over(check_superseded)
DECISIONS["council.election.tie_settled"] = unless_over(check_tie_settled)
DECISIONS["council.election.published"] = unless_over(check_published)
DECISIONS["council.election.annulled"] = unless_over(check_annulled)
DECISIONS["council.election.seating_reviewed"] = check_seating_reviewed


def check_day_sealed(entry, export):
    """The readings of a day are sealed once."""
    if entry["subject"] != "biomes.seal/" + entry["body"]["day"]:
        yield "the seal is of another day"
    if export.of("biomes.readings.sealed", entry["subject"], export.numbers[id(entry)]):
        yield "the readings of %s were sealed before" % entry["body"]["day"]


DECISIONS["biomes.readings.sealed"] = check_day_sealed


def check_opened_epoch(entry, export):
    number = export.numbers[id(entry)]
    return check_epoch(number, len(export.of(EPOCH, None, number)), entry, export)


DECISIONS[EPOCH] = check_opened_epoch


def checked(entry, export):
    """Every fault of one entry as a decision: by its own check, then by those of its course."""
    own = DECISIONS.get(entry["type"])
    for check in ([own] if own else []) + FURTHER.get(entry["type"], []):
        for text in check(entry, export):
            yield text


def check_decisions(export):
    export.index()
    for number, entry in enumerate(export.entries):
        try:
            for text in checked(entry, export) if entry else ():
                export.fault("entry %d: %s" % (number, text))
        except Bad as bad:
            export.fault("entry %d: the decision cannot be re-derived: %s" % (number, bad))
        except STUMBLES:
            export.fault("entry %d: the decision cannot be re-derived: %s" % (number, STUMBLED))


# --- The bundle of a decision ----------------------------------------------------------------------
# What somebody takes to a court: an export, and beside it what the decision rested on. All of it leads to entries.
COURT = "court/"
MANIFEST, PROOFS, READINGS, RUNS = (
    COURT + name for name in ("manifest.json", "proofs.jsonl", "readings.jsonl", "runs/")
)
FILE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*\Z")


def check_court(export):
    """The manifest against the files, and every file against the log; what it holds, in a sentence."""
    if not os.path.exists(export.path(MANIFEST)):
        return None
    manifest = parse_at(MANIFEST, export.read(MANIFEST))
    if sorted(manifest) != ["decision", "files", "law", "v"] or manifest["v"] != 1 or manifest["v"] is True:
        raise Bad("%s: it is of a form that is not known here" % MANIFEST)
    check_files(export, manifest["files"])
    closings = []
    for kind in ("council.voting.closed", "council.motion.unopposed"):
        closings.extend(export.of(kind, manifest["decision"]))
    if not closings:
        raise Bad("%s: the log holds no decision on %s" % (MANIFEST, manifest["decision"]))
    number, closing = max(closings, key=lambda row: row[0])
    check_law(export, manifest["law"], manifest["decision"], number, closing["at"][:10])
    proved = check_proofs(export, manifest["decision"])
    check_runs(export, manifest["files"])
    read, sealed, lacking = check_cited(export, leaves_cited(export, manifest["decision"], number))
    return "ok: the bundle of %s: %d readings (%d sealed, %d cited and not here), %d proofs, %d editions" % (
        manifest["decision"],
        read,
        sealed,
        lacking,
        proved,
        len(manifest["law"]),
    )


def parse_at(where, data):
    try:
        return parse(data)
    except Bad as bad:
        raise Bad("%s: %s" % (where, bad))


def rows_of(export, name):
    """The values of a .jsonl file of the bundle, each with where it stands."""
    for number, line in enumerate(export.lines(name), start=1):
        where = "%s line %d" % (name, number)
        yield where, parse_at(where, line)


def check_files(export, files):
    """Every file as the manifest names it, and none beside it."""
    for path, sha256 in sorted(files.items()):
        if not FILE.match(path) or not os.path.isfile(export.path(path)):
            export.fault("%s: %s is missing" % (MANIFEST, path))
        elif hashlib.sha256(export.read(path)).hexdigest() != sha256:
            export.fault("%s: %s was changed" % (MANIFEST, path))
    for folder, _, names in os.walk(export.path("court")):
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), export.folder).replace(os.sep, "/")
            if path != MANIFEST and path not in files:
                export.fault("%s: it does not name %s" % (MANIFEST, path))


def check_law(export, law, decision, end, day):
    """Each charter's edition in force on the day of the decision, of those that the log knew before it; none left out that it cites."""
    known = {}
    for entry in export.entries[:end]:
        for row in (entry or {}).get("body", {}).get("documents", []):
            if row["path"].startswith("charters/"):
                data = export.document(row["path"], row["sha256"])
                edition = parse_at(row["path"], data) if data is not None else {}
                if edition.get("format") == "biolattice-edition/v1" and edition["since"] <= day:
                    known[edition["charter"]] = row["sha256"]
    for row in law:
        if row["on"] != day or known.get(row["charter"]) != row["edition"]:
            export.fault("%s: the law of %s on %s was another edition" % (MANIFEST, row["charter"], day))
    told = {row["charter"] for row in law}
    for charter in sorted(
        {article.partition("/")[2].partition("--")[0] for article in cited_by(export, decision)}
    ):
        if charter in known and charter not in told:
            export.fault("%s: it leaves out the law of %s, which the decision cites" % (MANIFEST, charter))


def cited_by(export, decision):
    """The articles that objections and the opened reasons of a decision rest on."""
    found = set()
    for _, entry in export.of("council.objection.filed", decision):
        found.update(entry["body"]["articles"])
    for _, entry in export.of("council.voting.closed", decision):
        opened = named_document(export, entry, "openings.jsonl", "the line of openings")[1]
        for row in opened.get("reasons", []):
            found.update(row["articles"])
    return found


def leaves_cited(export, decision, end):
    """The entries before a decision that cite a reading, of the alerts that it takes up, answers or rests on."""
    found = []
    for _, entry in export.of("council.motion.submitted", decision):
        for subject in [entry["body"]["act"], entry["body"]["origin"]] + entry["body"]["evidence"]:
            for kind in ("crises.alert.released", "crises.alert.updated"):
                found.extend(n for n, e in export.of(kind, subject, end) if e["body"].get("leaf"))
    return found


def root_of_inclusion(leaf, index, size, path):
    """The root that a proof leads to (RFC 9162, section 2.1.3.2), or None."""
    if not 0 <= index < size:
        return None
    last, node = size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            node = node_hash(bytes.fromhex(step), node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, bytes.fromhex(step))
        index, last = index >> 1, last >> 1
    return node if last == 0 else None


def check_proofs(export, decision):
    """One entry at a time, for who keeps only some: each proof leads to the root; how many there are."""
    size, root, proved = len(export.leaves), tree_root(export.leaves), set()
    for where, row in rows_of(export, PROOFS):
        seq = row["seq"]
        if not 0 <= seq < size or root_of_inclusion(export.leaves[seq], seq, size, row["path"]) != root:
            export.fault("%s: the proof does not lead to the root of the log" % where)
        proved.add(seq)
    for number, entry in enumerate(export.entries):
        if entry and entry["subject"] == decision and number not in proved:
            export.fault("%s: entry %d of the decision has no proof" % (PROOFS, number))
    return len(proved)


def check_runs(export, files):
    """Each document of a run is one that an entry of a run names by its hash."""
    named = set()
    for entry in export.entries:
        if entry and entry["type"].startswith("crises.run."):
            named.update(value for value in entry["body"].values() if isinstance(value, str))
    for path, sha256 in sorted(files.items()):
        if path.startswith(RUNS) and sha256 not in named:
            export.fault("%s: no run names this document" % path)


def check_cited(export, wanted):
    """Each reading against the seal of the day it came in, and the entries that cite it; how many, how many sealed, how many lack."""
    lacking = set(wanted)
    seals = {entry["body"]["day"]: entry["body"] for _, entry in export.of("biomes.readings.sealed")}
    read = sealed = 0
    for where, row in rows_of(export, READINGS):
        read += 1
        leaf = hashlib.sha256(canonical(row["reading"])).digest()
        for number in row["cited"]:
            entry = export.entries[number] if 0 <= number < len(export.entries) else None
            lacking.discard(number)
            if entry is None or entry["body"].get("leaf") != leaf.hex():
                export.fault("%s: entry %d does not cite it" % (where, number))
        if row["day"] is None:
            continue  # it came in since the last seal
        sealed += 1
        seal = seals.get(row["day"])
        if seal is None:
            export.fault("%s: no readings were sealed on %s" % (where, row["day"]))
            continue
        made = root_of_inclusion(leaf_hash(leaf), row["index"], seal["count"], row["path"])
        if made is None or made.hex() != seal["root"]:
            export.fault("%s: it is not among the readings sealed on %s" % (where, row["day"]))
    return read, sealed, len(lacking)


# --- All of it ------------------------------------------------------------------------------------
def verify(folder, old=None):
    """Check everything; the Export with its faults."""
    export = Export(folder)
    keys, head = [], None

    def attempt(step, *arguments):
        try:
            return step(*arguments)
        except Bad as bad:
            export.fault(str(bad))
        except STUMBLES + (OSError,):
            export.fault("%s: %s" % (step.__name__.replace("_", " "), STUMBLED))

    if not os.path.isfile(export.path("log.jsonl")):
        export.fault("log.jsonl is missing")
    attempt(check_log, export)
    keys = attempt(check_keys, export) or []
    head = attempt(check_head, export, keys)
    if old is not None:
        attempt(check_old, export, keys, head, old)
    attempt(check_named, export)
    attempt(check_unnamed, export)
    attempt(check_decisions, export)
    export.bundle = attempt(check_court, export)
    return export


def main(arguments):
    old = None
    if "--checkpoint" in arguments:
        at = arguments.index("--checkpoint")
        old = arguments[at + 1] if at + 1 < len(arguments) else ""
        del arguments[at : at + 2]
    if len(arguments) != 1 or old == "":
        print(__doc__.split("\n\n")[1].strip())
        return 1
    export = verify(arguments[0], old)
    for text in export.faults:
        print("fault: " + text)
    if export.faults:
        return 1
    counts = ("council.voting.closed", "council.election.counted", "council.election.superseded")
    decisions = sum(1 for entry in export.entries if entry["type"] in counts)
    print(
        "ok: %d entries, %d documents, %d decisions re-derived; root %s"
        % (
            len(export.entries),
            len(export.named),
            decisions,
            base64.b64encode(tree_root(export.leaves)).decode(),
        )
    )
    for text in export.notes:
        print("note: the older checkpoint: " + text)
    if export.bundle:
        print(export.bundle)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
