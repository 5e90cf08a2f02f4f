"""Charters in the matrix: texts and duties are for everybody; drafting is for those who decide or guard, drafts for one."""

from datetime import timedelta

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

# Curators, the secretary, guardians; the council adds those who hold a seat (council.predicates).
DRAFTERS = {
    Who.CURATOR, Who.SECRETARY, Who.GUARDIAN_X, Who.GUARDIAN_Y, Who.COUNCIL_MEMBER, Who.CHAIR,
}  # fmt: skip
OPEN = {A: EVERYONE}
SLUG = "matrix-lagoon"


def drafters(outcome, *, others=None):
    """The curator's own drafts: what she meets, and what the other drafters meet."""
    rest = DRAFTERS - {Who.CURATOR}
    expect = {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - DRAFTERS, outcome: {Who.CURATOR}}
    if others is None or others is outcome:
        expect[outcome] = DRAFTERS
    elif others is FORBIDDEN:
        expect[FORBIDDEN] = SIGNED_IN - {Who.CURATOR}
    else:
        expect[others] = rest
    return expect


def build(w):
    from accounts.actions import found_organisation
    from charters import actions
    from charters.rules.text import ArticleText

    articles = [
        ArticleText("art_1", "Who", "A being.", True),
        ArticleText("art_2", "Exist", "It may exist."),
        ArticleText("art_3", "Breathe", "It may breathe."),
        ArticleText("art_4", "Flow", "It may flow."),
    ]
    w["charter"] = actions.found_charter(
        slug=SLUG,
        title="Matrix lagoon",
        of="",
        articles=articles,
        since=w.days(-700).date(),
        instrument="Act",
        actor="",
        at=w.days(-700),
    )
    w["articles"] = {a.eid: a for a in articles}
    holder = found_organisation(slug="matrix-holder", name="A holder", kind="authority")
    w["duty"] = actions.open_duty(
        kind="case-answer",
        subject="charters.charter/matrix-lagoon",
        holder=holder,
        due_at=w.days(-1),
        actor="",
        at=w.days(-9),
    )
    w["draft"] = _draft(w, "art_3")
    w["empty draft"] = _draft(w, None)
    w["overtaken draft"] = _draft(w, "art_4")
    w["tabled"] = actions.table_amendment(amendment_id=_draft(w, "art_2").pk, actor="", at=w.days(-2))
    winner = actions.table_amendment(amendment_id=_draft(w, "art_4").pk, actor="", at=w.days(-3))
    actions.enact_amendment(
        amendment_id=winner.pk,
        motion_subject="council.motion/matrix",
        actor="",
        at=w.at - timedelta(hours=30),
        in_force_on=w.days(-1).date(),
    )
    winner.refresh_from_db()
    w["enacted"] = winner


def _draft(w, eid):
    from charters import actions
    from charters.rules.amend import Change, Operation

    draft = actions.draft_amendment(
        charter_id=w["charter"].pk,
        title=f"On {eid}",
        reasons="",
        drafted_by=w.people[Who.CURATOR],
        at=w.days(-4),
    )
    if eid:
        old = w["articles"][eid]
        actions.add_instruction(
            amendment_id=draft.pk,
            change=Change(
                operation=Operation.REPLACE,
                eid=eid,
                expected_sha256=old.sha256,
                heading=old.heading,
                text=old.text + " And more.",
            ),
        )
    return draft


def number(name):
    return lambda w: {"number": w[name].pk}


def pk(name):
    return lambda w: {"pk": w[name].pk}


def step(name):
    return lambda w: {"number": w[name].pk, "position": 1}


def words(**changed):
    def given(w):
        article = w["articles"]["art_3"]
        return {
            "title": "Breathe",
            "operation": "replace",
            "heading": "Breathe",
            "text": "By night too.",
            "expected_sha256": article.sha256,
        } | changed

    return given


def by_api(**changed):
    def given(w):
        article = w["articles"]["art_3"]
        one = {
            "operation": "replace",
            "eid": "art_3",
            "expected_sha256": article.sha256,
            "heading": "B",
            "text": "T.",
        }
        return {"charter": SLUG, "title": "Breathe", "steps": [one | changed]}

    return given


HERE = {"slug": SLUG}
THIRD = {"slug": SLUG, "eid": "art_3"}
MINE_ONLY = {A: {Who.CURATOR}, HIDDEN: EVERYONE - {Who.CURATOR}}

