"""Instructions in the matrix: a seat's holder asks, those who appoint her answer; to everybody else there is nothing."""

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, OWN, SIGN_IN, A, Row
from tests.permissions.matrix.council import box, hers, number
from tests.permissions.who import STRANGERS, WITH_FACTOR, WITHOUT_FACTOR, Who

X, Y, SPEAKER = {Who.GUARDIAN_X}, {Who.GUARDIAN_Y}, {Who.DEPOSITARY}
TOLD = {"answer": "yes", "reason": "The assembly of May."}
MINE = {SIGN_IN: STRANGERS, FORBIDDEN: WITHOUT_FACTOR, OWN: WITH_FACTOR}


def build(w):
    from accounts import actions as accounts
    from council import actions, queries

    body = accounts.found_organisation(slug="matrix-assembly", name="Assembly", kind="assembly")
    accounts.appoint_to_office(organisation=body, user=w.people[Who.DEPOSITARY], at=w.days(-40))
    for code in ("b-x", "b-y"):
        seat = queries.seat(code)
        seat.appointer = body.subject
        seat.save(update_fields=["appointer"])
    actions.ask_for_instruction(
        motion_id=w["open motion"].pk, seat_id=queries.seat("b-x").pk, by=w.people[Who.GUARDIAN_X], at=w.days(-1)
    )  # fmt: skip


def instructed(w):
    return {"code": w["open motion"].number, "seat": "b-x"}


def answering(outcome):
    return {
        SIGN_IN: STRANGERS, FORBIDDEN: WITHOUT_FACTOR, outcome: SPEAKER, CONFLICT: X,
        HIDDEN: WITH_FACTOR - SPEAKER - X,
    }  # fmt: skip


ROWS = [
    Row("council:instruction", "GET", hers(X | SPEAKER, OWN, HIDDEN), args=box("b-x")),
    Row("council:instruction", "GET", hers(Y, OWN, HIDDEN), state="not asked", args=box("b-y")),
    Row("council:instruction", "GET", hers(set(), A, HIDDEN), state="a human seat", args=box("m-1")),
    Row("council:instruction", "POST", answering(A), args=box("b-x"), data=TOLD),
    Row("council:instruction", "POST", hers(X | SPEAKER, INVALID, HIDDEN), state="no answer", args=box("b-x")),
    Row("council:ask_instruction", "POST", hers(Y, A, HIDDEN), args=box("b-y")),
    Row("council:ask_instruction", "POST", {**answering(CONFLICT), CONFLICT: SPEAKER, A: X}, state="asked", args=box("b-x")),
    Row("council:seat_in", "GET", hers(X, OWN, HIDDEN), args=box("b-x")),
    Row("council:seat_in", "GET", hers({Who.COUNCIL_MEMBER}, OWN, HIDDEN), state="in", args=box("m-1")),
    Row("council:questions", "GET", MINE),
    Row("api:motion-instructions", "GET", MINE, args=number),
    Row("api:motion-instructions", "POST", hers(Y, A, CONFLICT), args=number, data={"seat": "b-y"}),
    Row("api:motion-instructions", "POST", hers(set(), A, INVALID), state="no seat", args=number, data={"seat": "none"}),
    Row("api:motion-instruct", "POST", answering(A), args=instructed, data=TOLD),
    Row("api:motion-instruct", "POST", hers(X | SPEAKER, INVALID, HIDDEN), state="no answer", args=instructed),
]  # fmt: skip
