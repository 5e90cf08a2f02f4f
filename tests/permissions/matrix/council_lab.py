"""The rule lab in the matrix: everybody tries, nothing is kept."""

from tests.permissions.format import HIDDEN, INVALID, A, Row
from tests.permissions.matrix.council import RULE, TRIAL
from tests.permissions.who import EVERYONE

OPEN = {A: EVERYONE}
CODE = {"code": "matrix"}


def trial(w):
    half = {"base": "cast", "num": 1, "den": 2, "strict": True}
    return {"rule": {"chambers": [{"body": "matrix-humans", "pass": [half]}]}, "body": "matrix-council"}


ROWS = [
    Row("council:lab", "GET", OPEN, args=CODE),
    Row("council:lab", "POST", OPEN, args=CODE, data={"seat-m-1": "no"}),
    Row("council:lab", "POST", {INVALID: EVERYONE}, state="no rule", args=CODE, data={"rule": "{"}),
    Row("council:rule_schema", "GET", OPEN),
    Row("api:rule-coalitions", "POST", OPEN, data={"rule": RULE, "roll": TRIAL["roll"]}),
    Row("api:rule-coalitions", "POST", {INVALID: EVERYONE}, state="no rule", data={"rule": {}, "roll": TRIAL["roll"]}),
    Row("api:rule-replay", "POST", OPEN, data=trial),
    Row("api:rule-replay", "POST", {HIDDEN: EVERYONE}, state="no body", data={"rule": RULE, "body": "nobody"}),
]  # fmt: skip
