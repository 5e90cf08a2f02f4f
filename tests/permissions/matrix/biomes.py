"""Biomes in the matrix: what everyone reads, what only curators do, what only a station's key opens.

Makes ``w["biome x"]`` and ``w["biome y"]`` with their guardians, for the apps above too.
"""

import json

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

CURATOR = {Who.CURATOR}
OPEN = {A: EVERYONE}
NOBODY = {HIDDEN: EVERYONE}
KEY: dict[str, str] = {"Authorization": "Station blk_matrix"}
PLACE = '{"type":"Polygon","coordinates":[[[-24.2,38],[-24.1,38],[-24.1,38.1],[-24.2,38.1],[-24.2,38]]]}'
FORM = {"name": "N", "functional_group": "F1.1", "red_list": "NE", "reason": "r", "place": PLACE}
CHECK = {"verification": "document", "verified_on": "2026-01-01"}
CONTENT = {"name": "N", "functional_group": "F1.1", "reason": "r", "story": "new"}


def curators(outcome):
    return {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - CURATOR, outcome: CURATOR}


def build(w):
    from biomes import actions
    from biomes.models import StationKey
    from biomes.rules.keys import digest_of
    from biomes.rules.words import Quality
    from tests.biomes import makers

    makers.reference()
    long_ago = w.days(-800)
    w["zone"] = makers_zone(w)
    for name, who in (("x", Who.GUARDIAN_X), ("y", Who.GUARDIAN_Y)):
        w[f"biome {name}"] = made = actions.draft_biome(
            slug=f"biome-{name}",
            content={"name": f"Biome {name}", "functional_group": "FM1.3", "place": makers.SQUARE},
            author="p-0",
            reason="first",
            at=long_ago,
        )
        actions.publish_biome(biome_id=made.pk, number=1, actor="p-0", at=long_ago)
        hold(w, made, who, 1, w.days(-700), None)
    x = w["biome x"]
    hold(w, x, Who.MANDATE_EXPIRED, 2, w.days(-700), w.days(-1))
    hold(w, x, Who.MANDATE_NOT_BEGUN, 2, w.days(365), None)
    w["edited biome"] = makers.biome("biome-z", at=long_ago)
    w["station"] = station = makers.station(x, "MX-1", at=long_ago)
    StationKey.objects.create(
        station=station,
        digest=digest_of("blk_matrix"),
        hint="blk_matrix",
        issued_at=long_ago,
        issued_by="p-0",
    )
    makers.station(x, "MX-2", at=long_ago)
    actions.record_readings(
        station=station,
        rows=[makers.row("salinity", w.days(-1), "8"), makers.row("salinity", w.days(-2), "-8")],
        at=w.days(-1),
    )
    w["reading"] = station.readings.get(quality=Quality.CHECKED.value)
    w["doubtful"] = station.readings.get(quality=Quality.RAW.value)
    actions.seal_due_days(at=w.at)
    w["draft biome"] = actions.draft_biome(
        slug="hidden", content={"name": "H", "functional_group": "F1.1", "place": makers.SQUARE}, author="p-0",
        reason="r", at=long_ago,
    )  # fmt: skip
    w["edited"] = actions.edit_biome(
        biome_id=w["biome y"].pk, content=dict(w["biome y"].revisions.get().snapshot) | {"story": "s"},
        author="p-0", reason="r", at=long_ago,
    )  # fmt: skip
    w["gone"] = makers.biome("gone", at=long_ago, stage="withdrawn", published_at=long_ago)
    w["link"] = makers.link(x, w["biome y"])
    w["ended link"] = makers.link(w["biome y"], x)
    actions.end_link(link_id=w["ended link"].pk, reason="r", actor="p-0", at=w.at)
    ask_for_hands(w)


def ask_for_hands(w):
    """Two requests of another curator than the one who knocks, and one of that one's own."""
    from biomes import actions
    from biomes.rules.words import GuardianshipEnd
    from tests.accounts.people import person

    other, at = person("matrix-other-curator"), w.days(-1)
    w["competence"] = actions.name_competent(
        organisation=accounts_body(), zone=w["zone"], since=at, at=at, actor=""
    )
    y = w["biome y"]
    w["asked hand"] = actions.ask_guardianship(
        biome=y, user=w.people[Who.CITIZEN], hand=2, instrument="i", by=other, at=at
    )
    held = w["biome x"].guardianships.get(user=w.people[Who.GUARDIAN_X])
    w["held hand"] = held
    w["hand asked to end"] = actions.ask_to_end(
        guardianship_id=y.guardianships.get().pk, reason=GuardianshipEnd.RESIGNED, by=other, at=at
    )
    w["hand asked by her"] = actions.ask_guardianship(
        biome=w["edited biome"],
        user=w.people[Who.CITIZEN],
        hand=1,
        instrument="i",
        by=w.people[Who.CURATOR],
        at=at,
    )


