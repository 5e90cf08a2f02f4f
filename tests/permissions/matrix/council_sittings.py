"""Sittings in the matrix: everybody reads; the secretary runs them; a seat comes and goes by its own holders."""

from tests.permissions.format import CONFLICT, HIDDEN, INVALID, A, Row
from tests.permissions.matrix.council import GUARDIAN, MEMBER, OPEN, SECRETARY, hers, officers
from tests.permissions.who import EVERYONE, Who


def build(w):
    from council import actions, queries

    body, sora = queries.body("matrix-council"), w.people[Who.SECRETARY]
    for name, day in (("sitting ahead", 3), ("sitting now", -1)):
        w[name] = made = actions.call_sitting(
            body=body, starts_at=w.days(day), place="Hall", by=sora, at=w.days(-3)
        )
        actions.add_point(sitting_id=made.pk, kind="information", title="Oxygen", by=sora, at=w.days(-3))
    own = {"sitting_id": w["sitting now"].pk, "by": sora}
    actions.publish_agenda(**own, at=w.days(-2))
    actions.open_sitting(**own, at=w.days(-1))


def of(name, **more):
    return lambda w: {"code": w[name].body.code, "number": w[name].number, **more}


def code(name):
    return lambda w: {"code": w[name].code}


def seat(held, verb="arrive"):
    return of("sitting now", seat=held, verb=verb)


STARTS = "2199-01-01T10:00"
ROWS = [
    Row("council:sittings", "GET", OPEN, args={"code": "matrix-council"}),
    Row("council:sittings_feed", "GET", OPEN, args={"code": "matrix-council"}),
    *(Row(f"council:{page}", "GET", OPEN, args=of("sitting now")) for page in ("sitting", "sitting_live", "sitting_screen", "sitting_pack", "sitting_pack_pdf")),
    Row("council:sitting_seat", "POST", hers(MEMBER | SECRETARY, A, CONFLICT), args=seat("m-1")),
    Row("council:sitting_seat", "POST", hers(GUARDIAN | SECRETARY, A, CONFLICT), state="a biome’s", args=seat("b-x")),
    Row("council:sitting_seat", "POST", hers(set(), A, HIDDEN), state="no verb", args=seat("m-1", "dance")),
    Row("council:sitting_pack", "GET", {HIDDEN: EVERYONE}, state="no notice", args=of("sitting ahead")),
    Row("council:sitting_pack_pdf", "GET", {HIDDEN: EVERYONE}, state="no notice", args=of("sitting ahead")),
    Row("council:call_sitting", "GET", officers(SECRETARY, A)),
    Row("council:call_sitting", "POST", officers(SECRETARY, INVALID), state="empty"),
    Row("council:call_sitting", "POST", officers(SECRETARY, A), data={"body": "matrix-council", "starts_at": STARTS}),
    Row("council:sitting_desk", "GET", officers(SECRETARY, A), args=of("sitting ahead")),
    Row("council:sitting_step", "POST", officers(SECRETARY, A), args=of("sitting ahead", verb="publish")),
    Row("council:sitting_step", "POST", officers(SECRETARY, CONFLICT), state="published", args=of("sitting now", verb="publish")),
    Row("council:sitting_step", "POST", officers(SECRETARY, INVALID), state="no seat", args=of("sitting now", verb="arrive")),
    Row("api:sitting-list", "GET", OPEN),
    Row("api:sitting-detail", "GET", OPEN, args=code("sitting now")),
    Row("api:sitting-list", "POST", officers(SECRETARY, A), data={"body": "matrix-council", "starts_at": STARTS}),
    Row("api:sitting-list", "POST", officers(SECRETARY, INVALID), state="empty"),
    Row("api:sitting-steps", "POST", officers(SECRETARY, A), args=code("sitting ahead"), data={"step": "publish"}),
    Row("api:sitting-steps", "POST", officers(SECRETARY, CONFLICT), state="published", args=code("sitting now"), data={"step": "publish"}),
    Row("api:sitting-seats", "POST", hers(MEMBER | SECRETARY, A, CONFLICT), args=code("sitting now"), data={"seat": "m-1", "step": "arrive"}),
    Row("api:sitting-seats", "POST", hers(set(), A, INVALID), state="no step", args=code("sitting now"), data={"seat": "m-1", "step": "dance"}),
]  # fmt: skip
