"""The papers of sittings in the matrix: one answers for oneself; the secretary writes, secretary and chair approve."""

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, OWN, SIGN_IN, A, Row
from tests.permissions.matrix.council import MEMBER, OFFICERS, OPEN, SECRETARY, hers, officers
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, WITH_FACTOR, WITHOUT_FACTOR, Who

LINK = "https://water.example/report"


def build(w):
    """A sitting ahead, to which all are convened; one that is over, its minutes public; the one that approves them."""
    from council import actions, queries
    from council.models import Convening

    body, sora = queries.body("matrix-council"), w.people[Who.SECRETARY]
    called = {
        name: actions.call_sitting(body=body, starts_at=w.days(day), place="", by=sora, at=w.days(-9))
        for name, day in (("convened", 5), ("minuted", -8), ("approving", -2))
    }
    for made in called.values():
        actions.add_point(sitting_id=made.pk, kind="information", title="Oxygen", by=sora, at=w.days(-9))
    w["convened"], w["minuted"], w["approving"] = called.values()
    own = {"sitting_id": w["minuted"].pk, "by": sora}
    for sitting in (w["convened"], w["minuted"]):
        actions.publish_agenda(sitting_id=sitting.pk, by=sora, at=w.days(-9))
    actions.open_sitting(at=w.days(-8), **own)
    actions.take_up_point(position=1, at=w.days(-8), **own)
    w["action"] = actions.give_action(
        position=1, what="Measure", due_on=w.days(40).date(), seat=queries.seat("m-1"), at=w.days(-8), **own
    )
    actions.close_sitting(at=w.days(-7.9), **own)
    actions.draft_minutes(at=w.days(-7), **own)
    w["minutes"] = actions.publish_minutes(at=w.days(-6), **own)
    table = {"sitting_id": w["approving"].pk, "by": sora}
    actions.add_point(kind="minutes", minutes=w["minutes"], at=w.days(-5), **table)
    actions.publish_agenda(at=w.days(-5), **table)
    actions.open_sitting(at=w.days(-2), **table)
    actions.take_up_point(position=2, at=w.days(-1), **table)
    w["minutes asked"] = actions.ask_to_approve_minutes(at=w.days(-1), **table)
    w["own convening"] = Convening.objects.get(sitting=w["convened"], person=w.people[Who.COUNCIL_MEMBER])


def of(name, **more):
    return lambda w: {"code": w[name].body.code, "number": w[name].number, **more}


def convened(w, **more):
    return {"code": w["own convening"].code, **more}


def answered(verb):
    return lambda w: convened(w, verb=verb)


def action(w):
    return {"code": w["action"].code}


def asked(name):
    return lambda w: {name: w["minutes asked"].pk}


def sitting(name, **more):
    return lambda w: {"sitting": w[name].code, **more}


