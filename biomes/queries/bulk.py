"""Files of profiles, zones and links: what their rows would change. Reads only; `bulk_out` has what goes out."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from biomes.models import Biome, Bulk, Link, Revision, SheetRow, Zone
from biomes.rules import bulk as rule
from biomes.rules import link_table
from biomes.rules.bulk import DOES, Noun, Verdict
from biomes.rules.import_life import OVER, State
from biomes.rules.lifecycle import EDITABLE, Stage
from biomes.rules.profile import FIELDS, Fault, Snapshot, changes, tidy

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one row of a file would do, or did. ``seen`` is what stood there when it was looked at."""

    line: int
    key: str
    verdict: Verdict
    seen: str = ""
    changed: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    content: dict[str, Any] = field(default_factory=dict)

    def kept(self, of: Bulk) -> SheetRow:
        """As it is kept beside the file: without the content, and with no character a database cannot hold."""
        return SheetRow(
            of=of,
            line=self.line,
            key=self.key,
            seen=self.seen,
            verdict=self.verdict.value,
            changed=self.changed,
            faults=plain_faults(self.faults),
        )


def plain_faults(faults: Iterable[Fault]) -> list[dict[str, str]]:
    return [{name: said.replace("\x00", "\ufffd") for name, said in asdict(one).items()} for one in faults]


# --- What stands -----------------------------------------------------------------------------------
def row_content(biome: Biome) -> Snapshot:
    """What everyone reads, as a revision would say it."""
    plain: Snapshot = {name: getattr(biome, name) for name in FIELDS if name != "zones"}
    for name in ("mean_depth_m", "red_list_on"):
        plain[name] = None if plain[name] is None else str(plain[name])
    return plain | {"zones": sorted(zone.slug for zone in biome.zones.all())}


def said_of(link: Link) -> dict[str, Any]:
    said = {
        name: getattr(link, name) for name in ("kind", "both_ways", "strength", "evidence", "evidence_url")
    }
    return {"from": link.source.slug, "to": link.target.slug, **said}


def editable() -> QuerySet[Biome]:
    revisions = Prefetch("revisions", queryset=Revision.objects.order_by("-number"), to_attr="newest_first")
    return (
        Biome.objects.filter(stage__in=[s.value for s in EDITABLE])
        .order_by("slug")
        .prefetch_related("zones", revisions)
    )


def newest(biome: Any) -> Snapshot:
    """The waiting draft, else what was published last, else the row itself."""
    for one in biome.newest_first:
        if one.dropped_at is None:
            return dict(one.snapshot)
    return row_content(biome)


# --- The files -------------------------------------------------------------------------------------
def sheets() -> QuerySet[Bulk]:
    return Bulk.objects.all()


def sheet(uuid: UUID) -> Bulk | None:
    return Bulk.objects.filter(uuid=uuid).first()


def sheet_rows(found: Bulk, verdict: str = "") -> QuerySet[SheetRow]:
    """What the check says of each row, or what was done with it; of one verdict where it is named."""
    rows = found.rows.order_by("line")
    return rows.filter(verdict=verdict) if verdict else rows


def verdict_of(found: Bulk, row: SheetRow) -> Verdict:
    """What became of a row: where a file was stopped on its way in, the rows after that were not taken."""
    was_stopped = found.applied_by and found.state in {State.CANCELLED, State.FAILED}
    if was_stopped and row.line > found.line and row.verdict in DOES:
        return Verdict.NOT_TAKEN
    return Verdict(row.verdict)


def open_sheets(by: str) -> int:
    """How many files of a person want something of them or of a worker."""
    over = [one.value for one in OVER]
    return Bulk.objects.filter(asked_by=by).exclude(state__in=over).count()


def coarse_sizes() -> dict[str, int]:
    """The squares of each sensitive place, by address."""
    return dict(Biome.objects.filter(coarse_km__gt=0).values_list("slug", "coarse_km"))


# --- In --------------------------------------------------------------------------------------------
def judged(noun: Noun, rows: Sequence[Row]) -> list[Judged]:
    """Each row of a piece of a file against what stands now."""
    judge = _JUDGES[noun](rows)
    found, seen = [], set()
    for row in rows:
        key = rule.key_of(noun, row["cells"])
        one = _unread(row, key) if "fault" in row else judge(row)
        if key in seen:
            one = twice(one, noun)
        seen.add(key)
        found.append(one)
    return found


def twice(one: Judged, noun: Noun) -> Judged:
    """The row names what an earlier one of its file names."""
    faults = [Fault(rule.KEYS[noun][0], "key_twice", one.key[:120]), *one.faults]
    return Judged(line=one.line, key=one.key, verdict=Verdict.REFUSED, seen=one.seen, faults=faults)


