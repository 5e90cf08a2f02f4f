"""Ways to change an export by chance, from the clumsy to the patient; seeded, so that each can be made again.

    mutate(folder, Random(seed))  # changes the export in place and says what it did

A clumsy hand flips a byte, drops a line or a file. A patient one changes a value of an entry or a document, lets every
entry name the new bytes, and numbers, chains and signs all anew with the platform's own key.
"""

import copy
import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from tests.ledger.forgery import lines_of, resign, rewrite

PATIENT = 0.8
LINED = ("rolls.jsonl", "openings.jsonl")
FOLDERS = ("rules", "charters", "readings", "elections")
# Words that mean something to a check.
KNOWN = [
    "yes",
    "no",
    "abstain",
    "adopted",
    "rejected",
    "tied",
    "void",
    "override",
    "h-1",
    "h-2",
    "b-1",
    "upheld",
    "mandatory",
]
ANYTHING = (None, True, False, 0, 1, 2**53, 1.0, "", "x", [], {}, [1], {"a": 1}, "\ud800", "e\u0301")
RUBBISH = (
    b"",
    b"\n",
    b" ",
    b"=",
    b"\xc3\xa9",
    b"\xed\xa0\x80",
    b"\x00",
    b'"',
    b"{",
    b"[" * 5000,
    b"1.5" + b"[" * 300,
)


