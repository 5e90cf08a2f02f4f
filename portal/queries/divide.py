"""The divide: zone by zone and over time, what people live beside, what they ask, and what comes of it.

Measures that are compared are each one number a zone, or None where nothing is known: None is counted, never as nought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from biomes import queries as biomes
from biomes.rules import divide as rule
from biomes.rules.divide import Exposure, Interval
from biomes.rules.words import SEVERITY, State, ZoneKind
from charters import queries as charters
from crises import queries as crises
from petitions import queries as petitions

PERIODS = (30, 90, 365)
USUAL = 90
STEPS = 12
# Whose figure less whose, where kinds are compared.
SIDES = (ZoneKind.ENTROPY, ZoneKind.LIFE_LUXURY)
MATTER = "petitions.petition/"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One zone, on its side of the divide."""

    zone: Any
    systems: int
    states: Mapping[str, int]
    exposure: Exposure
    alerts: int
    # Printed signatures of petitions opened in the period; None where no page prints this zone.
    signatures: int | None
    wait_days: float | None
    answered: int
    waiting: int
    planned: int
    deployed: int

    @property
    def harm(self) -> float | None:
        return self.exposure.harmful_of_known

    @property
    def unknown(self) -> float:
        return self.exposure.unknown_share

    @property
    def per_thousand(self) -> float | None:
        if self.signatures is None or not self.zone.population:
            return None
        return 1000 * self.signatures / self.zone.population

    @property
    def deployed_share(self) -> float | None:
        return self.deployed / self.planned if self.planned else None

    @property
    def worst(self) -> str:
        known = [state for state in self.states if state != State.UNKNOWN]
        return max(known, key=lambda state: SEVERITY[State(state)], default=State.UNKNOWN.value)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure over all zones: how uneven, and how far apart the two kinds."""

    code: str
    gini: Interval | None
    gap: Interval | None
    known: int
    # How many zones of each side have the figure.
    sides: tuple[int, int]


@dataclass(frozen=True, slots=True)
class KindOverTime:
    """How one kind's exposure went: (middle of the step, percent or None where nothing is known)."""

    kind: str
    zones: int
    people: int
    exposure: Exposure
    points: Sequence[tuple[datetime, float | None]]


@dataclass(frozen=True, slots=True)
class Divide:
    since: datetime
    until: datetime
    days: int
    sides: list[Side]
    comparisons: list[Comparison]
    kinds: list[KindOverTime]
    signatures: int
    untold: int
    petition_count: int


MEASURES: dict[str, Callable[[Side], float | None]] = {
    "harm": lambda side: side.harm,
    "participation": lambda side: side.per_thousand,
    "wait": lambda side: side.wait_days,
    "deployed": lambda side: side.deployed_share,
}


def divide(at: datetime, days: int = USUAL) -> Divide:
    """Everything the page, the table, the file and the API say, from one reading of the database."""
    since = at - timedelta(days=days)
    zones = list(biomes.zones())
    everyone = list(biomes.public_biomes())
    beside = {zone.pk: [b for b in everyone if any(z.pk == zone.pk for z in b.zones.all())] for zone in zones}
    spans = biomes.state_spans(everyone, since, at)
    told = petitions.told_by_zone(since, at)
    around = _Around(everyone, spans, told.by_zone, since, at)
    sides = [around.side(zone, beside[zone.pk]) for zone in zones]
    return Divide(
        since=since,
        until=at,
        days=days,
        sides=sides,
        comparisons=[_compared(code, measure, sides) for code, measure in MEASURES.items()],
        kinds=[_over_time(kind, zones, beside, spans, since, at) for kind in ZoneKind],
        signatures=told.signatures,
        untold=told.untold,
        petition_count=told.petition_count,
    )


class _Around:
    """What stands around living systems in the period, read once for all zones."""

    def __init__(
        self,
        everyone: Sequence[Any],
        spans: Mapping[int, Sequence[rule.Span]],
        told: Mapping[str, int],
        since: datetime,
        at: datetime,
    ) -> None:
        self.told, self.at = told, at
        self.states = {pk: found.state.value for pk, found in biomes.states_of(everyone, at).items()}
        self.exposures = {pk: rule.exposure(spans[pk], since, at) for pk in spans}
        self.alerts = list(crises.live_alerts().values_list("biome_id", flat=True))
        self.planned = {
            (plan.biome_id, measure.kind) for plan in crises.public_plans() for measure in plan.measures.all()
        }
        self.deployed = {
            (one.biome_id, one.kind)
            for one in crises.public_deployments()
            if one.since < at and (one.until is None or one.until > since)
        }
        opened = charters.public_duties().filter(
            matter__startswith=MATTER, withdrawn_at__isnull=True, opened_at__gte=since, opened_at__lte=at
        )
        self.duties = [(frozenset(one.about), one.opened_at, one.discharged_at) for one in opened]

    def side(self, zone: Any, systems: Sequence[Any]) -> Side:
        keys = {one.pk for one in systems}
        answered, waiting = self._waits({one.subject for one in systems})
        planned = {pair for pair in self.planned if pair[0] in keys}
        return Side(
            zone=zone,
            systems=len(systems),
            states=_counted(self.states[one.pk] for one in systems),
            exposure=sum((self.exposures[one.pk] for one in systems), Exposure()),
            alerts=sum(pk in keys for pk in self.alerts),
            signatures=self.told.get(zone.slug),
            wait_days=rule.median_wait(answered, waiting),
            answered=len(answered),
            waiting=len(waiting),
            planned=len(planned),
            deployed=len(planned & self.deployed),
        )

    def _waits(self, subjects: set[str]) -> tuple[list[float], list[float]]:
        answered: list[float] = []
        waiting: list[float] = []
        for about, opened, discharged in self.duties:
            if about & subjects:
                days = ((discharged or self.at) - opened) / DAY
                (answered if discharged else waiting).append(days)
        return answered, waiting


def _counted(states: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for state in states:
        found[state] = found.get(state, 0) + 1
    return found


def _compared(code: str, measure: Callable[[Side], float | None], sides: Sequence[Side]) -> Comparison:
    known = [(side, value) for side in sides if (value := measure(side)) is not None]
    ones, others = ([value for side, value in known if side.zone.kind == kind] for kind in SIDES)
    return Comparison(
        code=code,
        gini=_gini(known),
        gap=rule.gap(ones, others),
        known=len(known),
        sides=(len(ones), len(others)),
    )


def _gini(known: Sequence[tuple[Side, float]]) -> Interval | None:
    people = [float(side.zone.population) for side, _value in known]
    if not sum(people):
        return None
    return rule.gini_interval([value for _side, value in known], people)


def _over_time(
    kind: ZoneKind,
    zones: Sequence[Any],
    beside: Mapping[int, Sequence[Any]],
    spans: Mapping[int, Sequence[rule.Span]],
    since: datetime,
    at: datetime,
) -> KindOverTime:
    own = [zone for zone in zones if zone.kind == kind]
    systems = [one.pk for zone in own for one in beside[zone.pk]]
    step = (at - since) / STEPS
    points: list[tuple[datetime, float | None]] = []
    for number in range(STEPS):
        begin = since + number * step
        found = sum((rule.exposure(spans[pk], begin, begin + step) for pk in systems), Exposure())
        harm = found.harmful_of_known
        points.append((begin + step / 2, None if harm is None else round(100 * harm, 1)))
    whole = sum((rule.exposure(spans[pk], since, at) for pk in systems), Exposure())
    return KindOverTime(kind.value, len(own), sum(zone.population for zone in own), whole, points)
