"""Accounts in the matrix: one's own pages, the admins', the demo's door (closed: this is no demo)."""

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, OWN, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

ADMIN = {Who.ADMIN}
MINE = {SIGN_IN: STRANGERS, OWN: SIGNED_IN}


def admins(outcome):
    return {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - ADMIN, outcome: ADMIN}


def build(w):
    from accounts import actions
    from accounts.rules.roles import Role
    from tests.accounts.people import BEGINNING, person

    w["second admin"] = person("matrix-second-admin", Role.ADMIN)
    w["somebody"] = person("matrix-somebody", Role.ARTIST)
    w["shut out"] = person("matrix-shut-out", suspended_at=w.at)
    w["body"] = actions.found_organisation(slug="matrix-body", name="A body", kind="council")
    w["by another"] = actions.request_appointment(
        user=w["somebody"], role=Role.CURATOR, by=w["second admin"], at=w.days(-1)
    )
    w["by this one"] = actions.request_appointment(
        user=w["somebody"], role=Role.TELLER, by=w.people[Who.ADMIN], at=w.days(-1)
    )
    w["stale"] = actions.request_appointment(
        user=w["somebody"], role=Role.AUDITOR, by=w["second admin"], at=BEGINNING
    )


def who(name):
    return lambda w: {"code": w[name].code}


def which(name):
    return lambda w: {"approval": w[name].pk}


def asking(role):
    return lambda w: {"person": w["somebody"].code, "role": role}


ROWS = [
    Row("accounts:account", "GET", MINE),
    Row("accounts:account", "POST", MINE, data={"name": "A. Name", "language": "es"}),
    Row("accounts:account", "POST", {SIGN_IN: STRANGERS, INVALID: SIGNED_IN}, state="bad name", data={"name": "=1+1", "language": "en"}),
    Row("accounts:export", "GET", MINE),
    Row("accounts:erase", "GET", MINE),
    Row("accounts:erase", "POST", MINE, data={"sure": "on"}),
    Row("accounts:erase", "POST", {SIGN_IN: STRANGERS, INVALID: SIGNED_IN}, state="not sure"),
    Row("accounts:demo", "GET", {HIDDEN: EVERYONE}, state="no demo"),
    Row("accounts:demo_sign_in", "POST", {HIDDEN: EVERYONE}, state="no demo", args=who("somebody")),
    Row("accounts:people", "GET", admins(A)),
    Row("accounts:people", "GET", admins(A), state="searched", query={"q": "matrix", "role": "curator", "page": "9"}),
    Row("accounts:person", "GET", admins(A), args=who("somebody")),
    Row("accounts:person", "GET", admins(HIDDEN), state="nobody", args={"code": "p-none"}),
    Row("accounts:appoint", "POST", admins(A), args=who("somebody"), data={"role": "engineer"}),
    Row("accounts:appoint", "POST", admins(CONFLICT), state="holds it", args=who("somebody"), data={"role": "artist"}),
    Row("accounts:appoint", "POST", admins(INVALID), state="no such role", args=who("somebody"), data={"role": "king"}),
    Row("accounts:approve", "POST", admins(A), state="asked by another", args=which("by another")),
    Row("accounts:approve", "POST", admins(CONFLICT), state="asked by oneself", args=which("by this one")),
    Row("accounts:approve", "POST", admins(HIDDEN), state="stale", args=which("stale")),
    Row("accounts:withdraw", "POST", admins(A), state="asked by oneself", args=which("by this one")),
    Row("accounts:withdraw", "POST", admins(CONFLICT), state="asked by another", args=which("by another")),
    Row("accounts:end_role", "POST", admins(A), args=who("somebody"), data={"role": "artist"}),
    Row("accounts:end_role", "POST", admins(INVALID), state="no such role", args=who("somebody"), data={"role": "king"}),
    Row("accounts:suspend", "POST", admins(A), args=who("somebody")),
    Row("accounts:restore", "POST", admins(A), args=who("shut out")),
    Row("api:me", "GET", MINE),
    Row("api:me", "PATCH", MINE, data={"name": "A. Name"}),
    Row("api:me", "PATCH", {SIGN_IN: STRANGERS, INVALID: SIGNED_IN}, state="bad language", data={"language": "xx"}),
    Row("api:me-data", "GET", MINE),
    Row("api:me-data", "DELETE", MINE),
    Row("api:roles", "GET", {A: EVERYONE}),
    Row("api:organisation-list", "GET", {A: EVERYONE}),
    Row("api:organisation-detail", "GET", {A: EVERYONE}, args={"slug": "matrix-body"}),
    Row("api:appointment-list", "GET", admins(A)),
    Row("api:appointment-list", "POST", admins(A), data=asking("engineer")),
    Row("api:appointment-list", "POST", admins(CONFLICT), state="holds it", data=asking("artist")),
    Row("api:appointment-list", "POST", admins(INVALID), state="no such role", data=asking("king")),
    Row("api:appointment-withdraw", "POST", admins(A), state="asked by oneself", args=which("by this one")),
    Row("api:appointment-withdraw", "POST", admins(CONFLICT), state="asked by another", args=which("by another")),
    Row("api:person-list", "GET", admins(A), query={"q": "matrix", "role": "curator"}),
    Row("api:person-list", "GET", admins(INVALID), state="no such role", query={"role": "king"}),
    Row("api:person-detail", "GET", admins(A), args=who("somebody")),
    Row("api:person-detail", "GET", admins(HIDDEN), state="nobody", args={"code": "p-none"}),
    Row("api:person-end-role", "POST", admins(A), args=who("somebody"), data={"role": "artist"}),
    Row("api:person-end-role", "POST", admins(INVALID), state="no such role", args=who("somebody"), data={"role": "king"}),
    Row("api:person-suspend", "POST", admins(A), args=who("somebody")),
    Row("api:person-suspend", "POST", admins(CONFLICT), state="oneself", args=lambda w: {"code": w.people[Who.ADMIN].code}),
    Row("api:person-restore", "POST", admins(A), args=who("shut out")),
    Row("api:appointment-approve", "POST", admins(A), state="asked by another", args=which("by another")),
    Row("api:appointment-approve", "POST", admins(CONFLICT), state="asked by oneself", args=which("by this one")),
]  # fmt: skip
