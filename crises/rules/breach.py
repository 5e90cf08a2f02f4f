"""What a station told us, as the ledger's fact carries it: codes and decimal strings, checked here once."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from crises.rules.severity import BAND, STALE_AFTER, Direction, Ladder, Severity, severity_of, worse


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A reading beyond a limit."""

    biome: str
    station: str
    indicator: str
    value: Decimal
    unit: str
    level: str
    limit: Decimal
    direction: Direction
    threshold: int
    reading: int
    leaf: str
    phenomenon_at: datetime

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Breach":
        return cls(
            biome=body["biome"],
            station=body["station"],
            indicator=body["indicator"],
            value=Decimal(body["value"]),
            unit=body["unit"],
            level=body["level"],
            limit=Decimal(body["limit"]),
            direction=Direction(body["direction"]),
            threshold=int(body["threshold"]),
            reading=int(body["reading"]),
            leaf=body["leaf"],
            phenomenon_at=datetime.fromisoformat(body["phenomenon_at"]),
        )

    def as_entry(self) -> dict[str, Any]:
        """The columns of a history entry that cite this reading."""
        cited = asdict(self)
        del cited["biome"], cited["indicator"]
        return cited


# The newest value of each station that is beyond a limit: {station: {"value": "61", "at": iso}}.
Standing = dict[str, dict[str, str]]


def with_reading(standing: Standing, station: str, value: Decimal, at: datetime) -> Standing:
    """The standing after one more reading; an older one than we have changes nothing."""
    known = standing.get(station)
    if known and datetime.fromisoformat(known["at"]) > at:
        return standing
    return {**standing, station: {"value": f"{value.normalize():f}", "at": at.isoformat()}}


def without(standing: Standing, station: str, at: datetime) -> Standing:
    """The standing once a station's newest value is back inside."""
    known = standing.get(station)
    if known is None or datetime.fromisoformat(known["at"]) > at:
        return standing
    return {name: row for name, row in standing.items() if name != station}


def worst(standing: Standing, steps: Ladder, before: Severity | None, at: datetime) -> Severity | None:
    """The worst severity among stations whose word is not stale; one calm buoy quiets nobody else."""
    found: Severity | None = None
    for row in standing.values():
        if at - datetime.fromisoformat(row["at"]) > STALE_AFTER:
            continue
        severity = severity_of(Decimal(row["value"]), steps, before)
        if worse(severity, found):
            found = severity
    return found


# A standing alert says so again this often, so that its readers know that it still stands.
REMIND = timedelta(hours=12)


def is_news(
    *, before: str, now: str, last_entry_at: datetime, at: datetime, worst: Decimal | None, told: Breach
) -> bool:
    """Whether a reading makes an update: another severity, clearly worse than told so far, or time to remind."""
    return before != now or at - last_entry_at >= REMIND or is_clearly_worse(told, worst)


def is_clearly_worse(told: Breach, worst: Decimal | None) -> bool:
    """Worse by the band than the worst value the history holds."""
    if worst is None:
        return True
    if told.direction is Direction.ABOVE:
        return told.value >= worst * (1 + BAND)
    return told.value <= worst * (1 - BAND)
