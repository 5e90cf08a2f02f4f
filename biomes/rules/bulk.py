"""Profiles, zones and links as rows of a table, there and back: what is written out reads in as the same.

A cell says everything of its field; an empty cell says that the field is empty. A column that the file does
not have, and a cell that says ``(unchanged)``, leave the field as it is. Lists are one thing a line, its
parts divided by ``|``. A spreadsheet would run a text that begins with ``= + - @``; such a text gets an
apostrophe before it, and loses it again when it is read. A ``|``, a line's end or a backslash inside a part is
written with a backslash before it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from biomes.rules import coarse, link_table, place, profile
from biomes.rules.profile import Fault
from biomes.rules.words import RedList, ZoneKind


class Noun(StrEnum):
    BIOMES = "biomes"
    ZONES = "zones"
    LINKS = "links"


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    # Decided when the file was applied, not when it was looked at.
    LEFT_OUT = "left_out"
    # The file was called off or stopped before this row.
    NOT_TAKEN = "not_taken"


# What is applied when the person says so.
DOES = frozenset({Verdict.NEW, Verdict.CHANGED})
UNCHANGED = "(unchanged)"
BIOME_COLUMNS = (
    "slug", "name", "names", "functional_group", "coarse_km", "zones", "mean_depth_m", "red_list",
    "red_list_criteria", "red_list_on", "red_list_citation", "stewards", "notice", "story", "place",
)  # fmt: skip
ZONE_COLUMNS = ("slug", "name", "kind", "population", "about", "polygon")
COLUMNS = {Noun.BIOMES: BIOME_COLUMNS, Noun.ZONES: ZONE_COLUMNS, Noun.LINKS: link_table.COLUMNS}
# The columns that say which thing a row is about.
KEYS = {Noun.BIOMES: ("slug",), Noun.ZONES: ("slug",), Noun.LINKS: link_table.KEY}
# The column that a feature's geometry fills; the line of a link only shows it.
GEOMETRY = {Noun.BIOMES: "place", Noun.ZONES: "polygon", Noun.LINKS: "line"}
LONGEST_KEY = 160
FORMS = ("csv", "geojson", "xlsx")

MOST_ROWS = 50_000
# 50,000 profiles with an outline of some thirty points each.
MOST_BYTES = 64 * 1024 * 1024
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LENGTHS = {
    "name": 80, "story": 8000, "notice": 240, "red_list_criteria": 60, "red_list_citation": 300, "about": 1000,
}  # fmt: skip
_BACKSLASH = re.compile(r"\\(.)", re.S)
_BAR = re.compile(r"(?<!\\)(?:\\\\)*\|")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f]")
_PARTS = {"names": ("language", "name", "meaning"), "stewards": ("name", "role", "url")}
_PART_LENGTHS = {"language": 35, "name": 80, "meaning": 120, "role": 80, "url": 200}
MOST_PEOPLE = 2_000_000_000


class BadSheet(Exception):
    """A file that cannot be read as a table at all: a code, and the words it is about."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code)
        self.code, self.about = code, about


def guarded(text: str) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{text}" if text.startswith((*FORMULA, "'")) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith((*FORMULA, "'")) else text


def checked_columns(found: Sequence[str], noun: Noun) -> None:
    """Every column known and named once, and those among them that name the row; or BadSheet."""
    for name in found:
        if name not in COLUMNS[noun]:
            raise BadSheet("unknown_column", name)
        if list(found).count(name) > 1:
            raise BadSheet("column_twice", name)
    for name in KEYS[noun]:
        if name not in found:
            raise BadSheet("no_key_column", name)


def key_of(noun: Noun, cells: Mapping[str, str]) -> str:
    """What the row is about, in one text: its address, or the two ends of a link and its kind."""
    said = [cells.get(name, "").strip() for name in KEYS[noun]]
    key = link_table.key(*said) if noun is Noun.LINKS else said[0]
    # It is kept beside the row, where no database holds a NUL; a key that long is refused in any case.
    return key.replace("\x00", "\ufffd")[:LONGEST_KEY]


