"""Nominations, in the matrix: members and officers make them, who is nominated answers, nobody else reads of one before."""

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.matrix.council import OPEN, SEATED, SECRETARY, hers
from tests.permissions.who import SIGNED_IN, STRANGERS, WITH_FACTOR, WITHOUT_FACTOR, Who

PERSON, MAKER = {Who.AUDITOR}, {Who.CHAIR}
CONCERNED = PERSON | MAKER
EARTH = "6b1f2f3e-0000-4000-8000-00000000000f"
SEAT = {"code": "m-n"}


def build(w):
    from council import actions, queries

    seat = actions.add_seat(body=queries.seat("m-1").body, code="m-n", at=w.days(-9))
    w["nomination"] = actions.nominate(
        seat=seat, person=w.people[Who.AUDITOR], by=w.people[Who.CHAIR], at=w.days(-3)
    )


def the(**more):
    return lambda w: {"nomination": w["nomination"].code, **more}


def sent(w):
    return {"email": w["newcomer"].email}


def named(w):
    return {"seat": "m-n", **sent(w)}


def coded(w):
    return {"code": w["nomination"].code}


def answered(who):
    """Those it concerns read of it, so the other is told no; for everybody else it is not there."""
    return {SIGN_IN: STRANGERS, A: who, CONFLICT: CONCERNED - who, HIDDEN: SIGNED_IN - CONCERNED}


def proved(who):
    """The same where a second factor is asked first."""
    return {
        SIGN_IN: STRANGERS, FORBIDDEN: WITHOUT_FACTOR, A: who, CONFLICT: CONCERNED - who,
        HIDDEN: WITH_FACTOR - CONCERNED,
    }  # fmt: skip


NOMINATE = hers(SEATED | SECRETARY, A, CONFLICT)
ROWS = [
    Row("council:nominate", "POST", NOMINATE, args=SEAT, data=sent),
    Row("council:nominate", "POST", hers(set(), A, INVALID), state="nobody named", args=SEAT),
    Row("council:nominate", "POST", hers(set(), A, HIDDEN), state="no such seat", args={"code": "none"}, data=sent),
    Row("council:answer_nomination", "POST", answered(PERSON), args=the(word="accept")),
    Row("council:answer_nomination", "POST", answered(PERSON), state="declined", args=the(word="decline")),
    Row("council:answer_nomination", "POST", {SIGN_IN: STRANGERS, HIDDEN: SIGNED_IN}, state="none", args={"nomination": EARTH, "word": "accept"}),
    Row("council:withdraw_nomination", "POST", proved(MAKER), args=the()),
    Row("api:nomination-list", "GET", OPEN),
    Row("api:nomination-list", "POST", NOMINATE, data=named),
    Row("api:nomination-list", "POST", hers(set(), A, INVALID), state="nobody named", data={"seat": "m-n"}),
    Row("api:nomination-accept", "POST", proved(PERSON), args=coded),
    Row("api:nomination-decline", "POST", proved(PERSON), args=coded),
    Row("api:nomination-withdraw", "POST", proved(MAKER), args=coded),
]  # fmt: skip
