"""What curators record of a charter's standing in the law outside."""

from tests.permissions.format import FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.matrix.charters import HERE
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

SAID = {"status": "upheld", "since": "2149-01-02", "source": "Court of Vessa 12/2149"}


def curators(outcome):
    return {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - {Who.CURATOR}, outcome: {Who.CURATOR}}


ROWS = [
    Row("charters:legal", "GET", curators(A), args=HERE),
    Row("charters:legal", "GET", curators(HIDDEN), state="unknown", args={"slug": "no-such"}),
    Row("charters:legal", "POST", curators(A), args=HERE, data=SAID),
    Row(
        "charters:legal", "POST", curators(INVALID), state="no source", args=HERE, data=SAID | {"source": ""}
    ),
    Row("api:charter-legal", "GET", {A: EVERYONE}, args=HERE),
    Row("api:charter-legal", "POST", curators(A), args=HERE, data=SAID),
    Row(
        "api:charter-legal", "POST", curators(INVALID), state="no day", args=HERE, data=SAID | {"since": "x"}
    ),
]
