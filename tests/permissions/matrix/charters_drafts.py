"""New charters in the matrix: one's own drafts are one's own; what was tabled everybody reads."""

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, A, Row
from tests.permissions.matrix.charters import MINE_ONLY, OPEN, drafters, number, pk
from tests.permissions.who import Who

NAME = {"title": "Charter of the reef", "slug": "new-reef", "of": "", "preamble": "", "reasons": ""}
ARTICLE = {"heading": "Exist", "text": "It may exist."}
OF_X = {"of": "biomes.biome/biome-x"}


def build(w):
    from charters import actions

    def draft(slug, articles=1):
        made = actions.draft_charter(
            slug=slug, title=slug, of="", preamble="", reasons="", by=w.people[Who.CURATOR], at=w.days(-4)
        )
        for _n in range(articles):
            actions.put_article(draft_id=made.pk, **ARTICLE)
        return made

    w["new charter"] = draft("matrix-new")
    w["empty charter"] = draft("matrix-empty", 0)
    w["tabled charter"] = actions.table_charter(draft_id=draft("matrix-tabled").pk, actor="", at=w.days(-3))


def at(name, position=1):
    return lambda w: {"number": w[name].pk, "position": position}


def her(outcome):
    """Only the curator's own; to the other drafters it is not there."""
    return drafters(outcome, others=HIDDEN)


def by_api(**changed):
    return NAME | {"articles": [ARTICLE]} | changed


ROWS = [
    Row("charters:new", "GET", drafters(A)),
    Row("charters:new", "POST", drafters(A), data=NAME),
    Row("charters:new", "POST", drafters(A), state="of one", data=NAME | OF_X),
    Row("charters:new", "POST", drafters(INVALID), state="no name", data=NAME | {"title": ""}),
    Row("charters:new", "POST", drafters(CONFLICT), state="address taken", data=NAME | {"slug": "matrix-lagoon"}),
    Row("charters:draft", "GET", MINE_ONLY, state="draft", args=number("new charter")),
    Row("charters:draft", "GET", OPEN, state="tabled", args=number("tabled charter")),
    Row("charters:rename_draft", "GET", her(A), args=number("new charter")),
    Row("charters:rename_draft", "POST", her(A), args=number("new charter"), data=NAME),
    Row("charters:rename_draft", "POST", her(INVALID), state="no name", args=number("new charter"), data=NAME | {"title": ""}),
    Row("charters:rename_draft", "POST", her(CONFLICT), state="tabled", args=number("tabled charter"), data=NAME),
    Row("charters:draft_article", "GET", her(A), args=at("new charter")),
    Row("charters:draft_article", "GET", drafters(HIDDEN), state="beyond", args=at("new charter", 9)),
    Row("charters:draft_article", "GET", drafters(HIDDEN), state="tabled", args=at("tabled charter")),
    Row("charters:draft_article", "POST", her(A), state="one more", args=at("new charter", 2), data=ARTICLE),
    Row("charters:draft_article", "POST", her(INVALID), state="no words", args=at("new charter"), data=ARTICLE | {"text": ""}),
    Row("charters:remove_draft_article", "POST", her(A), args=at("new charter")),
    Row("charters:remove_draft_article", "POST", her(CONFLICT), state="tabled", args=at("tabled charter")),
    Row("charters:table_draft", "POST", her(A), args=number("new charter")),
    Row("charters:table_draft", "POST", her(CONFLICT), state="empty", args=number("empty charter")),
    Row("charters:withdraw_draft", "POST", her(A), state="tabled", args=number("tabled charter")),
    Row("api:charter-draft-list", "GET", OPEN),
    Row("api:charter-draft-list", "POST", drafters(A), data=by_api()),
    Row("api:charter-draft-list", "POST", drafters(A), state="of one", data=by_api(**OF_X)),
    Row("api:charter-draft-list", "POST", drafters(INVALID), state="no heading", data=by_api(articles=[{"text": "x"}])),
    Row("api:charter-draft-list", "POST", drafters(CONFLICT), state="address taken", data=by_api(slug="matrix-lagoon")),
    Row("api:charter-draft-detail", "GET", MINE_ONLY, state="draft", args=pk("new charter")),
    Row("api:charter-draft-detail", "GET", OPEN, state="tabled", args=pk("tabled charter")),
    Row("api:charter-draft-table", "POST", her(A), args=pk("new charter")),
    Row("api:charter-draft-table", "POST", drafters(CONFLICT, others=FORBIDDEN), state="tabled", args=pk("tabled charter")),
    Row("api:charter-draft-withdraw", "POST", drafters(A, others=FORBIDDEN), state="tabled", args=pk("tabled charter")),
]  # fmt: skip