# Of another's convening not even the existence is told.
HERS = MEMBER | SECRETARY
SEES = {SIGN_IN: STRANGERS, HIDDEN: SIGNED_IN - HERS, A: HERS}
ANSWERS = {SIGN_IN: STRANGERS, FORBIDDEN: WITHOUT_FACTOR, HIDDEN: WITH_FACTOR - HERS, A: HERS}
# Who asked for the approval cannot agree to it.
AGREE = {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - OFFICERS, CONFLICT: SECRETARY, A: OFFICERS - SECRETARY}
# Asked by the secretary already: she gets her request again, the chair is told to agree to it.
ASK = {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - OFFICERS, A: SECRETARY, CONFLICT: OFFICERS - SECRETARY}
END = {"to": "done", "evidence": LINK}
ROWS = [
    Row("council:convening", "GET", SEES, args=convened),
    Row("council:answer_convening", "POST", ANSWERS, args=answered("acknowledge")),
    Row("council:answer_convening", "POST", ANSWERS, state="apologies", args=answered("apologise")),
    Row("council:answer_convening", "POST", {SIGN_IN: STRANGERS, FORBIDDEN: WITHOUT_FACTOR, HIDDEN: WITH_FACTOR}, state="no verb", args=answered("dance")),
    Row("api:convening-list", "GET", {SIGN_IN: STRANGERS, OWN: SIGNED_IN}),
    Row("api:convening-answer", "POST", ANSWERS, args=convened, data={"answer": "acknowledge"}),
    Row("api:convening-answer", "POST", {SIGN_IN: STRANGERS, FORBIDDEN: WITHOUT_FACTOR, HIDDEN: WITH_FACTOR - HERS, INVALID: HERS}, state="no answer", args=convened, data={"answer": "dance"}),
    Row("council:minutes", "GET", OPEN, args=of("minuted")),
    Row("council:minutes", "GET", {HIDDEN: EVERYONE}, state="none", args=of("convened")),
    Row("council:minutes_version", "GET", OPEN, args=of("minuted", version=1)),
    Row("council:minutes_version", "GET", {HIDDEN: EVERYONE}, state="none", args=of("minuted", version=7)),
    Row("council:minutes_pdf", "GET", OPEN, args=of("minuted", version=1)),
    Row("council:minutes_pdf", "GET", {HIDDEN: EVERYONE}, state="none", args=of("minuted", version=7)),
    Row("council:minutes_desk", "GET", officers(SECRETARY, A), args=of("minuted")),
    Row("council:minutes_step", "POST", officers(SECRETARY, A), args=of("minuted", verb="remark"), data={"position": 1, "text": "Read."}),
    Row("council:minutes_step", "POST", officers(SECRETARY, INVALID), state="empty", args=of("minuted", verb="remark")),
    Row("council:minutes_step", "POST", officers(SECRETARY, CONFLICT), state="published", args=of("minuted", verb="publish")),
    Row("council:ask_minutes", "POST", ASK, args=of("approving")),
    Row("council:ask_minutes", "POST", {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - OFFICERS, HIDDEN: OFFICERS}, state="not at the point", args=of("convened")),
    Row("council:agree_minutes", "POST", AGREE, args=asked("approval")),
    Row("api:minutes-list", "GET", OPEN),
    Row("api:minutes-detail", "GET", OPEN, args=lambda w: {"code": w["minutes"].code}),
    Row("api:minutes-detail", "GET", {HIDDEN: EVERYONE}, state="none", args={"code": "matrix-council--1.v1"}),
    Row("api:minutes-steps", "POST", officers(SECRETARY, A), data=sitting("minuted", step="remark", position=1, text="Read.")),
    Row("api:minutes-steps", "POST", officers(SECRETARY, INVALID), state="empty"),
    Row("api:minutes-ask", "POST", {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - OFFICERS, A: SECRETARY, CONFLICT: OFFICERS - SECRETARY}, data=sitting("approving")),
    Row("api:minutes-ask", "POST", officers(OFFICERS, INVALID), state="no sitting"),
    Row("api:minutes-agree", "POST", AGREE, args=asked("change")),
    Row("council:actions", "GET", OPEN, args={"code": "matrix-council"}),
    Row("council:end_action", "POST", hers(MEMBER | SECRETARY, A, CONFLICT), args=action, data=END),
    Row("council:end_action", "POST", {SIGN_IN: STRANGERS, FORBIDDEN: WITHOUT_FACTOR, INVALID: WITH_FACTOR}, state="empty", args=action),
    Row("api:action-item-list", "GET", OPEN),
    Row("api:action-item-detail", "GET", OPEN, args=action),
    Row("api:action-item-end", "POST", hers(MEMBER | SECRETARY, A, CONFLICT), args=action, data=END),
    Row("api:action-item-end", "POST", {SIGN_IN: STRANGERS, FORBIDDEN: WITHOUT_FACTOR, INVALID: WITH_FACTOR}, state="empty", args=action),
]  # fmt: skip
