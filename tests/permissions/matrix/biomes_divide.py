"""The lattice and the figures about zones in the matrix: everyone reads, curators write."""

from tests.permissions.format import CONFLICT, HIDDEN, INVALID, A, Row
from tests.permissions.matrix.biomes import OPEN, G, H, X, Z, curators
from tests.permissions.who import EVERYONE

NOBODY = {HIDDEN: EVERYONE}
FIGURE = {"code": "income", "value": "7", "on": "2020", "source": "s"}
FIGURE_IN = {"zone": "matrix-zone", "measure": "income", "value": "7", "on": "2020", "source": "s"}
FIX = {"value": "8", "source": "s", "reason": "r"}
TABLE = "zone,measure,value,on,source\nmatrix-zone,income,7,2021,s\n"


def build(w):
    from datetime import date
    from decimal import Decimal

    from biomes import actions
    from biomes.models import ZoneMeasure
    from biomes.rules.words import Precision

    def figure(year):
        return actions.set_zone_indicator(
            zone=w["zone"], measure=ZoneMeasure.objects.get(code="income"), value=Decimal(5), on=date(year, 1, 1),
            precision=Precision.YEAR, source="s", actor="p-0", at=w.at,
        )  # fmt: skip

    w["zone figure"], w["corrected zone figure"] = figure(2018), figure(2019)
    actions.correct_zone_indicator(
        indicator_id=w["corrected zone figure"].pk,
        value=Decimal(6),
        source="s",
        reason="r",
        actor="p-0",
        at=w.at,
    )


def pk(name):
    return lambda w: {"pk": w[name].pk}


ROWS = [
    Row("biomes:lattice", "GET", OPEN),
    Row("biomes:lattice", "GET", OPEN, state="of one kind", query={"kind": "flow"}),
    Row("biomes:lattice_methods", "GET", OPEN),
    Row("biomes:reach", "GET", OPEN, args=X),
    Row("biomes:reach", "GET", NOBODY, state="draft", args=H),
    Row("biomes:reach", "GET", NOBODY, state="withdrawn", args=G),
    Row("lattice-json", "GET", OPEN),
    Row("lattice-geojson", "GET", OPEN),
    Row("zone-indicators-csv", "GET", OPEN),
    Row("biomes:zone_indicators", "GET", curators(A), args=Z),
    Row("biomes:zone_indicators", "POST", curators(A), args=Z, data=FIGURE),
    Row("biomes:zone_indicators", "POST", curators(CONFLICT), state="said already", args=Z, data=FIGURE | {"on": "2018"}),
    Row("biomes:zone_indicators", "POST", curators(INVALID), state="no number", args=Z, data=FIGURE | {"value": "x"}),
    Row("biomes:correct_zone_indicator", "GET", curators(A), args=pk("zone figure")),
    Row("biomes:correct_zone_indicator", "POST", curators(A), args=pk("zone figure"), data=FIX),
    Row("biomes:correct_zone_indicator", "POST", curators(CONFLICT), state="corrected already", args=pk("corrected zone figure"), data=FIX),
    Row("biomes:import_zone_indicators", "GET", curators(A)),
    Row("biomes:import_zone_indicators", "POST", curators(A), data={"text": TABLE, "do": "import"}),
    Row("biomes:import_zone_indicators", "POST", curators(INVALID), state="no table", data={"text": "x", "do": "import"}),
    # --- API
    Row("api:biome-reach", "GET", OPEN, args=X),
    Row("api:biome-reach", "GET", NOBODY, state="draft", args=H),
    Row("api:zone-measure-list", "GET", OPEN),
    Row("api:zone-measure-detail", "GET", OPEN, args={"code": "income"}),
    Row("api:zone-indicator-list", "GET", OPEN),
    Row("api:zone-indicator-detail", "GET", OPEN, args=pk("zone figure")),
    Row("api:zone-indicator-add", "POST", curators(A), data=FIGURE_IN),
    Row("api:zone-indicator-add", "POST", curators(CONFLICT), state="said already", data=FIGURE_IN | {"on": "2018"}),
    Row("api:zone-indicator-correct", "POST", curators(A), args=pk("zone figure"), data=FIX),
    Row("api:zone-indicator-correct", "POST", curators(CONFLICT), state="corrected already", args=pk("corrected zone figure"), data=FIX),
    Row("api:zone-indicator-pour", "POST", curators(A), data={"text": TABLE, "dry_run": False}),
    Row("api:zone-indicator-pour", "POST", curators(INVALID), state="no table", data={"text": "x"}),
]  # fmt: skip
