"""The ends of a petition's life in the matrix: the list of the overdue is for everybody, the rest is offices'."""

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.matrix.petitions import office
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

ANY = {A: EVERYONE}
CLOSE = {"body": "harl-water", "successor": "vessa-council", "reason": "The basin was divided."}
ITSELF = CLOSE | {"successor": "harl-water"}


WHY = "A court has ordered that the lists be kept."
UNKNOWN = {"key": "00000000-0000-4000-8000-000000000000"}
KEEPERS = {Who.AUDITOR, Who.ADMIN}


def build(w):
    from petitions import actions

    w["p exemption"] = actions.exempt_petition(
        petition_id=w["p closed"].pk, reason=WHY, until=w.days(90), by=w.people[Who.AUDITOR], at=w.at
    )


def exemption(w):
    return {"key": w["p exemption"].key}


def kept(state="open", **more):
    return lambda w: (
        {"petition": w[f"p {state}"].slug, "until": w.days(30).date().isoformat(), "reason": WHY} | more
    )


def keepers(outcome=A):
    return {SIGN_IN: STRANGERS, outcome: KEEPERS, FORBIDDEN: SIGNED_IN - KEEPERS}


def admin(outcome=A):
    return office(Who.ADMIN, outcome)


ROWS = [
    Row("petitions:overdue", "GET", expect=ANY),
    Row("petitions:overdue", "GET", state="asked to sort", query={"order": "title"}, expect=ANY),
    Row("api:petition-overdue", "GET", expect=ANY),
    Row("api:petition-overdue", "GET", state="asked to sort", query={"order": "title"}, expect={INVALID: EVERYONE}),
    Row("petitions:bodies", "GET", expect=admin()),
    Row("petitions:bodies", "POST", data=CLOSE, expect=admin()),
    Row("petitions:bodies", "POST", state="no reason", data=CLOSE | {"reason": ""}, expect=admin(INVALID)),
    Row("petitions:bodies", "POST", state="itself", data=ITSELF, expect=admin(CONFLICT)),
    Row("api:petition-succession-list", "GET", expect=admin()),
    Row("api:petition-succession-list", "POST", data=CLOSE, expect=admin()),
    Row("api:petition-succession-list", "POST", state="no reason", data=CLOSE | {"reason": ""}, expect=admin(INVALID)),
    Row("api:petition-succession-list", "POST", state="itself", data=ITSELF, expect=admin(CONFLICT)),
    Row("petitions:retention", "GET", expect=keepers()),
    Row("petitions:retention", "POST", data=kept(), expect=keepers()),
    Row("petitions:retention", "POST", state="no reason", data=kept(reason=""), expect=keepers(INVALID)),
    Row("petitions:retention", "POST", state="exempt already", data=kept("closed"), expect=keepers(CONFLICT)),
    Row("petitions:end_exemption", "POST", args=exemption, expect=keepers()),
    Row("petitions:end_exemption", "POST", state="unknown", args=UNKNOWN, expect=keepers(HIDDEN)),
    Row("api:petition-exemption-list", "GET", expect=keepers()),
    Row("api:petition-exemption-list", "POST", data=kept(), expect=keepers()),
    Row("api:petition-exemption-list", "POST", state="no reason", data=kept(reason=""), expect=keepers(INVALID)),
    Row("api:petition-exemption-list", "POST", state="exempt already", data=kept("closed"), expect=keepers(CONFLICT)),
    Row("api:petition-exemption-end", "POST", args=exemption, expect=keepers()),
    Row("api:petition-exemption-end", "POST", state="unknown", args=UNKNOWN, expect=keepers(HIDDEN)),
]  # fmt: skip
