from collections.abc import Iterator

import pytest

from tests.faults.stack import Stack


@pytest.fixture
def stack(request: pytest.FixtureRequest) -> Iterator[Stack]:
    """Servers of this test's own, with every migration applied; gone afterwards."""
    made = Stack(request.node.name[:40])
    yield made
    made.close()
