"""The root's own addresses in the matrix: alive, ready, measured, described; open to everybody."""

from tests.permissions.format import A, Row
from tests.permissions.who import EVERYONE

ROWS = [
    *(Row(name, "GET", expect={A: EVERYONE}) for name in ("healthz", "readyz", "metrics", "schema")),
    Row("api:api-root", "GET", expect={A: EVERYONE}),
]
