"""Fixtures every test may use. Models are imported inside, so rule tests run without Django's models."""

from datetime import UTC, datetime

import pytest

NOON = datetime(2150, 6, 11, 12, tzinfo=UTC)


@pytest.fixture
def noon() -> datetime:
    return NOON