def accounts_body():
    from accounts import actions as accounts

    return accounts.found_organisation(slug="matrix-body", name="B", kind="authority")


def makers_zone(w):
    from biomes import actions
    from biomes.rules.words import ZoneKind
    from tests.biomes import makers

    return actions.draw_zone(
        slug="matrix-zone", name="Z", kind=ZoneKind.MIXED, polygon=makers.SQUARE, population=9, actor="",
        at=w.days(-800),
    )  # fmt: skip


def hold(w, biome, who, hand, since, until):
    from biomes import actions

    actions.begin_guardianship(
        biome=biome,
        user=w.people[who],
        hand=hand,
        instrument="i",
        since=since,
        until=until,
        actor="",
        at=since,
    )


def limit(w):
    from biomes.models import Threshold

    return {"pk": Threshold.objects.filter(indicator__code="chlorophyll-a", until=None).first().pk}


def key_pk(w):
    return {"code": "MX-1", "pk": w["station"].keys.get().pk}


def approval(name):
    return lambda w: {"approval": w[name].pk}


def request_in(name):
    return lambda w: {"request": w[name].pk}


def redrawn(w):
    return {**ZONE, "seen": w["zone"].fingerprint}


def redrawn_in(w):
    return {**ZONE_IN, "seen": w["zone"].fingerprint}


def guardian_form(w):
    return {"biome": "biome-z", "email": w.people[Who.CITIZEN].email, "hand": "2", "instrument": "i"}


def own_hand_form(w):
    return guardian_form(w) | {"email": w.people[Who.CURATOR].email}


def guardian_in(w):
    return {"biome": "biome-z", "user": w.people[Who.CITIZEN].code, "hand": 2, "instrument": "i"}


def own_hand_in(w):
    return guardian_in(w) | {"user": w.people[Who.CURATOR].code}


def competent_form(w):
    return {"about": "biome/biome-x", "organisation": "matrix-body", "since": w.at.date().isoformat()}


def competent_in(w):
    return {"biome": "biome-x", "organisation": "matrix-body", "since": w.at.isoformat()}


X, Y, H, G = ({"slug": slug} for slug in ("biome-x", "biome-y", "hidden", "gone"))
ST = {"code": "MX-1"}
Z = {"slug": "matrix-zone"}


def one(name):
    return lambda w: {"code": "MX-1", "number": str(w[name].number)}


def number(name):
    return lambda w: {"number": str(w[name].number)}


def pk(name):
    return lambda w: {"pk": w[name].pk}


def numbered(name):
    return lambda w: {"pk": w[name].number}


def seal_day(w):
    return {"day": w.days(-1).date().isoformat()}


def batch(w):
    return {"readings": [{"indicator": "salinity", "at": w.days(-0.5).isoformat(), "value": "8"}]}


def correction(w):
    return {
        "value": "30",
        "source": "s",
        "source_year": 2026,
        "since": w.at.date().isoformat(),
        "reason": "r",
    } | CHECK


def correction_in(w):
    return correction(w) | {"since": w.at.isoformat()}


LIMIT = CHECK | {
    "indicator": "nitrate", "direction": "above", "value": "9", "level": "stressed", "source": "s", "source_year": 2026,
}  # fmt: skip


def limit_form(w):
    return LIMIT | {"since": w.at.date().isoformat()}


def limit_in(w):
    return LIMIT | {"since": w.at.isoformat()}


ZONE = {"name": "Other", "kind": "entropy", "population": "7", "polygon": PLACE}
ZONE_IN = {**ZONE, "polygon": json.loads(PLACE)}
LINK = {"source": "biome-x", "target": "biome-z", "kind": "recharge", "strength": "0.2", "evidence": "e"}
STATION = {"code": "MX-9", "biome": "biome-x", "lon": "-24.1", "lat": "38.0"}

