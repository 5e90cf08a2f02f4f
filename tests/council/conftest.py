from datetime import datetime
from typing import Any

import pytest


@pytest.fixture
def scene(db: None, noon: datetime) -> Any:
    from tests.council import scenes

    return scenes.council(noon)
