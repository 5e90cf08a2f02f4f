"""A small lagoon with a town, for tests: made through the faces of the storeys below."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

WEST, SOUTH = -24.16, 38.08
PLACE = {
    "type": "Polygon",
    "coordinates": [[[-24.14, 38.10], [-24.06, 38.10], [-24.06, 38.15], [-24.14, 38.15], [-24.14, 38.10]]],
}
TOWN = {
    "type": "Polygon",
    "coordinates": [[[-24.16, 38.09], [-24.141, 38.09], [-24.141, 38.16], [-24.16, 38.16], [-24.16, 38.09]]],
}
# In the middle of the water, and on the hills.
WET_LINE = ((-24.12, 38.12), (-24.10, 38.13))
DRY_LINE = ((-24.30, 38.12), (-24.20, 38.12))
SETTINGS: dict[str, Any] = {
    "sources": [{"name": "Outfall", "lon": -24.13, "lat": 38.14, "load_kg_day": 80.0}],
    "blobs": [
        {"lon": -24.12, "lat": 38.13, "radius_m": 1200.0, "chlorophyll_ug_l": 60.0, "toxin_ug_l": 12.0}
    ],
    "wind": {"speed_m_s": 5.0, "towards_deg": 250.0},
    "gates": [
        {"slug": "north", "name": "North pier", "lon": -24.12, "lat": 38.12},
        {"slug": "south", "name": "South pier", "lon": -24.10, "lat": 38.13},
    ],
    "article": "art_3",
}
_batch = count(1)


def lagoon(at: datetime, slug: str = "vessa-lagoon", name: str = "Vessa Lagoon") -> Any:
    """A published lagoon with one town on its western shore and one station."""
    from biomes.models import Biome, Station, Zone

    biome = Biome.objects.create(
        slug=slug, name=name, functional_group="FM1.3", place=PLACE, stage="published", published_at=at
    )
    town, _made = Zone.objects.get_or_create(
        slug="tessel-row",
        defaults={"name": "Tessel Row", "kind": "entropy", "polygon": TOWN, "population": 18_400},
    )
    biome.zones.add(town)
    for number in (7, 3):
        Station.objects.create(
            code=f"{'V' if slug == 'vessa-lagoon' else slug}-0{number}", biome=biome, lon="-24.12", lat="38.13",
            opened_at=at - timedelta(days=400),
        )  # fmt: skip
    return biome


def described(biome: Any, **settings: Any) -> Any:
    """The lagoon's water, described for the model."""
    from crises.models import Template

    return Template.objects.create(
        biome=biome, name=biome.name, depth_m="3.10", settings={**SETTINGS, **settings}
    )


def station(code: str = "V-07") -> Any:
    from biomes.models import Station

    return Station.objects.get(code=code)


def send(value: str, at: datetime, *, indicator: str = "chlorophyll-a", code: str = "V-07") -> None:
    """A station measures a value, and everybody above hears of it."""
    from biomes import actions as biomes
    from ledger import actions as ledger

    row = {"indicator": indicator, "at": at.isoformat(), "value": value}
    biomes.record_readings(station=station(code), rows=[row], at=at, sender="test")
    ledger.deliver_due(at=at)


def a_plan(biome: Any, at: datetime, **changes: Any) -> Any:
    from crises import actions
    from crises.rules.plan import Barrier, Cut, Drones, Response

    response = Response(Drones(12, 800.0, WET_LINE), Barrier(WET_LINE), Cut("Outfall", 30))
    return actions.compose_plan(
        biome=biome, title=changes.pop("title", "Plan C"), response=changes.pop("response", response), by=None,
        at=at, **changes,
    )  # fmt: skip


def a_run(biome: Any, at: datetime, **changes: Any) -> Any:
    """A run small enough to finish in a test."""
    from crises import actions

    asked = {"plan": None, "members": 2, "days": 2, "cells": 64, "at": at, "by": None, **changes}
    return actions.queue_run(biome=biome, **asked)


@pytest.fixture
def water(db: Any, noon: datetime) -> Any:
    """The described lagoon, with indicators and thresholds in force."""
    from biomes import actions as biomes

    biomes.install_reference()
    biome = lagoon(noon)
    described(biome)
    return biome


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
