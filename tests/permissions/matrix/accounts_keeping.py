"""Checkpoints by mail in the matrix: anybody asks, confirms by the link and leaves by the link."""

from tests.permissions.format import HIDDEN, INVALID, A, Row
from tests.permissions.who import EVERYONE

OPEN, NONE, REFUSED = {A: EVERYONE}, {HIDDEN: EVERYONE}, {INVALID: EVERYONE}
FORGED = f"m-{'0' * 30}.{'x' * 32}"


def build(w):
    from accounts import actions
    from accounts.models import Keeper

    for name, age in (("keeper asked", 0), ("old keeper asked", -8)):
        email = f"{name.replace(' ', '-')}@shore.example"
        actions.ask_for_checkpoints(email=email, language="en", address="", at=w.days(age))
        w[name] = Keeper.objects.get(email=email)


def link(name):
    def args(w):
        from accounts.actions.secret import token_of
        from accounts.rules.tokens import Purpose

        return {"token": token_of(Purpose.CHECKPOINTS, w[name].key)}

    return args


def leaving(w):
    from accounts.actions import leave_token

    return {"token": leave_token(w["keeper asked"].mark)}


ROWS = [
    Row("accounts:keep", "GET", OPEN),
    Row("accounts:keep", "POST", OPEN, data={"email": "matrix@shore.example"}),
    Row("accounts:keep", "POST", REFUSED, state="no address"),
    Row("accounts:keep_sent", "GET", OPEN),
    Row("accounts:confirm_keeper", "GET", OPEN, args=link("keeper asked")),
    Row("accounts:confirm_keeper", "POST", OPEN, args=link("keeper asked")),
    Row("accounts:confirm_keeper", "GET", NONE, state="unknown", args={"token": "x" * 32}),
    Row("accounts:confirm_keeper", "POST", NONE, state="too old", args=link("old keeper asked")),
    Row("accounts:leave_checkpoints", "GET", OPEN, args=leaving),
    Row("accounts:leave_checkpoints", "POST", OPEN, args=leaving),
    Row("accounts:leave_checkpoints", "POST", NONE, state="forged", args={"token": FORGED}),
    Row("api:log-letters", "POST", OPEN, data={"email": "matrix@shore.example"}),
    Row("api:log-letters", "POST", REFUSED, state="no address", data={"email": "ana"}),
]
