import logging
import random
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def unlogged() -> Iterator[None]:
    """Each refusal is logged with the stack it came from; kept for every cell they are gigabytes."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """The matrix' world, built once in a transaction that never commits."""
    from django.db import transaction
    from django.test import override_settings

    from tests.permissions import matrix
    from tests.permissions.world import build

    quiet = override_settings(
        SESSION_ENGINE="django.contrib.sessions.backends.db",
        CACHES={"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}},
        ACCOUNT_RATE_LIMITS=False,
        # Proved when the world was made, proved for all its cells, however slowly they go (tests/accounts/test_doors.py
        # holds the time itself).
        ACCOUNT_REAUTHENTICATION_TIMEOUT=86_400,
    )
    random.seed(2150)
    with quiet, django_db_blocker.unblock(), transaction.atomic():
        yield build(matrix.modules())
        transaction.set_rollback(True)
