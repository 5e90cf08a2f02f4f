"""Every route, every method, every role: nothing is open that is not written down as open.

`pytest tests/permissions -k petitions` tries one app, `-m full -k petitions_names` every cell of one of its parts. The
sample changes each day and prints its seed; PERMISSION_SEED=739000 repeats a day, PERMISSION_CELLS=500 makes it larger,
`-m full` runs every cell, PERMISSION_ROUTES=picture,zone tries the rows whose route holds one of these words.
"""

import os
import random
import sys
from datetime import UTC, datetime

import pytest

from tests.permissions import matrix
from tests.permissions.format import Cell, Row
from tests.permissions.routes import APPS, routes
from tests.permissions.trial import try_cell

SEED = int(os.environ.get("PERMISSION_SEED", datetime.now(UTC).date().toordinal()))
SAMPLE = int(os.environ.get("PERMISSION_CELLS", "25"))
WANTED = os.environ.get("PERMISSION_ROUTES", "").split(",")


def cells(rows: list[Row]) -> list[Cell]:
    return [cell for row in rows if any(word in row.route for word in WANTED) for cell in row.cells()]


def fail_with(faults: list[str], note: str) -> None:
    if faults:
        shown = "\n  ".join(faults[:40])
        pytest.fail(f"{len(faults)} faults ({note})\n  {shown}", pytrace=False)


def tell(capsys: pytest.CaptureFixture[str], line: str) -> None:
    """Counts and seed are always shown, also when all is well."""
    with capsys.disabled():
        sys.stdout.write(f"\n{line}\n")


@pytest.mark.parametrize("app", APPS)
def test_every_route_and_method_is_in_the_matrix(app):
    written = {(row.route, row.method) for row in matrix.rows(app)}

    missing = [
        str(route) for route in routes() if route.app == app and (route.name, route.method) not in written
    ]

    fail_with(missing, "routes without a row in tests/permissions/matrix")


@pytest.mark.parametrize("app", APPS)
def test_no_row_is_about_a_route_that_does_not_exist(app):
    known = {(route.name, route.method) for route in routes()}

    stale = [str(row) for row in matrix.rows(app) if (row.route, row.method) not in known]

    fail_with(stale, "rows without a route")


@pytest.mark.parametrize("app", APPS)
def test_every_row_names_every_role_once(app):
    fail_with([fault for row in matrix.rows(app) for fault in row.faults()], "roles")


@pytest.mark.django_db
@pytest.mark.usefixtures("unlogged")
@pytest.mark.parametrize("app", APPS)
def test_a_sample_of_the_cells_holds(app, world, capsys):
    every = cells(matrix.rows(app))
    drawn = random.Random(f"{SEED} {app}").sample(every, min(SAMPLE, len(every)))

    faults = [fault for cell in drawn if (fault := try_cell(cell, world))]

    tell(capsys, f"{app}: {len(drawn)} of {len(every)} cells, PERMISSION_SEED={SEED}")
    fail_with(faults, f"{len(drawn)} of {len(every)} cells, PERMISSION_SEED={SEED}")


@pytest.mark.full
@pytest.mark.django_db
@pytest.mark.timeout(3600)
@pytest.mark.usefixtures("unlogged")
@pytest.mark.parametrize("module", matrix.modules(), ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_cell_holds(module, world, capsys):
    every = cells(matrix.rows_of(module))

    faults = [fault for cell in every if (fault := try_cell(cell, world))]

    tell(capsys, f"{module.__name__}: all {len(every)} cells")
    fail_with(faults, f"all {len(every)} cells")
