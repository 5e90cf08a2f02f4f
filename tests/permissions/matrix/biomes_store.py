"""Readings by the many: sums and archived months are open to everyone, the table of all readings to curators."""

from datetime import date

from tests.permissions.format import FORBIDDEN, GONE, INVALID, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

CURATOR = {Who.CURATOR}
OPEN = {A: EVERYONE}
FAR = 1_000_000_000_000


def build(w):
    from biomes.models import Archive

    Archive.objects.create(
        month=date(2101, 1, 1), reading_count=1, numbers=[(FAR, FAR + 1)], root="0" * 64, file="f.parquet",
        digest="0" * 64, archived_at=w.at,
    )  # fmt: skip


def curators(outcome):
    return {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - CURATOR, outcome: CURATOR}


ROWS = [
    Row("biomes:archive", "GET", OPEN),
    Row("biomes:reading", "GET", {GONE: EVERYONE}, state="archived", args={"code": "MX-1", "number": str(FAR)}),
    Row("biomes:readings", "GET", curators(A)),
    Row("biomes:readings", "GET", curators(A), state="narrowed", query={"station": "MX-1", "quality": "raw"}),
    Row("biomes:readings", "GET", curators(INVALID), state="no such day", query={"since": "2150-02-30"}),
    Row("api:archive-list", "GET", OPEN),
    Row("api:day-list", "GET", OPEN, query={"indicator": "salinity", "station": "MX-1"}),
    Row("api:day-list", "GET", {INVALID: EVERYONE}, state="of nothing", query={"indicator": "salinity"}),
    Row("api:reading-detail", "GET", {GONE: EVERYONE}, state="archived", args={"pk": FAR}),
    Row("api:reading-desk", "GET", curators(A)),
    Row("api:reading-desk", "GET", curators(INVALID), state="no such day", query={"since": "2150-02-30"}),
]  # fmt: skip
