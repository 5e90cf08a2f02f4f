"""Who may register, enter, settle, compare and set aside sheets of paper, and look at likely second signatures."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.permissions.format import CONFLICT, FORBIDDEN, GONE, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

DESK = frozenset({Who.TELLER, Who.SECRETARY, Who.AUDITOR})
WHY = {"reason": "The scan cannot be read."}
UNKNOWN = {"key": "00000000-0000-4000-8000-000000000000"}


def only(who, outcome=A, **more):
    return {SIGN_IN: STRANGERS, outcome: set(who), FORBIDDEN: SIGNED_IN - set(who)} | more


def build(w):
    """Sheets at each step. Two people who hold no cell here had their hands in them."""
    from accounts.rules.roles import Role
    from petitions import actions
    from tests.accounts.people import person
    from tests.petitions import scene, sheets

    petition = w["p open"]
    people = {"teun": person("paper-one", Role.TELLER), "rosa": person("paper-two", Role.TELLER),
              "ines": person("paper-three", Role.AUDITOR)}  # fmt: skip
    one, other = sheets.lines("Ana Vale", "Bo Reyes"), sheets.lines("Ana Wale", "Bo Reyes")
    w["p new sheet"] = sheets.registered(petition, people["teun"], seed=1, at=w.at)
    w["p differing sheet"] = sheets.settled(petition, people, one, other=other, seed=2, at=w.at)
    w["p settled sheet"] = sheets.settled(petition, people, one, seed=3, at=w.at)
    w["p refused sheet"] = sheets.registered(petition, people["teun"], seed=4, at=w.at)
    actions.set_sheet_aside(sheet_id=w["p refused sheet"].pk, by=people["rosa"], at=w.at, **WHY)
    scene.sign(petition, "signed-twice@shore.example", name="Zo Twice", at=w.at)
    sheets.accepted(petition, people, sheets.lines("Zo Twice"), seed=5, at=w.at)
    actions.count_due(at=w.at)
    w["p held line"] = petition.sheets.get(number=sheets.number(5)).lines.get(number=1)


def key(name):
    return lambda w: {"key": w[f"p {name}"].key}


def slug(name):
    return lambda w: {"slug": w[f"p {name}"].slug}


def registration(name="open", **more):
    def body(w):
        from tests.petitions import sheets

        return {"petition": w[f"p {name}"].slug, "number": sheets.number(40), "scan": sheets.scan_hash(40),
                "collected_on": w.at.date().isoformat()} | more  # fmt: skip

    return body


def form(**more):
    def body(w):
        from tests.petitions import sheets

        return {"number": sheets.number(40), "collected_on": w.at.date().isoformat(),
                "scan": SimpleUploadedFile("sheet.pdf", sheets.scan(40))} | more  # fmt: skip

    return body


def compared(w):
    from tests.petitions import sheets

    found = w["p settled sheet"]
    return {f"line_{n}": "agrees" for n in sheets.sampled(found)} | {
        "scan": SimpleUploadedFile("s.pdf", sheets.scan(3))
    }


LINES = {"lines": [{"number": 1, "name": "Ana Vale"}]}
NONE, TWICE, WRONG = only(DESK, HIDDEN), only(DESK, CONFLICT), only(DESK, INVALID)
DOES = only(DESK)

ROWS = [
    Row("petitions:paper_sheet", "GET", {A: EVERYONE}, state="open", args=slug("open")),
    Row("petitions:paper_sheet", "GET", {CONFLICT: EVERYONE}, state="closed", args=slug("closed")),
    Row("petitions:paper_sheet", "GET", {GONE: EVERYONE}, state="hidden", args=slug("hidden")),
    Row("petitions:paper_sheet", "GET", {HIDDEN: EVERYONE}, state="draft", args=slug("draft")),
    Row("petitions:sheets", "GET", DOES),
    Row("petitions:register_sheet", "GET", DOES, args=slug("open")),
    Row("petitions:register_sheet", "GET", NONE, state="hidden", args=slug("hidden")),
    Row("petitions:register_sheet", "POST", DOES, args=slug("open"), data=form()),
    Row("petitions:register_sheet", "POST", WRONG, state="no number", args=slug("open"), data=form(number="")),
    Row("petitions:sheet", "GET", DOES, args=key("new sheet")),
    Row("petitions:sheet", "GET", NONE, state="unknown", args=UNKNOWN),
    Row("petitions:enter_sheet", "GET", DOES, args=key("new sheet")),
    Row("petitions:enter_sheet", "GET", NONE, state="unknown", args=UNKNOWN),
    Row("petitions:enter_sheet", "POST", DOES, args=key("new sheet"), data={"name_1": "Ana Vale"}),
    Row("petitions:enter_sheet", "POST", WRONG, state="no line", args=key("new sheet")),
    Row("petitions:enter_sheet", "POST", TWICE, state="refused", args=key("refused sheet"), data={"name_1": "Ana Vale"}),
    Row("petitions:compare_sheet", "GET", DOES, args=key("differing sheet")),
    Row("petitions:compare_sheet", "GET", TWICE, state="settled", args=key("settled sheet")),
    Row("petitions:compare_sheet", "POST", DOES, args=key("differing sheet"), data={"side_1": "first"}),
    Row("petitions:check_sheet", "GET", DOES, args=key("settled sheet")),
    Row("petitions:check_sheet", "GET", TWICE, state="new", args=key("new sheet")),
    Row("petitions:check_sheet", "POST", DOES, args=key("settled sheet"), data=compared),
    Row("petitions:set_sheet_aside", "POST", DOES, args=key("new sheet"), data=WHY),
    Row("petitions:set_sheet_aside", "POST", TWICE, state="refused", args=key("refused sheet"), data=WHY),
    Row("petitions:twins", "GET", DOES),
    Row("petitions:judge_line", "POST", DOES, args=key("held line"), data={"same": "no"}),
    Row("petitions:judge_line", "POST", NONE, state="unknown", args=UNKNOWN, data={"same": "no"}),
    Row("api:petition-sheet-list", "GET", DOES),
    Row("api:petition-sheet-list", "POST", DOES, data=registration()),
    Row("api:petition-sheet-list", "POST", NONE, state="hidden", data=registration("hidden")),
    Row("api:petition-sheet-detail", "GET", DOES, args=key("new sheet")),
    Row("api:petition-sheet-detail", "GET", NONE, state="unknown", args=UNKNOWN),
    Row("api:petition-sheet-entries", "POST", DOES, args=key("new sheet"), data=LINES),
    Row("api:petition-sheet-entries", "POST", TWICE, state="refused", args=key("refused sheet"), data=LINES),
    Row("api:petition-sheet-differing", "GET", DOES, args=key("differing sheet")),
    Row("api:petition-sheet-differing", "GET", TWICE, state="settled", args=key("settled sheet")),
    Row("api:petition-sheet-settlements", "POST", DOES, args=key("differing sheet"), data=LINES),
    Row("api:petition-sheet-sample", "GET", DOES, args=key("settled sheet")),
    Row("api:petition-sheet-sample", "GET", TWICE, state="new", args=key("new sheet")),
    Row("api:petition-sheet-checks", "POST", DOES, args=key("settled sheet"),
        data=lambda w: {"scan": w["p settled sheet"].scan, "wrong": []}),
    Row("api:petition-sheet-aside", "POST", DOES, args=key("new sheet"), data=WHY),
    Row("api:petition-sheet-aside", "POST", TWICE, state="refused", args=key("refused sheet"), data=WHY),
    Row("api:petition-held-line-list", "GET", DOES),
    Row("api:petition-held-line-judgement", "POST", DOES, args=key("held line"), data={"same": False}),
    Row("api:petition-held-line-judgement", "POST", NONE, state="unknown", args=UNKNOWN, data={"same": False}),
]  # fmt: skip