def dumps(value: Any) -> bytes:
    """Canonical for what is whole; a forger may also write what no log may hold, such as 1.0."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


# --- Clumsy -----------------------------------------------------------------------------------------
def flip_a_byte(folder: Path, chance: Random) -> str:
    path = chance.choice([path for path in files(folder) if path.stat().st_size])
    data = bytearray(path.read_bytes())
    place = chance.randrange(len(data))
    data[place] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    return f"byte {place} of {path.name}"


def cut_or_stretch(folder: Path, chance: Random) -> str:
    path = chance.choice(files(folder))
    data = path.read_bytes()
    place = chance.randrange(len(data) + 1)
    more = chance.choice(RUBBISH)
    path.write_bytes(data[:place] + more + data[place + chance.randrange(3) :])
    return f"{more[:3]!r} at {place} of {path.name}"


def stir_lines(folder: Path, chance: Random) -> str:
    path = chance.choice([folder / name for name in ("log.jsonl", *LINED) if (folder / name).stat().st_size])
    lines = path.read_bytes().splitlines()
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    deed = chance.choice(["drop", "swap", "twice"])
    if deed == "drop":
        del lines[one]
    elif deed == "swap":
        lines[one], lines[other] = lines[other], lines[one]
    else:
        lines.insert(other, lines[one])
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return f"{deed} {one} {other} of {path.name}"


def lose_or_smuggle(folder: Path, chance: Random) -> str:
    if chance.random() < 0.6:
        path = chance.choice(files(folder))
        path.unlink()
        return f"without {path.name}"
    path = folder / chance.choice(FOLDERS) / chance.choice(["extra.json", "b.txt", "UP.json", "sub/x.json"])
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(chance.choice([b"", b"{}", b"\xff"]))
    return f"{path.parent.name}/{path.name} smuggled in"


# --- Patient ----------------------------------------------------------------------------------------
def forge_an_entry(folder: Path, chance: Random) -> str:
    """One entry, or several, changed in its values or moved; all signed anew."""
    entries = [json.loads(line) for line in lines_of(folder)]
    said = []
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        at = chance.randrange(1, len(entries))
        kind = entries[at]["type"]
        deed = chance.choice(["bend", "bend", "bend", "bend", "drop", "move", "twice"])
        if deed == "bend":
            said.append(f"{kind}: {bend(entries[at], chance)}")
            continue
        entry = entries[at] if deed == "twice" else entries.pop(at)
        if deed != "drop":
            entries.insert(chance.randrange(1, len(entries) + 1), entry)
        said.append(f"{kind}: {deed}")
    sign(folder, entries, chance)
    return "; ".join(said)


def forge_a_document(folder: Path, chance: Random) -> str:
    """A value in a rule, a roll, an opening or a bundle; every entry names the new bytes."""
    places = [path for path in files(folder) if path.parent.name in FOLDERS or path.name in LINED]
    path = chance.choice([path for path in places if path.stat().st_size])
    lined = path.name in LINED
    lines = path.read_bytes().splitlines() if lined else [path.read_bytes()]
    at = chance.randrange(len(lines))
    value = json.loads(lines[at])
    said = [bend(value, chance) for _ in range(chance.choice([1, 1, 2]))]
    old, new = sha256(lines[at]).hexdigest(), dumps(value)
    lines[at] = new
    if lined:
        path.write_bytes(b"".join(line + b"\n" for line in lines))
    else:
        path.unlink()
        (path.parent / path.name.replace(old, sha256(new).hexdigest())).write_bytes(new)
    text = (folder / "log.jsonl").read_text().replace(old, sha256(new).hexdigest())
    sign(folder, [json.loads(line) for line in text.splitlines()], chance)
    return f"{path.name[:12]}: {'; '.join(said)}"


def sign(folder: Path, entries: list[Any], chance: Random) -> None:
    prev, lines = "0" * 64, []
    for number, entry in enumerate(entries):
        if isinstance(entry, dict) and chance.random() < 0.999:
            entry = entry | {"seq": number, "prev": prev}
        lines.append(dumps(entry))
        prev = sha256(lines[-1]).hexdigest()
    rewrite(folder, lines)
    resign(folder)


# --- One value --------------------------------------------------------------------------------------
def bend(value: Any, chance: Random) -> str:
    """Change one value somewhere inside an object or a list, in place."""
    place: list[Any] = []
    holder = value
    while True:
        key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        place.append(key)
        inner = holder[key]
        if not isinstance(inner, dict | list) or not inner or chance.random() < 0.12:
            break
        holder = inner
    before = holder[key]
    deed = chance.random()
    if deed < 0.08:
        del holder[key]
    elif deed < 0.12 and isinstance(holder, dict):
        holder[chance.choice(["extra", "room", "held_at", "recounts", "set_aside", "proxy", "é"])] = before
    elif deed < 0.2 and isinstance(holder, list):
        holder.append(holder[0])
    else:
        holder[key] = another(before, chance)
    return f"{'.'.join(map(str, place))} {str(before)[:40]!r} -> {str(holder)[:60]}"


def another(value: Any, chance: Random) -> Any:
    """Mostly of the same kind, at times of any."""
    if chance.random() < 0.15:
        return copy.deepcopy(chance.choice(ANYTHING))
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return chance.choice([value + 1, value - 1, -value, 0, value * 1000, 2**53 - 1])
    if isinstance(value, str):
        return other_text(value, chance)
    if isinstance(value, list):
        return chance.choice([value[:-1], [*value, *value[:1]], value[::-1], []])
    return dict(list(value.items())[:-1]) if isinstance(value, dict) else "x"


def other_text(value: str, chance: Random) -> str:
    if value[:2] == "21" and value.endswith("Z"):
        return chance.choice(
            ["2149-01-01T00:00:00Z", "2199-12-31T23:59:59Z", f"{value[:-3]}{chance.randrange(60):02}Z"]
        )
    if value and chance.random() < 0.5:
        place = chance.randrange(len(value))
        return value[:place] + chance.choice("0a1fé\u2028 /.") + value[place + 1 :]
    return chance.choice(KNOWN)


# --- The bundle of a decision -------------------------------------------------------------------------
def forge_the_bundle(folder: Path, chance: Random) -> str:
    """A value in a line of `court/`, or in its manifest; elsewhere there is nothing of it to forge."""
    places = sorted((folder / "court").glob("*.json*"))
    if not places:
        return forge_an_entry(folder, chance)
    path = chance.choice(places)
    lines = path.read_bytes().splitlines()
    at = chance.randrange(len(lines))
    value = json.loads(lines[at])
    said = bend(value, chance)
    lines[at] = dumps(value)
    end = b"\n" if path.suffix == ".jsonl" else b""
    path.write_bytes(b"".join(line + end for line in lines))
    return f"{path.name}: {said}"


def renew(folder: Path) -> None:
    """The manifest names the new bytes of each file, as a patient hand sees to."""
    path = folder / "court" / "manifest.json"
    try:
        manifest = json.loads(path.read_bytes())
        for name in manifest["files"]:
            if (folder / name).is_file():
                manifest["files"][name] = sha256((folder / name).read_bytes()).hexdigest()
    except (OSError, ValueError, TypeError, KeyError):
        return  # there is none, or none that could be made whole
    path.write_bytes(dumps(manifest))


HANDS: list[Callable[[Path, Random], str]] = [
    flip_a_byte, cut_or_stretch, stir_lines, lose_or_smuggle,
    forge_an_entry, forge_an_entry, forge_an_entry, forge_a_document, forge_a_document, forge_a_document,
    forge_the_bundle,
]  # fmt: skip


def mutate(folder: Path, chance: Random) -> str:
    hand = chance.choice(HANDS)
    said = hand(folder, chance)
    if chance.random() < PATIENT:
        renew(folder)
    return f"{hand.__name__}: {said}"


def mutated(original: Path, folder: Path, seed: int) -> str:
    """A copy of an export, changed by the seed's chance."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(original, folder)
    return mutate(folder, Random(seed))
