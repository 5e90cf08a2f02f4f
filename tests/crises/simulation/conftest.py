"""The two engines; the compiled one keeps its machine code beside the modules."""

from __future__ import annotations

import importlib
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def compiled() -> ModuleType:
    return importlib.import_module("crises.simulation.kernels")


@pytest.fixture(scope="session")
def oracle() -> ModuleType:
    return importlib.import_module("crises.simulation.oracle")
