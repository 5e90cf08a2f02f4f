"""Who may take signatures off, switch signing, and look through the books."""

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

WHY = {"reason": "One machine made these addresses up."}
ANY = {A: EVERYONE}


def only(*who, outcome=A):
    return {SIGN_IN: STRANGERS, outcome: set(who), FORBIDDEN: SIGNED_IN - set(who)}


AUDITOR = only(Who.AUDITOR)
ADMIN = only(Who.ADMIN)
BOTH = only(Who.AUDITOR, Who.ADMIN)


def build(w):
    from petitions import actions
    from tests.petitions import scene

    petition, by = w["p open"], w.people[Who.AUDITOR]
    scene.sign(petition, "made-up@mill.example", at=w.at)
    scene.sign(petition, "made-up@kiln.example", at=w.at)

    def drawn(domain):
        criteria = actions.criteria_of(domain=domain, at=w.at)
        return actions.draw_up_invalidation(petition_id=petition.pk, criteria=criteria, by=by, at=w.at, **WHY)

    w["p drawn"] = drawn("mill.example")
    done = drawn("kiln.example")
    actions.start_invalidation(invalidation_id=done.pk, by=by, at=w.at)
    actions.advance_invalidations(at=w.at)
    w["p off"] = done


def key(name):
    return lambda w: {"key": w[f"p {name}"].key}


def slug(name):
    return lambda w: {"slug": w[f"p {name}"].slug}


def body(name, **more):
    return lambda w: {"petition": w[f"p {name}"].slug} | WHY | more


UNKNOWN = {"key": "00000000-0000-4000-8000-000000000000"}
NONE = only(Who.AUDITOR, outcome=HIDDEN)
TWICE = only(Who.AUDITOR, outcome=CONFLICT)

ROWS = [
    Row("petitions:invalidations", "GET", AUDITOR),
    Row("petitions:draw_up", "GET", AUDITOR, args=slug("open")),
    Row("petitions:draw_up", "GET", NONE, state="hidden", args=slug("hidden")),
    Row("petitions:draw_up", "POST", AUDITOR, args=slug("open"), data=WHY | {"domain": "mill.example"}),
    Row("petitions:draw_up", "POST", only(Who.AUDITOR, outcome=INVALID), state="no criterion", args=slug("open"), data=WHY),
    Row("petitions:invalidation", "GET", AUDITOR, args=key("drawn")),
    Row("petitions:invalidation", "GET", NONE, state="unknown", args=UNKNOWN),
    Row("petitions:start_invalidation", "POST", AUDITOR, args=key("drawn")),
    Row("petitions:start_invalidation", "POST", TWICE, state="done", args=key("off")),
    Row("petitions:cancel_invalidation", "POST", AUDITOR, args=key("drawn")),
    Row("petitions:cancel_invalidation", "POST", TWICE, state="done", args=key("off")),
    Row("petitions:reverse_invalidation", "POST", AUDITOR, args=key("off"), data=WHY),
    Row("petitions:reverse_invalidation", "POST", TWICE, state="drawn up", args=key("drawn"), data=WHY),
    Row("petitions:books", "GET", BOTH),
    Row("petitions:check_books", "POST", BOTH),
    Row("petitions:switches", "GET", ADMIN),
    Row("petitions:pause", "POST", ADMIN, data=WHY),
    Row("petitions:pause", "POST", only(Who.ADMIN, outcome=INVALID), state="no reason"),
    Row("petitions:resume", "POST", only(Who.ADMIN, outcome=CONFLICT), state="not paused"),
    Row("petitions:interval", "POST", ADMIN, data={"seconds": "30"}),
    Row("petitions:interval", "POST", only(Who.ADMIN, outcome=INVALID), state="too short", data={"seconds": "1"}),
    Row("api:petition-invalidation-list", "GET", AUDITOR),
    Row("api:petition-invalidation-list", "POST", AUDITOR, data=body("open", domain="mill.example")),
    Row("api:petition-invalidation-list", "POST", NONE, state="hidden", data=body("hidden", domain="mill.example")),
    Row("api:petition-invalidation-detail", "GET", AUDITOR, args=key("drawn")),
    Row("api:petition-invalidation-detail", "GET", NONE, state="unknown", args=UNKNOWN),
    Row("api:petition-invalidation-start", "POST", AUDITOR, args=key("drawn")),
    Row("api:petition-invalidation-start", "POST", TWICE, state="done", args=key("off")),
    Row("api:petition-invalidation-cancel", "POST", AUDITOR, args=key("drawn")),
    Row("api:petition-invalidation-reversal", "POST", AUDITOR, args=key("off"), data=WHY),
    Row("api:petition-pause-list", "GET", ANY),
    Row("api:petition-pause-list", "POST", ADMIN, data=WHY),
    Row("api:petition-pause-end", "POST", only(Who.ADMIN, outcome=CONFLICT), state="not paused"),
    Row("api:petition-interval-list", "GET", ANY),
    Row("api:petition-interval-list", "POST", ADMIN, data={"seconds": 30}),
    Row("api:petition-audit-list", "GET", BOTH),
    Row("api:petition-audit-list", "POST", BOTH),
]  # fmt: skip