# --- Out -------------------------------------------------------------------------------------------
def biome_cells(slug: str, snapshot: Mapping[str, Any]) -> dict[str, str]:
    cells = {column: _text(snapshot.get(column)) for column in BIOME_COLUMNS}
    for field, parts in _PARTS.items():
        cells[field] = "\n".join(_line(one, parts) for one in snapshot.get(field) or [])
    cells["zones"] = " ".join(snapshot.get("zones") or [])
    cells["coarse_km"] = _text(snapshot.get("coarse_km") or "")
    return cells | {"slug": slug, "place": geometry_text(snapshot.get("place"))}


def zone_cells(zone: Mapping[str, Any]) -> dict[str, str]:
    cells = {column: _text(zone.get(column)) for column in ZONE_COLUMNS}
    return cells | {"polygon": geometry_text(zone.get("polygon"))}


def geometry_text(geometry: Any) -> str:
    return json.dumps(geometry, separators=(",", ":")) if geometry else ""


def _line(one: Mapping[str, Any], parts: Sequence[str]) -> str:
    said = [_escaped(str(one.get(part) or "")) for part in parts]
    while said and not said[-1]:
        said.pop()
    return " | ".join(said)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\r", " ").replace("\n", "\\n")


def _unescaped(text: str) -> str:
    return _BACKSLASH.sub(lambda found: "\n" if found[1] == "n" else found[1], text)


def property_text(field: str, value: Any) -> str:
    """A property of a GeoJSON feature as the cell that says the same."""
    if isinstance(value, list) and field in _PARTS:
        return "\n".join(_line(one, _PARTS[field]) for one in value if isinstance(one, dict))
    if isinstance(value, list):
        return " ".join(str(one) for one in value)
    return _text(value)


