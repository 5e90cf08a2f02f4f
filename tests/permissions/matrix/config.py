"""The root's own addresses in the matrix: alive, ready, measured, described; open to everybody."""

from tests.permissions.format import A, Row
from tests.permissions.who import EVERYONE

ROWS = [
    *(Row(name, "GET", expect={A: EVERYONE}) for name in ("healthz", "readyz", "metrics", "schema")),
    Row("api:api-root", "GET", expect={A: EVERYONE}),
    # A redirect to the page of the same name, whatever the method.
    *(Row("api-docs", method, expect={A: EVERYONE}) for method in ("GET", "POST", "PUT", "PATCH", "DELETE")),
]


def build(w):
    """The world's facts are of long ago; nobody is behind with them, so the site is ready."""
    from ledger.models import Delivery

    Delivery.objects.filter(done_at=None).update(due_at=w.at)
