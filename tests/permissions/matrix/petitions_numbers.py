"""How many it takes, in the matrix: everybody reads, admins set and take back what has not begun."""

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

ANY = {A: EVERYONE}
WHY = "Decision 7/2150 of the assembly."
BODY = {"body": "vessa-council", "kind": "response", "count": "777", "since": "", "reason": WHY}
ZONE = {"zone": "tessel-row", "count": "3", "since": "", "reason": WHY}
COMING, NOTHING = {"body": "vessa-council", "kind": "debate"}, {"body": "vessa-council", "kind": "response"}


def build(w):
    from petitions import actions
    from petitions.rules.thresholds import Kind
    from tests.petitions.scene import organisation, zone

    said = {"count": 9, "since": w.days(30), "reason": WHY, "by": w.people[Who.ADMIN], "at": w.at}
    actions.change_threshold(body=organisation("vessa-council"), kind=Kind.DEBATE, **said)
    actions.change_sponsor_need(zone=zone("low-quay"), **said)


def admin(outcome=A):
    return {SIGN_IN: STRANGERS, outcome: {Who.ADMIN}, FORBIDDEN: SIGNED_IN - {Who.ADMIN}}


def setting(route, said, **more):
    """A number that does, one without a reason, one out of bounds."""
    return [
        Row(route, "POST", data=said, expect=admin(), **more),
        Row(route, "POST", state="no reason", data=said | {"reason": ""}, expect=admin(INVALID), **more),
        Row(route, "POST", state="out of bounds", data=said | {"count": "0"}, expect=admin(INVALID), **more),
    ]


ROWS = [
    Row("petitions:numbers", "GET", expect=ANY),
    Row("petitions:set_threshold", "GET", expect=admin()),
    *setting("petitions:set_threshold", BODY),
    Row("petitions:set_threshold", "POST", state="another is to come", data=BODY | COMING, expect=admin(CONFLICT)),
    Row("petitions:set_sponsors", "GET", expect=admin()),
    *setting("petitions:set_sponsors", ZONE),
    Row("petitions:set_sponsors", "POST", state="another is to come", data=ZONE | {"zone": "low-quay"},
        expect=admin(CONFLICT)),
    Row("petitions:take_back_threshold", "POST", args=COMING, expect=admin()),
    Row("petitions:take_back_threshold", "POST", state="nothing to come", args=NOTHING, expect=admin(CONFLICT)),
    Row("petitions:take_back_threshold", "POST", state="unknown", args=COMING | {"body": "nobody"}, expect=admin(HIDDEN)),
    Row("petitions:take_back_sponsors", "POST", args={"zone": "low-quay"}, expect=admin()),
    Row("petitions:take_back_sponsors", "POST", state="nothing to come", args={"zone": "tessel-row"},
        expect=admin(CONFLICT)),
    Row("petitions:take_back_sponsors", "POST", state="unknown", args={"zone": "nowhere"}, expect=admin(HIDDEN)),
    Row("api:petition-threshold-list", "GET", expect=ANY),
    *setting("api:petition-threshold-list", BODY),
    Row("api:petition-threshold-list", "POST", state="another is to come", data=BODY | COMING, expect=admin(CONFLICT)),
    Row("api:petition-threshold-take-back", "POST", data=COMING, expect=admin()),
    Row("api:petition-threshold-take-back", "POST", state="nothing to come", data=NOTHING, expect=admin(CONFLICT)),
    Row("api:petition-sponsor-need-list", "GET", expect=ANY),
    *setting("api:petition-sponsor-need-list", ZONE),
    Row("api:petition-sponsor-need-list", "POST", state="another is to come", data=ZONE | {"zone": "low-quay"},
        expect=admin(CONFLICT)),
    Row("api:petition-sponsor-need-take-back", "POST", data={"zone": "low-quay"}, expect=admin()),
    Row("api:petition-sponsor-need-take-back", "POST", state="nothing to come", data={"zone": "tessel-row"},
        expect=admin(CONFLICT)),
]  # fmt: skip
