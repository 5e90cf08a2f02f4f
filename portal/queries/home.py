"""The first page: what lives here, what is in danger, what can be done. Every mark comes from a row."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biomes import queries as biomes
from biomes.words import indicator_name
from crises import queries as crises
from ledger import queries as ledger
from petitions import queries as petitions
from portal.queries.chain import ChainLink, story
from portal.queries.lagoon import lagoon_map

SHOWN = 6
SEASON = timedelta(days=30)
STORY = timedelta(days=90)
# Worst first.
ORDER = {"critical": 0, "distressed": 1, "stressed": 2, "unknown": 3, "thriving": 4}
DANGER = frozenset({"critical", "distressed"})
UNWELL = DANGER | {"stressed"}
# What the worst reading means, in one sentence of the first heading.
SAYINGS = {
    "microcystin": gettext_lazy("A bloom is poisoning it."),
    "chlorophyll-a": gettext_lazy("Its water is turning green."),
    "oxygen-night": gettext_lazy("It is short of breath."),
}
ZONE_KINDS = {
    "entropy": gettext_lazy("Entropy Zones"),
    "mixed": gettext_lazy("Mixed zones"),
    "life_luxury": gettext_lazy("Life-Luxury Zones"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One living system in the list."""

    biome: Any
    url: str
    finding: Any
    reason: dict[str, Any] | None
    indicator: str
    values: list[float]
    guardians: list[str]


@dataclass(frozen=True, slots=True)
class Share:
    """Of the living systems beside one kind of zone, how many are not well, and how many nobody measures."""

    label: Any
    people: int
    systems: int
    unwell: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Home:
    count: int = 0
    lines: list[Line] = field(default_factory=list)
    focus: Line | None = None
    saying: Any = ""
    alert: Any = None
    petition: Any = None
    map: Any = None
    chain: list[ChainLink] = field(default_factory=list)
    divide: list[Share] = field(default_factory=list)


def home_page(at: datetime, viewer: Any = None) -> Home:
    """Everything the first page says. An empty database gives an empty page, with words."""
    everyone = list(biomes.public_biomes())
    if not everyone:
        return Home()
    findings = biomes.states_of(everyone, at)
    ranked = sorted(everyone, key=lambda b: (ORDER.get(findings[b.pk].state.value, 3), b.name))
    names = {one.code: indicator_name(one.code, one.name) for one in biomes.indicators()}
    lines = [_line(biome, findings[biome.pk], names, at, viewer) for biome in ranked[:SHOWN]]
    focus = lines[0]
    return Home(
        count=len(everyone),
        lines=lines,
        focus=focus,
        saying=_saying(focus),
        alert=crises.live_alerts().filter(biome=focus.biome).first() or crises.live_alerts().first(),
        petition=petitions.petitions_for(focus.biome.slug)
        .filter(state="open")
        .order_by("-signature_count")
        .first(),
        map=lagoon_map(focus.biome, at),
        chain=_story(focus.biome, at, viewer),
        divide=_divide(everyone, findings),
    )


def _story(biome: Any, at: datetime, viewer: Any) -> list[ChainLink]:
    """From the reading that raised the oldest alert in force to what has come of it; else the last season's."""
    alert = crises.live_alerts().filter(biome=biome).order_by("raised_at").first()
    return story(biome.subject, viewer, since=alert.raised_at - timedelta(days=1) if alert else at - STORY)


def _line(biome: Any, finding: Any, names: dict[str, str], at: datetime, viewer: Any) -> Line:
    reason = finding.reasons[0] if finding.reasons else None
    card = ledger.card(biome.subject, viewer)
    return Line(
        biome=biome,
        url=card.url if card else "",
        finding=finding,
        reason=reason,
        indicator=names.get(reason["indicator"], reason["indicator"]) if reason else "",
        values=_season(biome, reason, at),
        guardians=[str(held.user) for held in biomes.guardians_of(biome, at)],
    )


def _season(biome: Any, reason: dict[str, Any] | None, at: datetime) -> list[float]:
    """The last 30 days of what decides its state, at the station that decides it."""
    if reason is None:
        newest = biomes.latest_readings(biome, at)
        if not newest:
            return []
        reason = {"indicator": newest[0].indicator.code, "station": newest[0].station.code}
    found = biomes.thinned(biome, reason["indicator"], at - SEASON, at, station=reason.get("station") or "")
    return [float(one.value) for one in found]


def _saying(focus: Line) -> Any:
    state = focus.finding.state.value
    if state == "unknown":
        return _("Nobody has measured it lately.")
    if state not in DANGER or focus.reason is None:
        return _("It is within its limits.") if state == "thriving" else _("It is under stress.")
    return SAYINGS.get(focus.reason["indicator"], _("It is in danger."))


def _divide(everyone: list[Any], findings: dict[int, Any]) -> list[Share]:
    """The divide, counted: what lives beside each kind of zone, and how it is."""
    rows = []
    for kind, label in ZONE_KINDS.items():
        here = [zone for zone in biomes.zones() if zone.kind == kind]
        keys = {zone.pk for zone in here}
        beside = [
            findings[b.pk].state.value for b in everyone if any(zone.pk in keys for zone in b.zones.all())
        ]
        if here:
            unwell = sum(state in UNWELL for state in beside)
            rows.append(
                Share(label, sum(z.population for z in here), len(beside), unwell, beside.count("unknown"))
            )
    return rows
