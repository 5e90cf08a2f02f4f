from datetime import datetime
from typing import Any

import pytest


@pytest.fixture
def lagoon(db: None, noon: datetime) -> Any:
    from tests.biomes import makers

    makers.reference()
    return makers.biome("lagoon", at=noon)


@pytest.fixture
def buoy(lagoon: Any, noon: datetime) -> Any:
    from tests.biomes import makers

    return makers.station(lagoon, "V-07", at=noon)
