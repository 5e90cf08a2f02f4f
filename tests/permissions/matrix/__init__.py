"""The rows, one module per app: ROWS, and `build(world)` for the objects they need (docs/reference/permissions.md)."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.permissions.format import Row


def modules() -> list[ModuleType]:
    """Lower apps first, so that upper ones may build on what they find in the world."""
    from tests.permissions.routes import APPS

    names = [f"tests.permissions.matrix.{app}" for app in APPS]
    return [import_module(name) for name in names if find_spec(name)]


def rows(app: str) -> list["Row"]:
    name = f"tests.permissions.matrix.{app}"
    if not find_spec(name):
        return []
    module = import_module(name)
    found: list[Row] = module.rows() if hasattr(module, "rows") else module.ROWS
    return found
