"""Ballots signed by a passkey, in the matrix: a holder's own affair, and nobody's here, for no figure has enrolled one."""

from tests.permissions.format import CONFLICT, HIDDEN, INVALID, A, Row
from tests.permissions.matrix.council import BALLOT, KEY, box, hers, of

NOBODY: set[object] = set()
SEAT = {"code": "m-1"}
ROWS = [
    Row("council:prepare", "POST", hers(NOBODY, A, CONFLICT), args=box("m-1"), data=BALLOT),
    Row("council:prepare", "POST", hers(NOBODY, A, INVALID), state="no choice", args=box("m-1"), data={"key": KEY}),
    Row("council:prepare", "POST", hers(NOBODY, A, HIDDEN), state="no such seat", args=box("none"), data=BALLOT),
    Row("council:enrol_key", "POST", hers(NOBODY, A, CONFLICT), args=SEAT, data={"passkey": "1"}),
    Row("council:enrol_key", "POST", hers(NOBODY, A, HIDDEN), state="no such seat", args={"code": "none"}),
    Row("council:end_key", "POST", hers(NOBODY, A, CONFLICT), args=SEAT),
    Row("council:end_key", "POST", hers(NOBODY, A, HIDDEN), state="no such seat", args={"code": "none"}),
    Row("api:seat-signing", "POST", hers(NOBODY, A, CONFLICT), args=SEAT, data={"passkey": 1}),
    Row("api:seat-signing", "POST", hers(NOBODY, A, INVALID), state="none named", args=SEAT),
    Row("api:seat-signing", "DELETE", hers(NOBODY, A, CONFLICT), args=SEAT),
    Row("api:motion-prepare", "POST", hers(NOBODY, A, CONFLICT), args=of("open motion"), data={"seat": "m-1", **BALLOT}),
    Row("api:motion-prepare", "POST", hers(NOBODY, A, INVALID), state="no choice", args=of("open motion"), data={"seat": "m-1", "key": KEY}),
]  # fmt: skip
