from collections.abc import Iterator

import pytest

from tests.faults.stack import Stack


@pytest.fixture(scope="session")
def _servers() -> Iterator[Stack]:
    made = Stack("suite")
    yield made
    made.close()


@pytest.fixture
def stack(_servers: Stack) -> Iterator[Stack]:
    """Migrated servers that this test may kill; made once, mended after each test. Rows stay: name your own."""
    yield _servers
    _servers.mend()