ROWS = [
    Row("biomes:index", "GET", OPEN),
    Row("biomes:index", "GET", OPEN, state="filtered", query={"state": "critical", "zone": "no", "kind": "F", "q": "x"}),
    Row("biomes:biome", "GET", OPEN, args=X),
    Row("biomes:biome", "GET", NOBODY, state="draft", args=H),
    Row("biomes:biome", "GET", NOBODY, state="withdrawn", args=G),
    Row("biomes:zones", "GET", OPEN),
    Row("biomes:zone", "GET", OPEN, args={"slug": "matrix-zone"}),
    Row("biomes:station", "GET", OPEN, args=ST),
    Row("biomes:reading", "GET", OPEN, args=one("reading")),
    Row("biomes:reading", "GET", NOBODY, state="of another station", args=lambda w: one("reading")(w) | {"code": "MX-2"}),
    Row("biomes:thresholds", "GET", OPEN),
    Row("biomes:threshold", "GET", OPEN, args=limit),
    Row("biomes:seal", "GET", OPEN, args=seal_day),
    Row("biomes-readings-csv", "GET", OPEN, args=X),
    Row("biomes-readings-csv", "GET", NOBODY, state="draft", args=H),
    Row("biomes-geojson", "GET", OPEN),
    Row("biomes-states-feed", "GET", OPEN),
    Row("biomes:desk", "GET", curators(A)),
    Row("biomes:draft", "GET", curators(A)),
    Row("biomes:draft", "POST", curators(A), data=FORM | {"slug": "new-one"}),
    Row("biomes:draft", "POST", curators(CONFLICT), state="address taken", data=FORM | {"slug": "biome-x"}),
    Row("biomes:draft", "POST", curators(INVALID), state="broken place", data=FORM | {"slug": "n", "place": "{"}),
    Row("biomes:edit", "GET", curators(A), args=X),
    Row("biomes:edit", "POST", curators(A), args=X, data=FORM | {"based_on": "1"}),
    Row("biomes:edit", "POST", curators(CONFLICT), state="overtaken", args=Y, data=FORM | {"based_on": "1"}),
    Row("biomes:edit", "POST", curators(CONFLICT), state="withdrawn", args=G, data=FORM),
    Row("biomes:revisions", "GET", curators(A), args=H),
    Row("biomes:revision", "GET", curators(A), args=H | {"number": 1}),
    Row("biomes:revision", "GET", curators(HIDDEN), state="none", args=H | {"number": 9}),
    Row("biomes:publish", "POST", curators(A), state="draft", args=H, data={"number": "1"}),
    Row("biomes:publish", "POST", curators(CONFLICT), state="published already", args=X, data={"number": "1"}),
    Row("biomes:revert", "GET", curators(A), args=X | {"number": 1}),
    Row("biomes:revert", "POST", curators(A), args=Y | {"number": 1}, data={"reason": "r"}),
    Row("biomes:revert", "POST", curators(CONFLICT), state="the same", args=X | {"number": 1}, data={"reason": "r"}),
    Row("biomes:step", "POST", curators(A), state="published", args=X | {"verb": "withdraw"}),
    Row("biomes:step", "POST", curators(A), state="withdrawn", args=G | {"verb": "restore"}),
    Row("biomes:step", "POST", curators(A), state="draft", args=H | {"verb": "discard"}),
    Row("biomes:step", "POST", curators(CONFLICT), state="not a move", args=X | {"verb": "discard"}),
    Row("biomes:judge", "POST", curators(A), args=number("doubtful"), data={"quality": "checked"}),
    Row("biomes:new_threshold", "GET", curators(A)),
    Row("biomes:new_threshold", "POST", curators(A), data=limit_form),
    Row("biomes:correct", "GET", curators(A), args=limit),
    Row("biomes:correct", "POST", curators(A), args=limit, data=correction),
    Row("biomes:stations", "GET", curators(A)),
    Row("biomes:new_station", "GET", curators(A)),
    Row("biomes:new_station", "POST", curators(A), data=STATION),
    Row("biomes:new_station", "POST", curators(INVALID), state="swapped", data=STATION | {"lon": "38", "lat": "-24.1"}),
    Row("biomes:keys", "GET", curators(A), args=ST),
    Row("biomes:issue", "POST", curators(A), args=ST),
    Row("biomes:revoke", "POST", curators(A), args=key_pk),
    Row("biomes:close", "POST", curators(A), args=ST),
    Row("biomes:desk_zones", "GET", curators(A)),
    Row("biomes:new_zone", "GET", curators(A)),
    Row("biomes:new_zone", "POST", curators(A), data=ZONE | {"slug": "new-zone"}),
    Row("biomes:new_zone", "POST", curators(CONFLICT), state="address taken", data=ZONE | {"slug": "matrix-zone"}),
    Row("biomes:new_zone", "POST", curators(INVALID), state="broken outline", data=ZONE | {"slug": "n", "polygon": "{"}),
    Row("biomes:edit_zone", "GET", curators(A), args=Z),
    Row("biomes:edit_zone", "POST", curators(A), args=Z, data=redrawn),
    Row("biomes:edit_zone", "POST", curators(CONFLICT), state="overtaken", args=Z, data=ZONE | {"seen": "0" * 16}),
    Row("biomes:links", "GET", curators(A)),
    Row("biomes:new_link", "GET", curators(A)),
    Row("biomes:new_link", "POST", curators(A), data=LINK),
    Row("biomes:new_link", "POST", curators(CONFLICT), state="stands already", data=LINK | {"target": "biome-y", "kind": "flow"}),
    Row("biomes:new_link", "POST", curators(INVALID), state="to itself", data=LINK | {"target": "biome-x"}),
    Row("biomes:end_link", "GET", curators(A), args=pk("link")),
    Row("biomes:end_link", "POST", curators(A), args=pk("link"), data={"reason": "r"}),
    Row("biomes:end_link", "POST", curators(CONFLICT), state="ended already", args=pk("ended link"), data={"reason": "r"}),
    Row("biomes:guardians", "GET", curators(A)),
    Row("biomes:new_guardian", "GET", curators(A)),
    Row("biomes:new_guardian", "POST", curators(A), data=guardian_form),
    Row("biomes:new_guardian", "POST", curators(CONFLICT), state="oneself", data=own_hand_form),
    Row("biomes:new_guardian", "POST", curators(INVALID), state="a stranger", data={"biome": "biome-z", "email": "no@people.example", "hand": "1", "instrument": "i"}),
    Row("biomes:end_guardian", "GET", curators(A), args=pk("held hand")),
    Row("biomes:end_guardian", "POST", curators(A), args=pk("held hand"), data={"reason": "recalled"}),
    Row("biomes:end_guardian", "POST", curators(INVALID), state="no reason", args=pk("held hand"), data={"reason": ""}),
    Row("biomes:agree", "POST", curators(A), args=approval("asked hand")),
    Row("biomes:agree", "POST", curators(A), state="to an end", args=approval("hand asked to end")),
    Row("biomes:agree", "POST", curators(CONFLICT), state="own request", args=approval("hand asked by her")),
    Row("biomes:agree", "POST", curators(HIDDEN), state="none", args={"approval": 999_999}),
    Row("biomes:take_back", "POST", curators(A), state="own request", args=approval("hand asked by her")),
    Row("biomes:take_back", "POST", curators(CONFLICT), state="of another", args=approval("asked hand")),
    Row("biomes:competent", "GET", curators(A)),
    Row("biomes:competent", "POST", curators(A), data=competent_form),
    Row("biomes:competent", "POST", curators(INVALID), state="nobody named", data={"about": "biome/biome-x"}),
    # --- API
    Row("api:biome-list", "GET", OPEN),
    Row("api:biome-detail", "GET", OPEN, args=X),
    Row("api:biome-detail", "GET", NOBODY, state="draft", args=H),
    Row("api:biome-guardians", "GET", OPEN, args=X),
    Row("api:biome-drafts", "POST", curators(A), data=CONTENT | {"slug": "by-api"}),
    Row("api:biome-revisions", "GET", curators(A), args=H),
    Row("api:biome-revisions", "POST", curators(A), args=X, data=CONTENT | {"based_on": 1}),
    Row("api:biome-publish", "POST", curators(A), args=H, data={"number": 1}),
    Row("api:biome-publish", "POST", curators(CONFLICT), state="published already", args=X, data={"number": 1}),
    Row("api:biome-revert", "POST", curators(A), args=Y, data={"number": 1, "reason": "r"}),
    Row("api:biome-withdraw", "POST", curators(A), args=X),
    Row("api:biome-restore", "POST", curators(A), args=G),
    Row("api:biome-discard", "POST", curators(A), args=H),
    Row("api:zone-list", "GET", OPEN),
    Row("api:zone-detail", "GET", OPEN, args={"slug": "matrix-zone"}),
    Row("api:link-list", "GET", OPEN),
    Row("api:link-detail", "GET", OPEN, args=pk("link")),
    Row("api:zone-draw", "POST", curators(A), data=ZONE_IN | {"slug": "zone-by-api"}),
    Row("api:zone-draw", "POST", curators(CONFLICT), state="address taken", data=ZONE_IN | {"slug": "matrix-zone"}),
    Row("api:zone-redraw", "POST", curators(A), args=Z, data=redrawn_in),
    Row("api:zone-redraw", "POST", curators(CONFLICT), state="overtaken", args=Z, data=ZONE_IN | {"seen": "0" * 16}),
    Row("api:link-add", "POST", curators(A), data=LINK),
    Row("api:link-add", "POST", curators(CONFLICT), state="stands already", data=LINK | {"target": "biome-y", "kind": "flow"}),
    Row("api:link-end", "POST", curators(A), args=pk("link"), data={"reason": "r"}),
    Row("api:link-end", "POST", curators(CONFLICT), state="ended already", args=pk("ended link"), data={"reason": "r"}),
    Row("api:link-detail", "GET", NOBODY, state="ended", args=pk("ended link")),
    Row("api:guardianship-list", "GET", OPEN),
    Row("api:guardianship-detail", "GET", OPEN, args=pk("held hand")),
    Row("api:guardianship-requests", "GET", curators(A)),
    Row("api:guardianship-requests", "POST", curators(A), data=guardian_in),
    Row("api:guardianship-requests", "POST", curators(CONFLICT), state="oneself", data=own_hand_in),
    Row("api:guardianship-end", "POST", curators(A), args=pk("held hand"), data={"reason": "unable"}),
    Row("api:guardianship-agree", "POST", curators(A), data=request_in("asked hand")),
    Row("api:guardianship-agree", "POST", curators(CONFLICT), state="own request", data=request_in("hand asked by her")),
    Row("api:guardianship-withdraw", "POST", curators(A), data=request_in("hand asked by her")),
    Row("api:guardianship-withdraw", "POST", curators(CONFLICT), state="of another", data=request_in("asked hand")),
    Row("api:jurisdiction-list", "GET", OPEN),
    Row("api:jurisdiction-detail", "GET", OPEN, args=pk("competence")),
    Row("api:jurisdiction-appoint", "POST", curators(A), data=competent_in),
    Row("api:indicator-list", "GET", OPEN),
    Row("api:indicator-detail", "GET", OPEN, args={"code": "salinity"}),
    Row("api:threshold-list", "GET", OPEN),
    Row("api:threshold-detail", "GET", OPEN, args=limit),
    Row("api:threshold-set-one", "POST", curators(A), data=limit_in),
    Row("api:threshold-correct", "POST", curators(A), args=limit, data=correction_in),
    Row("api:reading-list", "GET", OPEN),
    Row("api:reading-detail", "GET", OPEN, args=numbered("reading")),
    Row("api:reading-judge", "POST", curators(A), args=numbered("doubtful"), data={"quality": "rejected"}),
    Row("api:seal-list", "GET", OPEN),
    Row("api:station-list", "GET", OPEN),
    Row("api:station-detail", "GET", OPEN, args=ST),
    Row("api:station-list", "POST", curators(A), data=STATION),
    Row("api:station-list", "POST", curators(INVALID), state="swapped", data=STATION | {"lon": "38", "lat": "-24.1"}),
    Row("api:station-close", "POST", curators(A), args=ST),
    Row("api:station-readings", "POST", {SIGN_IN: EVERYONE}, state="without a key", args=ST, data=batch),
    Row("api:station-readings", "POST", {SIGN_IN: EVERYONE}, state="wrong key", args=ST, data=batch, headers={"Authorization": "Station blk_no"}),
    Row("api:station-readings", "POST", OPEN, state="its key", args=ST, data=batch, headers=KEY),
    Row("api:station-readings", "POST", {FORBIDDEN: EVERYONE}, state="key of another", args={"code": "MX-2"}, data=batch, headers=KEY, notes={"biomes_stationkey"}),
    Row("api:station-keys", "POST", curators(A), args=ST),
    Row("api:station-revoke", "POST", curators(A), args=ST, data={"hint": "blk_matrix"}),
]  # fmt: skip
