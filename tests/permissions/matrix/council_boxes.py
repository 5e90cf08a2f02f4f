"""Packages in the matrix: everybody reads, looks into and compares; secretary, admin or chair import, two together."""

import json

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.matrix.council import OPEN, officers
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

WHO = {Who.SECRETARY, Who.CHAIR, Who.ADMIN}
HALF = {"base": "cast", "num": 1, "den": 2, "strict": True}
BOX = {
    "format": "biolattice-box/1",
    "code": "hall",
    "name": "Hall",
    "seats": [{"code": "one", "body": "hall"}],
    "rules": [
        {
            "code": "rule",
            "title": "Rule",
            "decides": ["resolution"],
            "rule": {"chambers": [{"body": "hall", "pass": [HALF]}]},
        }
    ],
}
TEXT = json.dumps(BOX)
FORM = {"package": TEXT, "code": "matrix-hall", "unsigned": "on", "by": "ask"}
ASKED = {"package": BOX, "code": "matrix-hall", "accept_unsigned": True}


def build(w):
    """The secretary has asked for one; another council was made from one."""
    from council import actions

    actions.import_box(text=TEXT, code="matrix-boxed", unsigned=True, at=w.days(-3))
    w["box asked"] = actions.ask_to_import(
        text=TEXT, code="matrix-asked", unsigned=True, by=w.people[Who.SECRETARY], at=w.days(-1)
    )


def asked(name):
    return lambda w: {name: w["box asked"].pk}


COUNCIL, BOXED, NONE = {"code": "matrix-council"}, {"code": "matrix-boxed"}, {"code": "matrix-humans"}
AGREE = {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - WHO, CONFLICT: {Who.SECRETARY}, A: WHO - {Who.SECRETARY}}
ROWS = [
    Row("council:boxes", "GET", OPEN),
    Row("council:box_schema", "GET", OPEN),
    Row("council:box_shipped", "GET", OPEN, args={"name": "mar-menor"}),
    Row("council:box_shipped", "GET", {HIDDEN: EVERYONE}, state="none", args={"name": "no-such-river"}),
    Row("council:box_compare", "GET", OPEN),
    Row("council:box_compare", "GET", {INVALID: EVERYONE}, state="no council", query={"one": "nobody"}),
    Row("council:box_compare", "POST", OPEN, data={"one": "matrix-boxed", "package": TEXT}),
    Row("council:box_json", "GET", OPEN, args=COUNCIL),
    Row("council:box_json", "GET", {HIDDEN: EVERYONE}, state="a chamber", args=NONE),
    Row("council:box_note", "GET", OPEN, args=COUNCIL),
    Row("council:box_origin", "GET", OPEN, args=BOXED),
    Row("council:box_origin", "GET", {HIDDEN: EVERYONE}, state="founded here", args=COUNCIL),
    Row("council:box_desk", "GET", officers(WHO, A)),
    Row("council:box_ask", "POST", officers(WHO, A), data=FORM),
    Row("council:box_ask", "POST", officers(WHO, A), state="a look", data={**FORM, "by": "look"}),
    Row("council:box_ask", "POST", officers(WHO, INVALID), state="empty"),
    Row("council:box_agree", "POST", AGREE, args=asked("approval")),
    Row("api:body-box", "GET", OPEN, args=COUNCIL),
    Row("api:body-box", "GET", {HIDDEN: EVERYONE}, state="a chamber", args=NONE),
    Row("api:box-check", "POST", OPEN, data={"package": BOX, "code": "hall"}),
    Row("api:box-check", "POST", {INVALID: EVERYONE}, state="no package", data={"package": {}, "code": "hall"}),
    Row("api:box-compare", "POST", OPEN, data={"one": "matrix-boxed", "other": BOX}),
    Row("api:box-compare", "POST", {INVALID: EVERYONE}, state="no package", data={"one": "matrix-boxed", "other": 1}),
    Row("api:box-list", "GET", officers(WHO, A)),
    Row("api:box-list", "POST", officers(WHO, A), data=ASKED),
    Row("api:box-list", "POST", officers(WHO, INVALID), state="empty"),
    Row("api:box-agree", "POST", AGREE, args=asked("change")),
]  # fmt: skip
