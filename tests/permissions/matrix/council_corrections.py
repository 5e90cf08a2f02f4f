"""Corrected counts in the matrix: secretary and chair reopen or annul together, everybody reads every count, the secretary looks at seats."""

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.matrix.council import OFFICERS, OPEN, SECRETARY, officers
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

WHY = "The first box of the hall was typed twice."
TWO = (("ana", "Ana"), ("bo", "Bo"))
ASK = {"fault": "misentered", "source": "paper", "reason": WHY}
LOOKED = {"count": 1, "candidate": "ana", "outcome": "stays", "reason": WHY}


def build(w):
    """Declared; declared with a correction asked for; reopened; corrected and declared anew."""
    from council import actions, queries
    from council.rules.corrections import Fault
    from council.rules.elections import Source
    from ledger.queries import now
    from tests.council import election_scenes as elections

    class Scene:
        council, secretary = queries.body("matrix-council"), w.people[Who.SECRETARY]
        people = {"h-1": w.people[Who.CHAIR]}

    tellers, at = elections.people("correction"), now()
    declared = elections.declared
    w["correction none"] = elections.opened(Scene, at, candidates=TWO)
    w["correction declared"] = declared(Scene, tellers, at, {1: "ana"}, candidates=TWO)
    w["correction asked"] = asked = declared(Scene, tellers, at, {1: "ana"}, candidates=TWO)
    w["correction approval"] = actions.ask_correction(
        election_id=asked.pk, fault=Fault.WRONG_FILE, source=Source.CSV, reason=WHY, by=Scene.secretary, at=at
    )
    w["correction void"] = void = declared(Scene, tellers, at, {1: "ana"}, candidates=TWO)
    w["annulment approval"] = actions.ask_annulment(
        election_id=void.pk, reason=WHY, by=Scene.secretary, at=at
    )
    given = declared(Scene, tellers, at, {1: "ana"}, candidates=TWO)
    w["correction annulled"] = elections.annulled(Scene, given, at)
    given = declared(Scene, tellers, at, {1: "ana"}, candidates=TWO)
    w["correction under way"] = elections.reopened(Scene, given, at)
    given = declared(Scene, tellers, at, {1: "ana"}, candidates=TWO)
    made = elections.corrected(Scene, tellers, at, rows={1: "bo"}, election=given)
    w["correction made"] = actions.publish_election(election_id=made.pk, by=Scene.secretary, at=at)


def of(name, **more):
    return lambda w: {
        "code": w[f"correction {name}"].body.code, "number": w[f"correction {name}"].number, **more,
    }  # fmt: skip


def code(name, **more):
    return lambda w: {"code": w[f"correction {name}"].code, **more}


def asked(w):
    return {**of("asked")(w), "approval": w["correction approval"].pk}


def api_asked(w):
    return {**code("asked")(w), "approval": w["correction approval"].pk}


def void(w):
    return {**of("void")(w), "approval": w["annulment approval"].pk}


def api_void(w):
    return {**code("void")(w), "approval": w["annulment approval"].pk}


AGREE = {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - OFFICERS, CONFLICT: SECRETARY, A: OFFICERS - SECRETARY}
HERS = {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - OFFICERS, A: SECRETARY, CONFLICT: OFFICERS - SECRETARY}
ROWS = [
    Row("council:election_count", "GET", OPEN, args=of("made", count=1)),
    Row("council:election_count", "GET", OPEN, state="new", args=of("made", count=2)),
    Row("council:election_count", "GET", {HIDDEN: EVERYONE}, state="no such count", args=of("made", count=3)),
    Row("council:correct_election", "GET", officers(OFFICERS, A), args=of("declared")),
    Row("council:correct_election", "GET", officers(OFFICERS, A), state="not counted", args=of("none")),
    Row("council:correct_election", "POST", officers(OFFICERS, A), args=of("declared"), data=ASK),
    Row("council:correct_election", "POST", officers(OFFICERS, INVALID), state="empty", args=of("declared")),
    Row("council:correct_election", "POST", officers(OFFICERS, CONFLICT), state="under way", args=of("under way"), data=ASK),
    Row("council:agree_correction", "POST", AGREE, args=asked),
    Row("council:withdraw_correction", "POST", HERS, args=asked),
    Row("council:agree_correction", "POST", AGREE, state="annulment", args=void),
    Row("council:withdraw_correction", "POST", HERS, state="annulment", args=void),
    Row("council:annul_election", "POST", officers(OFFICERS, A), args=of("declared"), data={"reason": WHY}),
    Row("council:annul_election", "POST", officers(OFFICERS, INVALID), state="empty", args=of("declared")),
    Row("council:annul_election", "POST", officers(OFFICERS, CONFLICT), state="annulled", args=of("annulled"), data={"reason": WHY}),
    Row("api:election-annulment", "GET", officers(OFFICERS, A), args=code("void")),
    Row("api:election-annulment", "POST", officers(OFFICERS, A), args=code("declared"), data={"reason": WHY}),
    Row("api:election-annulment", "POST", officers(OFFICERS, INVALID), state="empty", args=code("declared"), data={}),
    Row("api:election-annulment", "POST", officers(OFFICERS, CONFLICT), state="annulled", args=code("annulled"), data={"reason": WHY}),
    Row("api:election-annulment-agree", "POST", AGREE, args=api_void),
    Row("council:seatings", "GET", officers(SECRETARY, A), args=of("made")),
    Row("council:seatings", "POST", officers(SECRETARY, A), args=of("made"), data=LOOKED),
    Row("council:seatings", "POST", officers(SECRETARY, INVALID), state="empty", args=of("made")),
    Row("council:seatings", "POST", officers(SECRETARY, CONFLICT), state="elected", args=of("declared"), data=LOOKED),
    Row("api:election-correction", "GET", officers(OFFICERS, A), args=code("asked")),
    Row("api:election-correction", "POST", officers(OFFICERS, A), args=code("declared"), data=ASK),
    Row("api:election-correction", "POST", officers(OFFICERS, INVALID), state="empty", args=code("declared"), data={}),
    Row("api:election-correction", "POST", officers(OFFICERS, CONFLICT), state="under way", args=code("under way"), data=ASK),
    Row("api:election-correction-agree", "POST", AGREE, args=api_asked),
    Row("api:election-correction-withdraw", "POST", HERS, args=api_asked),
    Row("api:election-seatings", "GET", officers(SECRETARY, A), args=code("made")),
    Row("api:election-seatings", "POST", officers(SECRETARY, A), args=code("made"), data=LOOKED),
    Row("api:election-seatings", "POST", officers(SECRETARY, INVALID), state="empty", args=code("made"), data={}),
    Row("api:election-seatings", "POST", officers(SECRETARY, CONFLICT), state="elected", args=code("declared"), data=LOOKED),
]  # fmt: skip
