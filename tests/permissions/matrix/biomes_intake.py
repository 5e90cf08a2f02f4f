"""Intake in the matrix: imports are curators' alone; a station replaces its own key; readings go out to everyone."""

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.matrix.biomes import KEY, NOBODY, OPEN, H, X, curators
from tests.permissions.who import EVERYONE

SHA = "0" * 64
HEADER = ["S", "X", "Y", "T", "V"]
ROLES = ["station", "lon", "lat", "time", "salinity"]
COLUMNS = {"separator": ",", "decimals": "point", "thousands": "none", "time": "", "clock": ""} | {
    f"role_{n}": role for n, role in enumerate(ROLES)
}
COLUMNS_IN = {
    "columns": [{"column": name, "role": role} for name, role in zip(HEADER, ROLES, strict=True)],
    "decimals": "point",
    "thousands": "none",
}


def build(w):
    from biomes import actions
    from biomes.models import Import, StationKey
    from biomes.rules.keys import digest_of
    from tests.biomes import makers

    at = w.days(-3)
    for number, state in enumerate(("uploaded", "checking", "checked", "done"), start=1):
        w[f"import {state}"] = Import.objects.create(
            uuid=f"00000000-0000-4000-8000-00000000000{number}", biome=w["biome x"], name=f"{state}.csv", kind="csv",
            file="" if state == "done" else f"imports/{number}.csv", sha256=SHA, size=9, header=HEADER, state=state,
            said={"separator": ","} if state == "uploaded" else {
                "separator": ",", "columns": [], "decimals": "point", "thousands": "none", "time": "2007", "clock": "",
            },
            counts={} if state == "uploaded" else {"stored": 2, "refused": 1}, asked_by="p-0", asked_at=at,
            started_at=at, moved_at=at,
        )  # fmt: skip
    rows = [makers.row("salinity", w.days(-4), "x"), makers.row("salinity", w.days(-4), "8.1")]
    actions.record_readings(station=w["station"], rows=rows, at=w.days(-3.9), historical=True)
    w["refusing batch"] = w["station"].batches.filter(refused_count=1).get()
    StationKey.objects.create(
        station=makers.station(w["biome x"], "MX-7", at=at), digest=digest_of("blk_ended"), hint="blk_ended",
        issued_at=at, issued_by="p-0", expires_at=w.days(-1),
    )  # fmt: skip


def of(state):
    return lambda w: {"uuid": w[f"import {state}"].uuid}


def key(code, hint):
    def found(w):
        from biomes.models import StationKey

        return {"code": code, "pk": StationKey.objects.get(hint=hint).pk}

    return found


def batch(w):
    return {"code": "MX-1", "pk": w["refusing batch"].pk}


ST = {"code": "MX-1"}
UNKNOWN = {"uuid": "00000000-0000-4000-8000-0000000000ff"}
THING = {"name": "Things", "key": "'MX-1'"}

ROWS = [
    Row("biomes:imports", "GET", curators(A)),
    Row("biomes:new_import", "GET", curators(A)),
    Row("biomes:new_import", "POST", curators(INVALID), state="no file", data={"biome": "biome-x"}),
    Row("biomes:import", "GET", curators(A), state="waiting for columns", args=of("uploaded")),
    Row("biomes:import", "GET", curators(A), state="checked", args=of("checked")),
    Row("biomes:import", "GET", curators(HIDDEN), state="none", args=UNKNOWN),
    Row("biomes:check_import", "POST", curators(A), args=of("uploaded"), data=COLUMNS),
    Row("biomes:check_import", "POST", curators(INVALID), state="no columns", args=of("uploaded")),
    Row("biomes:check_import", "POST", curators(CONFLICT), state="under way", args=of("checking"), data=COLUMNS),
    Row("biomes:import_progress", "GET", curators(A), args=of("checking")),
    Row("biomes:run_import", "POST", curators(A), state="checked", args=of("checked")),
    Row("biomes:run_import", "POST", curators(CONFLICT), state="all or nothing", args=of("checked"), data={"is_whole": "on"}),
    Row("biomes:run_import", "POST", curators(CONFLICT), state="not checked", args=of("uploaded")),
    Row("biomes:cancel_import", "POST", curators(A), args=of("checking")),
    Row("biomes:cancel_import", "POST", curators(CONFLICT), state="over", args=of("done")),
    Row("biomes:import_report", "GET", curators(A), args=of("checked")),
    Row("biomes:rotate", "POST", curators(A), args=key("MX-1", "blk_matrix")),
    Row("biomes:rotate", "POST", curators(CONFLICT), state="ended", args=key("MX-7", "blk_ended")),
    Row("biomes:data", "GET", OPEN, args=X),
    Row("biomes:data", "GET", NOBODY, state="draft", args=H),
    Row("biomes:batch", "GET", OPEN, args=batch),
    Row("biomes:batch", "GET", NOBODY, state="of another station", args=lambda w: batch(w) | {"code": "MX-2"}),
    Row("biomes:batch_report", "GET", curators(A), args=batch),
    Row("biomes-readings-json", "GET", OPEN, args=X),
    Row("biomes-readings-json", "GET", NOBODY, state="draft", args=H),
    Row("biomes-readings-parquet", "GET", OPEN, args=X),
    Row("biomes-readings-parquet", "GET", NOBODY, state="draft", args=H),
    # --- API
    Row("api:batch-list", "GET", OPEN),
    Row("api:batch-detail", "GET", OPEN, args=lambda w: {"pk": w["refusing batch"].pk}),
    Row("api:import-list", "GET", curators(A)),
    Row("api:import-detail", "GET", curators(A), args=of("checked")),
    Row("api:import-remarks", "GET", curators(A), args=of("checked")),
    Row("api:import-upload", "POST", curators(INVALID), state="no file", data={"biome": "biome-x"}),
    Row("api:import-check", "POST", curators(A), args=of("uploaded"), data=COLUMNS_IN),
    Row("api:import-check", "POST", curators(CONFLICT), state="under way", args=of("checking"), data=COLUMNS_IN),
    Row("api:import-run", "POST", curators(A), args=of("checked")),
    Row("api:import-run", "POST", curators(CONFLICT), state="not checked", args=of("uploaded")),
    Row("api:import-cancel", "POST", curators(A), args=of("checking")),
    Row("api:import-cancel", "POST", curators(CONFLICT), state="over", args=of("done")),
    Row("api:station-rotate", "POST", {SIGN_IN: EVERYONE}, state="without a key", args=ST),
    Row("api:station-rotate", "POST", OPEN, state="its key", args=ST, headers=KEY),
    Row("api:station-rotate", "POST", {FORBIDDEN: EVERYONE}, state="key of another", args={"code": "MX-2"}, headers=KEY, notes={"biomes_stationkey"}),
    Row("api:station-replace", "POST", curators(A), args=ST, data={"hint": "blk_matrix"}),
    Row("api:sensorthings", "GET", OPEN),
    Row("api:sensorthings-set", "GET", OPEN, args={"name": "Observations"}),
    Row("api:sensorthings-entity", "GET", OPEN, args=THING),
    Row("api:sensorthings-entity", "GET", NOBODY, state="draft", args={"name": "FeaturesOfInterest", "key": "'hidden'"}),
    Row("api:sensorthings-related", "GET", OPEN, args=THING | {"to": "Datastreams"}),
]  # fmt: skip