ROWS = [
    Row("charters:index", "GET", OPEN),
    Row("charters:charter", "GET", OPEN, args=HERE),
    Row("charters:charter", "GET", OPEN, state="compared", args=HERE, query={"compare": "1"}),
    Row("charters:charter", "GET", {INVALID: EVERYONE}, state="bad day", args=HERE, query={"on": "x"}),
    Row("charters:charter", "GET", {HIDDEN: EVERYONE}, state="unknown", args={"slug": "no-such"}),
    Row("charters:article", "GET", OPEN, args=THIRD),
    Row("charters:article", "GET", {HIDDEN: EVERYONE}, state="unknown", args={"slug": SLUG, "eid": "art_99"}),
    Row("charters:duties", "GET", OPEN, query={"state": "all"}),
    Row("charters:duties", "GET", {INVALID: EVERYONE}, state="bad filter", query={"state": "x"}),
    Row("charters:of_biome", "GET", OPEN, args={"slug": "biome-x"}),
    Row("charters:of_biome", "GET", {HIDDEN: EVERYONE}, state="a draft", args={"slug": "hidden"}),
    Row("charters:amend", "GET", drafters(A), args=THIRD),
    Row("charters:amend", "POST", drafters(A), args=THIRD, data=words()),
    Row("charters:amend", "POST", drafters(INVALID), state="no words", args=THIRD, data=words(text="")),
    Row(
        "charters:amend",
        "POST",
        drafters(CONFLICT),
        state="overtaken",
        args=THIRD,
        data=words(expected_sha256="0" * 64),
    ),
    Row("charters:amendment", "GET", MINE_ONLY, state="draft", args=number("draft")),
    Row("charters:amendment", "GET", OPEN, state="tabled", args=number("tabled")),
    Row("charters:amendment", "GET", OPEN, state="enacted", args=number("enacted")),
    Row("charters:table", "POST", drafters(A, others=HIDDEN), state="draft", args=number("draft")),
    Row(
        "charters:table", "POST", drafters(CONFLICT, others=HIDDEN), state="empty", args=number("empty draft")
    ),
    Row(
        "charters:table",
        "POST",
        drafters(CONFLICT, others=HIDDEN),
        state="overtaken",
        args=number("overtaken draft"),
    ),
    Row("charters:table", "POST", drafters(HIDDEN), state="tabled", args=number("tabled")),
    Row("charters:withdraw", "POST", drafters(A, others=HIDDEN), state="tabled", args=number("tabled")),
    Row(
        "charters:withdraw",
        "POST",
        drafters(CONFLICT, others=HIDDEN),
        state="enacted",
        args=number("enacted"),
    ),
    Row("charters:rebase", "POST", drafters(A, others=HIDDEN), state="draft", args=number("overtaken draft")),
    Row("charters:rebase", "POST", drafters(A), state="tabled", args=number("tabled")),
    Row("charters:remove_step", "POST", drafters(A, others=HIDDEN), state="draft", args=step("draft")),
    Row(
        "charters:remove_step", "POST", drafters(CONFLICT, others=HIDDEN), state="tabled", args=step("tabled")
    ),
    Row("api:charter-list", "GET", OPEN),
    Row("api:charter-detail", "GET", OPEN, args=HERE),
    Row("api:charter-detail", "GET", {INVALID: EVERYONE}, state="bad day", args=HERE, query={"on": "x"}),
    Row("api:charter-editions", "GET", OPEN, args=HERE),
    Row("api:duty-list", "GET", OPEN, query={"state": "late"}),
    Row("api:duty-detail", "GET", OPEN, args=pk("duty")),
    Row("api:amendment-list", "GET", OPEN),
    Row("api:amendment-list", "POST", drafters(A), data=by_api()),
    Row("api:amendment-list", "POST", drafters(INVALID), state="bad step", data=by_api(eid="x")),
    Row(
        "api:amendment-list",
        "POST",
        drafters(CONFLICT),
        state="overtaken",
        data=by_api(expected_sha256="0" * 64),
    ),
    Row("api:amendment-detail", "GET", MINE_ONLY, state="draft", args=pk("draft")),
    Row("api:amendment-detail", "GET", OPEN, state="tabled", args=pk("tabled")),
    Row("api:amendment-table", "POST", drafters(A, others=HIDDEN), state="draft", args=pk("draft")),
    Row(
        "api:amendment-table", "POST", drafters(CONFLICT, others=FORBIDDEN), state="tabled", args=pk("tabled")
    ),
    Row("api:amendment-withdraw", "POST", drafters(A, others=FORBIDDEN), state="tabled", args=pk("tabled")),
    Row(
        "api:amendment-withdraw",
        "POST",
        drafters(CONFLICT, others=FORBIDDEN),
        state="enacted",
        args=pk("enacted"),
    ),
    Row("api:amendment-rebase", "POST", drafters(A), state="tabled", args=pk("tabled")),
]