def _unread(row: Row, key: str) -> Judged:
    return Judged(line=row["line"], key=key, verdict=Verdict.REFUSED, faults=[Fault(*row["fault"])])


def _said(rows: Sequence[Row], column: str) -> set[str]:
    """What the rows say in a column, as far as it can be an address."""
    said = {str(row["cells"].get(column, "")).strip() for row in rows}
    return {one for one in said if len(one) <= 50 and "\x00" not in one}


def _judge_biomes(rows: Sequence[Row]) -> Callable[[Row], Judged]:
    named = _said(rows, "slug")
    known: dict[str, Any] = {one.slug: one for one in Biome.objects.filter(slug__in=named)}
    known |= {one.slug: one for one in editable().filter(slug__in=named)}
    zones = set(Zone.objects.values_list("slug", flat=True))
    return lambda row: _judge_biome(row, known.get(rule.key_of(Noun.BIOMES, row["cells"])), zones)


def _judge_biome(row: Row, biome: Any, zones: set[str]) -> Judged:
    cells, line = row["cells"], row["line"]
    if biome and Stage(biome.stage) not in EDITABLE:
        faults = [Fault("slug", "no_edit", biome.slug)]
        return Judged(line=line, key=biome.slug, verdict=Verdict.REFUSED, faults=faults)
    before = tidy(newest(biome)) if biome else None
    content, faults = rule.biome_content(cells, before)
    faults += [Fault("zones", "unknown_zone", one) for one in content.get("zones") or () if one not in zones]
    changed = [name for name, _before, _after in changes(before or {}, content)]
    return _verdict(row, Noun.BIOMES, _revision_of(biome), before, content, faults, changed)


def _revision_of(biome: Any) -> str:
    if biome is None:
        return ""
    return str(biome.newest_first[0].number) if biome.newest_first else "0"


def _judge_zones(rows: Sequence[Row]) -> Callable[[Row], Judged]:
    known = {one.slug: one for one in Zone.objects.filter(slug__in=_said(rows, "slug"))}
    return lambda row: _judge_zone(row, known.get(rule.key_of(Noun.ZONES, row["cells"])))


def _judge_zone(row: Row, zone: Zone | None) -> Judged:
    before = {name: getattr(zone, name) for name in rule.ZONE_COLUMNS if name != "slug"} if zone else None
    content, faults = rule.zone_content(row["cells"], before)
    changed = [name for name, value in content.items() if (before or {}).get(name) != value]
    return _verdict(row, Noun.ZONES, zone.fingerprint if zone else "", before, content, faults, changed)


def _judge_links(rows: Sequence[Row]) -> Callable[[Row], Judged]:
    ends = _said(rows, "from") | _said(rows, "to")
    public = dict(Biome.objects.public().filter(slug__in=ends).values_list("slug", "pk"))
    # By number: asked by the names of both ends, PostgreSQL joins all profiles twice before it looks.
    found = Link.objects.standing().filter(source__in=public.values(), target__in=public.values())
    known = {rule.key_of(Noun.LINKS, said_of(one)): one for one in found.select_related("source", "target")}
    return lambda row: _judge_link(row, known.get(rule.key_of(Noun.LINKS, row["cells"])), public)


def _judge_link(row: Row, link: Link | None, public: Container[str]) -> Judged:
    before = said_of(link) if link else None
    content, faults = rule.link_content(row["cells"], before)
    for end in ("from", "to"):
        if content[end] not in public:
            faults.append(Fault(end, "unknown_biome", content[end][:60]))
    changed = [name for name in link_table.SAID if _differs(name, content, before or {})]
    return _verdict(row, Noun.LINKS, str(link.pk) if link else "", before, content, faults, changed)


def _differs(column: str, content: dict[str, Any], before: dict[str, Any]) -> bool:
    name = "both_ways" if column == "direction" else column
    return content.get(name) != before.get(name)


def _verdict(
    row: Row,
    noun: Noun,
    seen: str,
    before: Any,
    content: dict[str, Any],
    faults: list[Fault],
    changed: list[str],
) -> Judged:
    line, key = row["line"], rule.key_of(noun, row["cells"])
    if faults:
        return Judged(line=line, key=key, seen=seen, verdict=Verdict.REFUSED, faults=faults)
    if before is None:
        return Judged(line=line, key=key, verdict=Verdict.NEW, content=content)
    if not changed:
        return Judged(line=line, key=key, seen=seen, verdict=Verdict.UNCHANGED)
    return Judged(line=line, key=key, seen=seen, verdict=Verdict.CHANGED, changed=changed, content=content)


_JUDGES = {Noun.BIOMES: _judge_biomes, Noun.ZONES: _judge_zones, Noun.LINKS: _judge_links}