def without_unseen(text: str) -> str:
    """Without the characters that no workbook may hold."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


# --- In --------------------------------------------------------------------------------------------
def biome_content(
    cells: Mapping[str, str], before: Mapping[str, Any] | None
) -> tuple[dict[str, Any], list[Fault]]:
    """What the row says a profile should be, and everything that is wrong with it."""
    said = _said(cells)
    faults = [*_bad_text(said), *_slug_faults(cells)]
    content: dict[str, Any] = dict(before or {})
    for field, text in said.items():
        if field == "slug":
            continue
        try:
            content[field] = _kept(content.get(field), _read(field, text))
        except _Unread as why:
            faults.append(Fault(field, why.code, why.about))
    if not str(content.get("name") or "").strip():
        faults.append(Fault("name", "missing"))
    unread = {one.field for one in faults}
    faults += [one for one in profile.faults(content) if one.field not in unread]
    return profile.tidy(content) if not faults else content, faults


def zone_content(
    cells: Mapping[str, str], before: Mapping[str, Any] | None
) -> tuple[dict[str, Any], list[Fault]]:
    said = _said(cells)
    faults = [*_bad_text(said), *_slug_faults(cells)]
    content: dict[str, Any] = dict(before or {"about": ""})
    for field, text in said.items():
        if field == "slug":
            continue
        try:
            content[field] = _kept(content.get(field), _read(field, text))
        except _Unread as why:
            faults.append(Fault(field, why.code, why.about))
    for field in ("name", "kind", "population", "polygon"):
        if content.get(field) in (None, "") and field not in {one.field for one in faults}:
            faults.append(Fault(field, "missing"))
    return content, faults


def link_content(
    cells: Mapping[str, str], before: Mapping[str, Any] | None
) -> tuple[dict[str, Any], list[Fault]]:
    return link_table.content(_said(cells), before)


def _kept(before: Any, read: Any) -> Any:
    """What stood there, where a table can only say the same less exactly: ends of lines, the turn of a ring."""
    if isinstance(before, str) and isinstance(read, str) and _seen(before) == _seen(read):
        return before
    if isinstance(before, dict) and isinstance(read, dict) and before != read:
        try:
            return before if place.check(before) == read else read
        except place.BadPlace:
            return read
    return read


def _seen(text: str) -> str:
    return without_unseen(text).strip()


class _Unread(Exception):
    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code)
        self.code, self.about = code, about[:60]


def _said(cells: Mapping[str, str]) -> dict[str, str]:
    return {field: text for field, text in cells.items() if text.strip() != UNCHANGED}


def _bad_text(said: Mapping[str, str]) -> list[Fault]:
    nul = [Fault(field, "nul_byte") for field, text in said.items() if "\x00" in text]
    long = [
        Fault(field, "too_long", str(_LENGTHS[field]))
        for field, text in said.items()
        if field in _LENGTHS and len(text) > _LENGTHS[field]
    ]
    return nul + long


def _slug_faults(cells: Mapping[str, str]) -> list[Fault]:
    slug = cells.get("slug", "")
    fits = slug.isascii() and slug.replace("-", "a").replace("_", "a").isalnum() and len(slug) <= 50
    return [] if fits else [Fault("slug", "not_a_slug", slug[:60])]


def _read(field: str, text: str) -> Any:
    text = text.strip()
    if field in _PARTS:
        return _parts(field, text)
    if field in {"place", "polygon"}:
        return _geometry(text)
    if field == "zones":
        return sorted(set(text.replace(",", " ").split()))
    if field in {"coarse_km", "population"}:
        return _whole(text)
    if field == "mean_depth_m":
        return _decimal(text)
    if field == "red_list_on":
        return _date(text)
    if field == "red_list" and text and text not in {one.value for one in RedList}:
        raise _Unread("not_a_category", text)
    if field == "kind" and text and text not in {one.value for one in ZoneKind}:
        raise _Unread("not_a_zone_kind", text)
    return text


def _parts(field: str, text: str) -> list[dict[str, str]]:
    names = _PARTS[field]
    rows = []
    for line in (one for one in text.splitlines() if one.strip()):
        parts = [_unescaped(part.strip()) for part in _split(line)]
        if len(parts) > len(names):
            raise _Unread("too_many_parts", line)
        row = dict(zip(names, [*parts, "", "", ""], strict=False))
        for part, said in row.items():
            if len(said) > _PART_LENGTHS[part]:
                raise _Unread("too_long", str(_PART_LENGTHS[part]))
        rows.append(row)
    return rows


def _split(line: str) -> list[str]:
    """At each bar that has no backslash before it."""
    parts, at = [], 0
    for found in _BAR.finditer(line):
        parts.append(line[at : found.end() - 1])
        at = found.end()
    return [*parts, line[at:]]


def _geometry(text: str) -> Any:
    if not text:
        return None
    try:
        return place.read(text)
    except place.BadPlace as why:
        about = "" if why.lon is None else f"{why.lon} {why.lat}"
        raise _Unread(f"place_{why.code}", about) from why


def _whole(text: str) -> int | None:
    if not text:
        return 0
    # A spreadsheet writes whole numbers as 12.0 now and then.
    plain = text.removesuffix(".0")
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 10 and int(plain) <= MOST_PEOPLE):
        raise _Unread("not_whole", text)
    return int(plain)


def _decimal(text: str) -> str | None:
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation as why:
        raise _Unread("not_a_depth", text) from why
    if not number.is_finite() or not 0 <= number < 100_000 or number != round(number, 2):
        raise _Unread("not_a_depth", text)
    return f"{number:f}"


def _date(text: str) -> str | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text.removesuffix("T00:00:00").removesuffix(" 00:00:00")).isoformat()
    except ValueError as why:
        raise _Unread("not_a_date", text) from why


def coarse_cells(cells: Mapping[str, str], known_km: int = 0) -> dict[str, str]:
    """The row as it may be kept while a person looks at it: the place of a sensitive one is coarse already.

    ``known_km`` is the size that stands on record, for a row that does not say one.
    """
    text = cells.get("coarse_km", UNCHANGED).strip().removesuffix(".0")
    km = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else known_km
    if not cells.get("place") or not (km or known_km) or text in {"", "0"}:
        return dict(cells)
    size = km if km in coarse.SIZES_KM else max(coarse.SIZES_KM)
    try:
        return {**cells, "place": geometry_text(coarse.coarsen(place.read(cells["place"]), size))}
    except place.BadPlace as why:
        # What cannot be read cannot be made coarse: only the fault is kept.
        return {**cells, "place": f"({why.code})"}
