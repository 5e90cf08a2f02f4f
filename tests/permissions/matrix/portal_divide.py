"""The divide, the unheard and the blind spots in the matrix: everything they show is public."""

from tests.permissions.format import INVALID, A, Row
from tests.permissions.who import EVERYONE

PAGES = ("portal:divide", "portal:divide_methods", "portal:unheard", "portal:blind_spots")
OTHERS = ("divide-csv", "api:divide", "api:unheard", "api:blind-spots")

ROWS = [
    *(Row(name, "GET", expect={A: EVERYONE}) for name in (*PAGES, *OTHERS)),
    Row("portal:divide", "GET", expect={A: EVERYONE}, state="of a year", query={"days": "365"}),
    Row("portal:blind_spots", "GET", expect={INVALID: EVERYONE}, state="too many", query={"most": "99", "budget": "1"}),
    Row("api:divide", "GET", expect={INVALID: EVERYONE}, state="no such period", query={"days": "7"}),
    Row("api:blind-spots", "GET", expect={INVALID: EVERYONE}, state="too many", query={"most": "99"}),
]  # fmt: skip
