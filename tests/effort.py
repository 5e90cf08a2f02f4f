"""How much a test tries: `make test-full` sets FULL."""

import os
from typing import TypeVar

T = TypeVar("T")


def effort(usual: T, full: T) -> T:
    return full if os.environ.get("FULL") else usual
