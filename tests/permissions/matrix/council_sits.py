"""Who sits, in the matrix: everybody reads; interests, recusals, proxies and apologies are their holders'.

Challenges are members', rulings and changes of seats officers'. Built on what `council.py` made.
"""

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.matrix.council import (
    MEMBER,
    OFFICERS,
    OPEN,
    SEATED,
    SECRETARY,
    hers,
    of,
    officers,
)
from tests.permissions.who import SIGNED_IN, STRANGERS, WITH_FACTOR, WITHOUT_FACTOR, Who

HOLDER_OF_M1 = MEMBER
MEMBERS_ELSEWHERE = SEATED - MEMBER
REASON = {"seat": "m-1", "reason": "Kin"}
EARTH = "6b1f2f3e-0000-4000-8000-00000000000f"


def build(w):
    from council import actions, queries

    sitting = w.people[Who.COUNCIL_MEMBER]
    m1, m2 = queries.seat("m-1"), queries.seat("m-2")
    w["interest"] = actions.declare_interest(seat=m1, what="Owns a boat yard", by=sitting, at=w.days(-3))
    w["challenge"] = actions.challenge_seat(
        motion_id=w["submitted motion"].pk, seat=queries.seat("b-y"), reason="Kin", by=sitting, at=w.days(-3)
    )
    w["substitute"] = actions.name_substitute(
        seat=m2, person=w.people[Who.SUBSTITUTE], instrument="Act", at=w.days(-3)
    )
    w["call"] = actions.send_apologies(
        seat=m2, motion=w["submitted motion"], by=w.people[Who.CHAIR], at=w.days(-2)
    )
    w["spare seat"] = actions.add_seat(body=m1.body, code="m-9", at=w.days(-9))


def submitted(w):
    return {"code": w["submitted motion"].code}


def named(**fields):
    return lambda w: {"motion": w["submitted motion"].number, **fields}


def the(name, key="code"):
    return lambda w: {key: w[name].code}


CALLED = {Who.CHAIR, Who.SUBSTITUTE, Who.SECRETARY}
SUBSTITUTE = {
    "seat": "m-2", "email": "matrix-newcomer@example.org", "hand": 1, "place": 4, "instrument": "Act", "until": "",
}  # fmt: skip
ROWS = [
    Row("council:seat", "GET", OPEN, args={"code": "m-1"}),
    Row("council:parts", "GET", OPEN, args=submitted),
    Row("council:parts", "GET", {HIDDEN: frozenset(Who)}, state="draft", args=of("draft motion")),
    Row("council:recuse", "POST", hers(HOLDER_OF_M1, A, CONFLICT), args=submitted, data=REASON),
    Row("council:recuse", "POST", {SIGN_IN: STRANGERS, FORBIDDEN: WITHOUT_FACTOR, INVALID: WITH_FACTOR}, state="no reason", args=submitted, data={"seat": "m-1"}),
    Row("council:challenge", "POST", hers(MEMBERS_ELSEWHERE, A, CONFLICT), args=submitted, data=REASON),
    Row("council:recuse_for", "POST", officers(SECRETARY, A), args=submitted, data=lambda w: {"interest": w["interest"].code}),
    Row("council:cover_recused", "POST", officers(SECRETARY, CONFLICT), state="not recused", args=lambda w: {**submitted(w), "seat": "m-1"}),
    Row("council:cover_recused", "POST", officers(SECRETARY, HIDDEN), state="none", args=lambda w: {**submitted(w), "seat": "none"}),
    Row("council:rule_challenge", "POST", officers(OFFICERS, A), args=the("challenge", "challenge"), data={"ruling": "dismissed", "reason": "No"}),
    Row("council:rule_challenge", "POST", officers(OFFICERS, HIDDEN), state="none", args={"challenge": EARTH}),
    Row("council:give_proxy", "POST", hers(set(), A, CONFLICT), state="rule knows none", args=submitted, data={"seat": "m-1", "holder": "m-3"}),
    Row("council:revoke_proxy", "POST", hers(set(), A, CONFLICT), state="none given", args=lambda w: {**submitted(w), "seat": "m-1"}),
    Row("council:declare", "POST", hers(HOLDER_OF_M1, A, CONFLICT), args={"code": "m-1"}, data={"seat": "m-1", "what": "Owns a mill"}),
    Row("council:withdraw_interest", "POST", hers(HOLDER_OF_M1, A, CONFLICT), args=the("interest", "interest")),
    Row("council:apologies", "POST", hers(set(), A, CONFLICT), state="nobody named", args={"code": "m-1"}, data=lambda w: {"motion": w["submitted motion"].number}),
    Row("council:apologies", "POST", hers(set(), A, INVALID), state="to nothing", args={"code": "m-1"}),
    Row("council:end_call", "POST", hers(CALLED, A, CONFLICT), args=the("call", "call")),
    Row("council:ask_substitute", "POST", officers(OFFICERS, INVALID), state="empty"),
    Row("council:ask_unname", "POST", officers(OFFICERS, A), args=the("substitute", "substitute")),
    Row("council:ask_abolish", "POST", officers(OFFICERS, A), data={"seat": "m-9"}),
    Row("council:ask_abolish", "POST", officers(OFFICERS, CONFLICT), state="held", data={"seat": "m-1"}),
    *(
        Row(f"api:{noun}-list", "GET", OPEN)
        for noun in ("interest", "recusal", "challenge", "proxy", "substitute", "call")
    ),
    Row("api:interest-list", "POST", hers(HOLDER_OF_M1, A, CONFLICT), data={"seat": "m-1", "what": "Owns a mill"}),
    Row("api:interest-withdraw", "POST", hers(HOLDER_OF_M1, A, CONFLICT), args=the("interest")),
    Row("api:recusal-list", "POST", hers(HOLDER_OF_M1, A, CONFLICT), data=named(kind="voluntary", **REASON)),
    Row("api:recusal-cover", "POST", hers(set(), A, CONFLICT), state="not recused", data=named(seat="m-1")),
    Row(
        "api:recusal-list", "POST", hers(SECRETARY, A, CONFLICT), state="an interest",
        data=lambda w: named(kind="mandatory", interest=str(w["interest"].code))(w),
    ),
    Row("api:challenge-list", "POST", hers(MEMBERS_ELSEWHERE, A, CONFLICT), data=named(**REASON)),
    Row(
        "api:challenge-rule", "POST", {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - OFFICERS, A: OFFICERS},
        args=the("challenge"), data={"ruling": "dismissed", "reason": "No"},
    ),
    Row("api:proxy-list", "POST", hers(set(), A, CONFLICT), state="rule knows none", data=named(giver="m-1", holder="m-3")),
    Row("api:proxy-revoke", "POST", hers(set(), A, HIDDEN), state="none", args={"code": EARTH}),
    Row("api:call-list", "POST", hers(set(), A, CONFLICT), state="nobody named", data=named(seat="m-1")),
    Row("api:call-end", "POST", hers(CALLED, A, CONFLICT), args=the("call")),
    Row("api:seat-change-list", "POST", officers(OFFICERS, A), state="an abolition", data={"seat": "m-9", "abolish": True}),
]  # fmt: skip
