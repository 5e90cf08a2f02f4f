"""Lost second factors in the matrix: anybody asks; the secretary, chairs and admins confirm, lately proved."""

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

RESTORERS = {Who.ADMIN, Who.SECRETARY, Who.CHAIR}
NONE = "6b1f2f3e-0000-4000-8000-0000000000aa"


def build(w):
    from accounts import actions
    from accounts.rules.restoration import Restorer
    from tests.accounts.people import give_factor, person

    for name in ("lost", "lost and seen"):
        her = person(f"matrix-{name.replace(' ', '-')}")
        give_factor(her)
        w[name] = actions.ask_for_restoration(user=her, at=w.at)
    actions.confirm_seen(
        key=w["lost and seen"].key, by=w.people[Who.SECRETARY], offices={Restorer.SECRETARY}, at=w.at
    )


def officers(outcome):
    return {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - RESTORERS, outcome: RESTORERS}


def the(name):
    return lambda w: {"key": w[name].key}


SEEN = {**officers(A), A: {Who.CHAIR}, CONFLICT: {Who.ADMIN, Who.SECRETARY}}
ROWS = [
    Row("accounts:lost_factor", "GET", {A: EVERYONE}),
    Row("accounts:lost_factor", "POST", {A: EVERYONE}, data={"email": "nobody@people.example", "password": "x"}),
    Row("accounts:lost_factor", "POST", {INVALID: EVERYONE}, state="empty"),
    Row("accounts:enrol_anew", "GET", {A: EVERYONE}),
    Row("accounts:enrol_anew", "POST", {INVALID: EVERYONE}, state="empty"),
    Row("accounts:withdraw_restoration", "POST", {SIGN_IN: STRANGERS, HIDDEN: SIGNED_IN}, state="never asked"),
    Row("accounts:restorations", "GET", officers(A)),
    Row("accounts:confirm_seen", "POST", officers(A), args=the("lost")),
    Row("accounts:confirm_seen", "POST", SEEN, state="seen by the secretary", args=the("lost and seen")),
    Row("accounts:confirm_seen", "POST", officers(HIDDEN), state="none", args={"key": NONE}),
    Row("accounts:refuse_restoration", "POST", officers(A), args=the("lost")),
    Row("api:restoration-list", "GET", officers(A)),
    Row("api:restoration-confirm", "POST", officers(A), args=the("lost")),
    Row("api:restoration-confirm", "POST", SEEN, state="seen by the secretary", args=the("lost and seen")),
    Row("api:restoration-end", "POST", officers(A), args=the("lost")),
    Row("api:restoration-end", "POST", officers(HIDDEN), state="none", args={"key": NONE}),
]  # fmt: skip
