"""What is near a point: for everybody, with and without a point."""

from tests.permissions.format import INVALID, A, Row
from tests.permissions.who import EVERYONE

HERE = {"lon": "-24.15", "lat": "38.05"}

ROWS = [
    Row("portal:near", "GET", expect={A: EVERYONE}),
    Row("portal:near", "GET", expect={A: EVERYONE}, state="of a zone", query={"zone": "matrix-zone"}),
    Row("portal:near", "GET", expect={A: EVERYONE}, state="of a point", query=HERE),
    Row("portal:near", "GET", expect={INVALID: EVERYONE}, state="off the earth", query={"lon": "1e9", "lat": "nan"}),
    Row("api:near", "GET", expect={A: EVERYONE}, query=HERE),
    Row("api:near", "GET", expect={INVALID: EVERYONE}, state="off the earth", query={"lon": "x", "lat": "1"}),
]  # fmt: skip
