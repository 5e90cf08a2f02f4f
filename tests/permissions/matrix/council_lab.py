"""The rule lab in the matrix: everybody tries, nothing is kept."""

import json

from tests.permissions.format import FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.matrix.council import RULE, SEATED, TRIAL
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

OPEN = {A: EVERYONE}
CODE = {"code": "matrix"}
MEMBERS = {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - SEATED, A: SEATED}


def build(w):
    from council import actions, queries

    w["rule proposal"] = actions.propose_rule(
        replaces=queries.rule_version("matrix"), data=proposed("1/3"), by=w.people[Who.CHAIR], at=w.days(-1)
    )


def proposed(share):
    num, den = map(int, share.split("/"))
    majority = {"base": "in_office", "num": num, "den": den}
    return {"chambers": [{"body": body, "pass": [majority]} for body in ("matrix-humans", "matrix-biomes")]}


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
    Row("council:proposal", "GET", OPEN, args=lambda w: {"code": w["rule proposal"].code}),
    Row("council:proposal", "POST", OPEN, args=lambda w: {"code": w["rule proposal"].code}, data={"seat-m-1": "no"}),
    Row("council:propose", "POST", MEMBERS, args=CODE, data={"rule": json.dumps(proposed("2/3"))}),
    Row("council:propose", "POST", {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - SEATED, INVALID: SEATED}, state="no rule", args=CODE, data={"rule": "{"}),
    Row("api:rule-proposal-list", "GET", OPEN),
    Row("api:rule-proposal-detail", "GET", OPEN, args=lambda w: {"code": w["rule proposal"].code}),
    Row("api:rule-proposal-list", "POST", MEMBERS, data={"replaces": "matrix", "rule": proposed("3/4")}),
]  # fmt: skip
