"""Crises in the matrix: the world reads what is released, officers see drafts, engineers ask the model."""

from datetime import timedelta
from uuid import UUID

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

OFFICER = {Who.ALERT_OFFICER}
ENGINEER = {Who.ENGINEER}
OPEN = {A: EVERYONE}
NOBODY = {HIDDEN: EVERYONE}


def only(who, outcome=A):
    return {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - who, outcome: who}


def build(w):
    from accounts.rules.roles import Role
    from crises import actions, tasks
    from crises.rules.alert_life import CancelReason
    from crises.rules.plan import Kind
    from tests.accounts.people import person
    from tests.crises import water

    biome = water.lagoon(w.days(-30), "matrix-lagoon", "Matrix Lagoon")
    water.described(biome)
    plan = water.a_plan(biome, w.days(-20), title="Plan M")
    w["plan"] = plan
    actions.deploy_measure(
        slug="matrix-drones", title="D", plan=plan, kind=Kind.DRONES, since=w.days(-5), by=None, at=w.days(-5)
    )
    two = [person(f"officer{n}", Role.ALERT_OFFICER, at=w.days(-30)) for n in (1, 2)]
    w["crisis"] = actions.open_crisis(
        slug="matrix-crisis", title="C", summary="S", biome=biome, by=None, at=w.days(-9)
    )
    w["draft alert"] = alert(biome, "2150-0001", w)
    w["actual alert"] = alert(biome, "2150-0002", w, indicator="microcystin")
    w["over alert"] = alert(biome, "2150-0003", w, indicator="oxygen-night")
    for officer in two:
        actions.release_alert(code="2150-0002", officer=officer, at=w.days(-1))
    actions.cancel_alert(code="2150-0003", officer=two[0], reason=CancelReason.FALSE_READING, at=w.days(-1))
    w["finished run"] = water.a_run(biome, w.days(-2), plan=plan)
    tasks.finish_here(w["finished run"].pk, clock=lambda: w.days(-2))
    w["open run"] = water.a_run(biome, w.at - timedelta(hours=1), plan=plan)


def alert(biome, code, w, indicator="chlorophyll-a"):
    from crises.actions.alerts import write_entry
    from crises.models import Alert
    from crises.rules.alert_life import Move

    made = Alert.objects.create(
        code=code, biome=biome, indicator=indicator, source="readings", state="draft", severity="moderate",
        urgency="expected", certainty="observed", raised_at=w.days(-1), renewed_at=w.days(-1),
    )  # fmt: skip
    write_entry(
        made, Move.RAISED, w.days(-1), station="V-07", value=61, unit="ug/L", limit=24, level="distressed",
        leaf="a" * 64, phenomenon_at=w.days(-1),
    )  # fmt: skip
    return made


def code(key):
    return lambda w: {"code": w[key].code}


def number(key, **more):
    return lambda w: {"number": w[key].number, **more}


def form(**changes):
    given = {"plan": "", "members": "8", "days": "2", "cells": "64", "key": str(UUID(int=7))}
    return {**given, **changes}


BIOME = {"biome": "matrix-lagoon"}
FRAME = {"arm": "plan", "layer": "median", "day": 1}
PLAN = {
    "title": "P",
    "drones": "4",
    "capacity": "50",
    "drones_from": "-24.12, 38.12",
    "drones_to": "-24.10, 38.13",
}
ON_LAND = PLAN | {"drones_from": "-24.30, 38.12", "drones_to": "-24.20, 38.12"}
DRONES = {"count": 4, "capacity_m3_h": 50, "line": [[-24.12, 38.12], [-24.10, 38.13]]}
DRY = DRONES | {"line": [[-24.30, 38.12], [-24.20, 38.12]]}
COMPOSED = {"biome": "matrix-lagoon", "title": "P", "drones": DRONES}
ASKED = {"biome": "matrix-lagoon", "members": 8, "days": 2, "cells": 64, "key": str(UUID(int=9))}

