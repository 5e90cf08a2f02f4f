"""Profiles and zones as rows for a file, and what a file's rows would change. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet

from biomes.models import Biome, Bulk, Revision, Zone
from biomes.rules import bulk as rule
from biomes.rules.bulk import Noun, Verdict
from biomes.rules.lifecycle import EDITABLE, Stage
from biomes.rules.profile import FIELDS, Fault, Snapshot, changes, tidy

Line = tuple[dict[str, str], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one row of a file would do, or did."""

    line: int
    slug: str
    verdict: Verdict
    changed: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    content: dict[str, Any] = field(default_factory=dict)

    @property
    def plain(self) -> dict[str, Any]:
        """As it is kept beside the file: without the content."""
        return {
            "line": self.line,
            "slug": self.slug,
            "verdict": self.verdict.value,
            "changed": self.changed,
            "faults": [asdict(one) for one in self.faults],
        }


# --- Out -------------------------------------------------------------------------------------------
def row_content(biome: Biome) -> Snapshot:
    """What everyone reads, as a revision would say it."""
    plain: Snapshot = {name: getattr(biome, name) for name in FIELDS if name != "zones"}
    for name in ("mean_depth_m", "red_list_on"):
        plain[name] = None if plain[name] is None else str(plain[name])
    return plain | {"zones": sorted(zone.slug for zone in biome.zones.all())}


def public_lines(biomes: Iterable[Biome]) -> list[Line]:
    return [_line(one.slug, row_content(one)) for one in biomes]


def newest_lines() -> list[Line]:
    """Every profile that can be edited, drafts too, as its newest revision says it. For curators."""
    return [_line(one.slug, _newest(one)) for one in _editable()]


def _line(slug: str, content: Snapshot) -> Line:
    return rule.biome_cells(slug, content), {"slug": slug, **content}


def zone_lines() -> list[Line]:
    found = []
    for zone in Zone.objects.all():
        plain = {name: getattr(zone, name) for name in rule.ZONE_COLUMNS}
        found.append((rule.zone_cells(plain), plain))
    return found


def _editable() -> QuerySet[Biome]:
    revisions = Prefetch("revisions", queryset=Revision.objects.order_by("-number"), to_attr="newest_first")
    return (
        Biome.objects.filter(stage__in=[s.value for s in EDITABLE])
        .order_by("slug")
        .prefetch_related("zones", revisions)
    )


def _newest(biome: Any) -> Snapshot:
    """The waiting draft, else what was published last, else the row itself."""
    for one in biome.newest_first:
        if one.dropped_at is None:
            return dict(one.snapshot)
    return row_content(biome)


# --- In --------------------------------------------------------------------------------------------
def sheets(most: int = 30) -> list[Bulk]:
    return list(Bulk.objects.defer("rows")[:most])


def sheet(uuid: Any) -> Bulk | None:
    return Bulk.objects.filter(uuid=uuid).first()


def judged(noun: Noun, rows: Iterable[dict[str, Any]]) -> list[Judged]:
    """Each row of a file against what stands now."""
    if noun is Noun.ZONES:
        return _each(rows, {zone.slug: zone for zone in Zone.objects.all()}, _judge_zone)
    known: dict[str, Any] = {one.slug: one for one in _editable()}
    gone = Biome.objects.exclude(stage__in=[s.value for s in EDITABLE])
    known |= {one.slug: one for one in gone}
    zones = set(Zone.objects.values_list("slug", flat=True))
    return _each(rows, known, lambda row, biome: _judge_biome(row, biome, zones))


def _each(rows: Iterable[dict[str, Any]], known: dict[str, Any], judge: Any) -> list[Judged]:
    found, seen = [], set()
    for row in rows:
        slug = row["cells"]["slug"]
        one = judge(row, known.get(slug))
        if slug in seen:
            twice = [Fault("slug", "slug_twice", slug), *one.faults]
            one = Judged(line=one.line, slug=slug, verdict=Verdict.REFUSED, faults=twice)
        seen.add(slug)
        found.append(one)
    return found


def _judge_biome(row: dict[str, Any], biome: Any, zones: set[str]) -> Judged:
    cells, line = row["cells"], row["line"]
    if biome and Stage(biome.stage) not in EDITABLE:
        return Judged(
            line=line, slug=biome.slug, verdict=Verdict.REFUSED, faults=[Fault("slug", "no_edit", biome.slug)]
        )
    before = tidy(_newest(biome)) if biome else None
    content, faults = rule.biome_content(cells, before)
    faults += [Fault("zones", "unknown_zone", one) for one in content.get("zones") or () if one not in zones]
    return _verdict(
        line, cells["slug"], before, content, faults, [f for f, _a, _b in changes(before or {}, content)]
    )


def _judge_zone(row: dict[str, Any], zone: Zone | None) -> Judged:
    cells, line = row["cells"], row["line"]
    before = {name: getattr(zone, name) for name in rule.ZONE_COLUMNS if name != "slug"} if zone else None
    content, faults = rule.zone_content(cells, before)
    changed = [name for name, value in content.items() if (before or {}).get(name) != value]
    return _verdict(line, cells["slug"], before, content, faults, changed)


def _verdict(
    line: int, slug: str, before: Any, content: dict[str, Any], faults: list[Fault], changed: list[str]
) -> Judged:
    if faults:
        return Judged(line=line, slug=slug, verdict=Verdict.REFUSED, faults=faults)
    if before is None:
        return Judged(line=line, slug=slug, verdict=Verdict.NEW, content=content)
    if not changed:
        return Judged(line=line, slug=slug, verdict=Verdict.UNCHANGED)
    return Judged(line=line, slug=slug, verdict=Verdict.CHANGED, changed=changed, content=content)
