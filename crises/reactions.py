"""What this app does when it hears of something: readings move alerts, a queued run is put to work."""

from datetime import datetime
from typing import TYPE_CHECKING

from crises import actions, tasks
from crises.models import Run
from crises.rules.breach import Breach

if TYPE_CHECKING:
    from ledger.models import Fact


def raise_or_update_alert(fact: "Fact") -> None:
    """A station measured a value beyond a limit."""
    actions.raise_or_update_alert(fact_id=fact.pk, told=Breach.from_body(fact.body), at=fact.at)


def ease_alert(fact: "Fact") -> None:
    """A station's newest value is back inside."""
    body = fact.body
    actions.ease_alert(
        fact_id=fact.pk,
        biome=body["biome"],
        station=body["station"],
        indicator=body["indicator"],
        since=datetime.fromisoformat(body["phenomenon_at"]),
        at=fact.at,
    )


def raise_alert_of_people(fact: "Fact") -> None:
    """Several people saw the same at a living system, independently of each other."""
    body = fact.body
    actions.raise_alert_of_people(
        fact_id=fact.pk,
        biome=body["biome"],
        kind=body["sighting_kind"],
        seen_at=datetime.fromisoformat(body["until"]),
        at=fact.at,
    )


def start_run(fact: "Fact") -> None:
    """A run is written down; its first steps go to the simulations queue."""
    run = Run.objects.open().filter(number=fact.body["run"]).first()
    if run:
        tasks.start_chains(run.pk)


REACTIONS = {
    "biomes.indicator.breached": [raise_or_update_alert],
    "biomes.indicator.recovered": [ease_alert],
    "biomes.sighting.corroborated": [raise_alert_of_people],
    "crises.run.queued": [start_run],
}