ROWS = [
    Row("crises:index", "GET", expect=OPEN),
    Row("crises:alerts", "GET", expect=OPEN),
    Row("crises:strip", "GET", args={"slug": "matrix-lagoon"}, expect=OPEN),
    Row("crises:alert", "GET", state="draft", args=code("draft alert"), expect={A: OFFICER, HIDDEN: EVERYONE - OFFICER}),
    Row("crises:alert", "GET", state="actual", args=code("actual alert"), expect=OPEN),
    Row("crises:alert", "GET", state="dropped draft", args=code("over alert"), expect={A: OFFICER, HIDDEN: EVERYONE - OFFICER}),
    Row("crises:release", "POST", state="draft", args=code("draft alert"), expect=only(OFFICER)),
    Row("crises:release", "POST", state="actual", args=code("actual alert"), expect=only(OFFICER, CONFLICT)),
    Row("crises:cancel", "POST", state="draft", args=code("draft alert"), data={"reason": "mistake"}, expect=only(OFFICER)),
    Row("crises:cancel", "POST", state="dropped draft", args=code("over alert"), data={"reason": "mistake"}, expect=only(OFFICER, CONFLICT)),
    Row("crises:cancel", "POST", state="draft, no reason", args=code("draft alert"), data={"reason": "whim"}, expect=only(OFFICER, INVALID)),
    Row("crises-cap", "GET", state="draft", args=code("draft alert"), expect=NOBODY),
    Row("crises-cap", "GET", state="actual", args=code("actual alert"), expect=OPEN),
    Row("crises-feed", "GET", expect=OPEN),
    Row("crises:crisis", "GET", args={"slug": "matrix-crisis"}, expect=OPEN),
    Row("crises:crisis", "GET", state="unknown", args={"slug": "no-such"}, expect=NOBODY),
    Row("crises:method", "GET", expect=OPEN),
    Row("crises:runs", "GET", expect=OPEN),
    Row("crises:run", "GET", state="finished", args=number("finished run"), expect=OPEN),
    Row("crises:run", "GET", state="queued", args=number("open run"), expect=OPEN),
    Row("crises:run", "GET", state="unknown", args={"number": 999999999}, expect=NOBODY),
    Row("crises:progress", "GET", state="queued", args=number("open run"), expect=OPEN),
    Row("crises:run_new", "GET", query=BIOME, expect=only(ENGINEER)),
    Row("crises:run_new", "POST", query=BIOME, data=form(), expect=only(ENGINEER)),
    Row("crises:run_new", "POST", state="absurd", query=BIOME, data=form(days="4000"), expect=only(ENGINEER, INVALID)),
    Row("crises:plan_new", "GET", query=BIOME, expect=only(ENGINEER)),
    Row("crises:plan_new", "POST", query=BIOME, data=PLAN, expect=only(ENGINEER)),
    Row("crises:plan_new", "POST", state="on land", query=BIOME, data=ON_LAND, expect=only(ENGINEER, INVALID)),
    Row("crises:run_cancel", "POST", state="queued", args=number("open run"), expect=only(ENGINEER)),
    Row("crises:run_cancel", "POST", state="finished", args=number("finished run"), expect=only(ENGINEER, CONFLICT)),
    Row("crises:exercise", "POST", state="finished", args=number("finished run"), expect=only(OFFICER)),
    Row("crises:exercise", "POST", state="queued", args=number("open run"), expect=only(OFFICER, CONFLICT)),
    Row("crises-frame", "GET", state="finished", args=number("finished run", **FRAME), expect=OPEN),
    Row("crises-frame", "GET", state="queued", args=number("open run", **FRAME), expect=NOBODY),
    Row("crises-document", "GET", args=number("finished run", name="statistics"), expect=OPEN),
    Row("crises-document", "GET", state="queued", args=number("open run", name="statistics"), expect=NOBODY),
    Row("crises-zones-csv", "GET", args=number("finished run"), expect=OPEN),
    Row("api:alert-list", "GET", expect=OPEN),
    Row("api:alert-detail", "GET", state="draft", args=code("draft alert"), expect={A: OFFICER, HIDDEN: EVERYONE - OFFICER}),
    Row("api:alert-release", "POST", state="draft", args=code("draft alert"), data={}, expect=only(OFFICER)),
    Row("api:alert-release", "POST", state="actual", args=code("actual alert"), data={}, expect=only(OFFICER, CONFLICT)),
    Row("api:alert-cancel", "POST", state="draft", args=code("draft alert"), data={"reason": "mistake"}, expect=only(OFFICER)),
    Row("api:alert-cancel", "POST", state="whim", args=code("draft alert"), data={"reason": "whim"}, expect=only(OFFICER, INVALID)),
    Row("api:alert-cancel", "POST", state="dropped draft", args=code("over alert"), data={"reason": "mistake"}, expect=only(OFFICER, CONFLICT)),
    Row("api:plan-list", "GET", expect=OPEN),
    Row("api:plan-list", "POST", data=COMPOSED, expect=only(ENGINEER)),
    Row("api:plan-list", "POST", state="on land", data=COMPOSED | {"drones": DRY}, expect=only(ENGINEER, INVALID)),
    Row("api:plan-detail", "GET", args=lambda w: {"slug": w["plan"].slug}, expect=OPEN),
    Row("api:deployment-list", "GET", expect=OPEN),
    Row("api:deployment-detail", "GET", args={"slug": "matrix-drones"}, expect=OPEN),
    Row("api:deployment-detail", "GET", state="unknown", args={"slug": "no-such"}, expect=NOBODY),
    Row("api:run-exercise", "POST", state="finished", args=number("finished run"), data={}, expect=only(OFFICER)),
    Row("api:run-exercise", "POST", state="queued", args=number("open run"), data={}, expect=only(OFFICER, CONFLICT)),
    Row("api:crisis-list", "GET", expect=OPEN),
    Row("api:crisis-detail", "GET", args={"slug": "matrix-crisis"}, expect=OPEN),
    Row("api:run-list", "GET", expect=OPEN),
    Row("api:run-list", "POST", data=ASKED, expect=only(ENGINEER)),
    Row("api:run-list", "POST", state="absurd", data=ASKED | {"members": 10**9}, expect=only(ENGINEER, INVALID)),
    Row("api:run-detail", "GET", args=number("finished run"), expect=OPEN),
    Row("api:run-cancel", "POST", state="queued", args=number("open run"), data={}, expect=only(ENGINEER)),
    Row("api:run-cancel", "POST", state="finished", args=number("finished run"), data={}, expect=only(ENGINEER, CONFLICT)),
    Row("api:run-frames", "GET", args=number("finished run"), expect=OPEN),
    Row("api:run-statistics", "GET", args=number("finished run"), expect=OPEN),
    Row("api:run-statistics", "GET", state="queued", args=number("open run"), expect=NOBODY),
]  # fmt: skip
