"""Fixtures every test may use. Models are imported inside, so rule tests run without Django's models."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, settings

from tests.effort import effort

# A busy machine is no fault of a law: examples may take their time.
settings.register_profile(
    "laws",
    max_examples=effort(50, 200),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile("laws")

NOON = datetime(2150, 6, 11, 12, tzinfo=UTC)


@pytest.fixture
def noon() -> datetime:
    """A moment to hand to actions: they never read a clock."""
    return NOON


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Test databases are copied from one migrated template."""
    from django.conf import settings

    from tests.database import migrated_template

    settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = migrated_template(
        os.environ["DATABASE_URL"]
    )


@pytest.fixture(autouse=True)
def fresh_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """What one test put in the cache, the next must not find."""
    is_marked = request.node.get_closest_marker("django_db") is not None
    if not is_marked and not {"db", "transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def reference_rows(request: pytest.FixtureRequest) -> None:
    """A test that commits ends with every table emptied; the next one starts as an installation does."""
    if not {"transactional_db", "live_server"} & set(request.fixturenames):
        return
    request.getfixturevalue("transactional_db")
    from django.apps import apps

    if not apps.get_model("biomes", "Indicator").objects.exists():
        from portal.demo.load import install_reference

        install_reference()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A request leaves its language on the thread; the next test's addresses must not speak it."""
    from django.utils import translation

    with translation.override("en"):
        yield
