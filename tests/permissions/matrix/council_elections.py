"""Elections in the matrix: everybody reads what was opened; tellers enter; the secretary drafts, settles, declares."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.matrix.council import OPEN, SECRETARY, officers
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

TELLER = {Who.TELLER}
DESK = SECRETARY | TELLER
WHY = "The list of voters was another year’s."
LINES = "ana: Ana\nbo: Bo"
DRAFT = {
    "title": "A seat", "held_on": "2020-05-04", "method": "irv", "seats": 1, "source": "csv", "candidates": LINES,
}  # fmt: skip
NEW = DRAFT | {"body": "matrix-council"}


def build(w):
    """An election at each step. Two tellers who hold no cell here had their hands in them."""
    from council import queries
    from ledger.queries import now
    from tests.council import election_scenes as elections

    class Scene:
        council, secretary = queries.body("matrix-council"), w.people[Who.SECRETARY]

    tellers, at, two = elections.people(), now(), (("ana", "Ana"), ("bo", "Bo"))
    w["election draft"] = elections.drafted(Scene, at, candidates=two)
    w["election open"] = elections.opened(Scene, at, candidates=two)
    w["election file"] = elections.opened(Scene, at, candidates=two, source=elections.Source.CSV)
    w["election settled"] = elections.settled(Scene, tellers, at, {1: "ana"}, candidates=two)
    w["election level"] = elections.counted(Scene, tellers, at, {1: "ana", 2: "bo"}, candidates=two)
    w["election clear"] = elections.counted(Scene, tellers, at, {1: "ana"}, candidates=two)


def of(name, **more):
    return lambda w: {"code": w[f"election {name}"].body.code, "number": w[f"election {name}"].number, **more}


def code(name):
    return lambda w: {"code": w[f"election {name}"].code}


def only(who, outcome):
    return {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - who, outcome: who}


def file(w):
    return {"content": SimpleUploadedFile("ballots.csv", b"ana,bo\n1,2\n")}


TIE = {"taken": ["ana"], "how": "lot", "reason": WHY}
ROWS = [
    Row("council:elections", "GET", OPEN, args={"code": "matrix-council"}),
    Row("council:election", "GET", OPEN, args=of("open")),
    Row("council:election", "GET", OPEN, state="counted", args=of("level")),
    Row("council:election", "GET", {A: SECRETARY, HIDDEN: EVERYONE - SECRETARY}, state="draft", args=of("draft")),
    Row("council:desk_elections", "GET", only(DESK, A)),
    Row("council:draft_election", "GET", officers(SECRETARY, A)),
    Row("council:draft_election", "POST", officers(SECRETARY, INVALID), state="empty"),
    Row("council:draft_election", "POST", officers(SECRETARY, A), data=NEW),
    Row("council:revise_election", "GET", officers(SECRETARY, A), args=of("draft")),
    Row("council:revise_election", "POST", officers(SECRETARY, A), args=of("draft"), data=DRAFT),
    Row("council:revise_election", "POST", officers(SECRETARY, CONFLICT), state="opened", args=of("open"), data=DRAFT),
    Row("council:election_desk", "GET", only(DESK, A), args=of("open")),
    Row("council:election_entry", "GET", only(TELLER, A), args=of("open")),
    Row("council:enter_ballots", "POST", only(TELLER, A), args=of("open", verb="papers"), data={"papers": "1 ana"}),
    Row("council:enter_ballots", "POST", only(TELLER, INVALID), state="no code", args=of("open", verb="papers"), data={"papers": "1 eli"}),
    Row("council:enter_ballots", "POST", only(TELLER, CONFLICT), state="none typed", args=of("open", verb="finish")),
    Row("council:enter_ballots", "POST", only(TELLER, A), state="file", args=of("file", verb="file"), data=file),
    Row("council:enter_ballots", "POST", only(TELLER, HIDDEN), state="no verb", args=of("open", verb="guess")),
    Row("council:count_election", "POST", only(DESK, A), args=of("settled")),
    Row("council:count_election", "POST", only(DESK, CONFLICT), state="open", args=of("open")),
    Row("council:election_step", "POST", officers(SECRETARY, A), args=of("draft", verb="open")),
    Row("council:election_step", "POST", officers(SECRETARY, A), state="tie", args=of("level", verb="tie"), data=TIE),
    Row("council:election_step", "POST", officers(SECRETARY, INVALID), state="no reason", args=of("open", verb="cancel")),
    Row("council:election_step", "POST", officers(SECRETARY, CONFLICT), state="level", args=of("level", verb="declare")),
    Row("council:election_step", "POST", officers(SECRETARY, A), state="clear", args=of("clear", verb="declare")),
    Row("council:election_step", "POST", officers(SECRETARY, HIDDEN), state="no verb", args=of("open", verb="guess")),
    Row("api:election-list", "GET", OPEN),
    Row("api:election-detail", "GET", OPEN, args=code("level")),
    Row("api:election-detail", "GET", {A: SECRETARY, HIDDEN: EVERYONE - SECRETARY}, state="draft", args=code("draft")),
    Row("api:election-list", "POST", officers(SECRETARY, A), data=NEW),
    Row("api:election-list", "POST", officers(SECRETARY, INVALID), state="empty"),
    Row("api:election-detail", "PUT", officers(SECRETARY, A), args=code("draft"), data=DRAFT),
    Row("api:election-steps", "POST", officers(SECRETARY, A), args=code("level"), data=TIE | {"step": "tie"}),
    Row("api:election-steps", "POST", officers(SECRETARY, CONFLICT), state="level", args=code("level"), data={"step": "declare"}),
    Row("api:election-count", "POST", only(DESK, A), args=code("settled")),
    Row("api:election-count", "POST", only(DESK, CONFLICT), state="open", args=code("open")),
    Row("api:election-entry", "GET", only(TELLER, A), args=code("open")),
    Row("api:election-entry", "POST", only(TELLER, A), args=code("open"), data={"papers": "1 ana"}),
    Row("api:election-entry", "POST", only(TELLER, INVALID), state="nothing", args=code("open"), data={}),
    Row("api:election-entry", "POST", only(TELLER, CONFLICT), state="counted", args=code("clear"), data={"papers": "1 ana"}),
]  # fmt: skip
