"""The rows: for each app `<app>.py` and any `<app>_<part>.py` beside it (docs/reference/permissions.md).

A module holds ROWS (or `rows()`), and `build(world)` for the objects they need.
"""

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.permissions.format import Row

HERE = Path(__file__).parent


def of(app: str) -> list[ModuleType]:
    """An app's modules, the one with its plain name first: its parts may build on what that one made."""
    names = sorted(
        path.stem for path in HERE.glob("*.py") if path.stem == app or path.stem.startswith(f"{app}_")
    )
    return [import_module(f"{__name__}.{name}") for name in names]


def modules() -> list[ModuleType]:
    """Lower apps first, so that upper ones may build on what they find in the world."""
    from tests.permissions.routes import APPS

    return [module for app in APPS for module in of(app)]


def rows_of(module: ModuleType) -> list["Row"]:
    return module.rows() if hasattr(module, "rows") else module.ROWS


def rows(app: str) -> list["Row"]:
    return [row for module in of(app) for row in rows_of(module)]
