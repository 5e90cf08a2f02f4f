"""Signs in the matrix: an indicator over time, limits with their history, wordings and scores; everyone reads them."""

from tests.permissions.format import HIDDEN, INVALID, A, Row
from tests.permissions.who import EVERYONE

OPEN = {A: EVERYONE}
NOBODY = {HIDDEN: EVERYONE}
X, H, G = ({"slug": slug} for slug in ("biome-x", "hidden", "gone"))
SALT = {"code": "salinity"}


def former(w):
    from biomes.models import Threshold

    return {"pk": Threshold.objects.filter(until__isnull=False, biome=None).earliest("pk").pk}


def alone(w):
    from biomes.models import Threshold

    return {"pk": Threshold.objects.get(indicator__code="nitrate", biome=None).pk}


def build(w):
    """A live and a historical value, so that a chart, a comparison and a score have something to show."""
    from biomes import actions
    from tests.biomes import makers

    rows = [makers.row("chlorophyll-a", w.days(-n), "13") for n in (0.2, 1.2)]
    actions.record_readings(station=w["station"], rows=rows, at=w.at)


ROWS = [
    Row("biomes:indicator", "GET", OPEN, args=X | SALT),
    Row("biomes:indicator", "GET", OPEN, state="a long period", args=X | SALT, query={"period": "5y", "station": "MX-1"}),
    Row("biomes:indicator", "GET", NOBODY, state="draft", args=H | SALT),
    Row("biomes:indicator", "GET", NOBODY, state="withdrawn", args=G | SALT),
    Row("biomes:threshold", "GET", OPEN, state="former", args=former),
    Row("biomes:listen", "GET", OPEN),
    Row("biomes:listen", "GET", OPEN, state="chosen", query={"biome": "biome-x"}),
    Row("biomes:listen", "GET", {INVALID: EVERYONE}, state="draft", query={"biome": "hidden"}),
    Row("biomes-days-csv", "GET", OPEN, args=X | SALT),
    Row("biomes-days-csv", "GET", NOBODY, state="draft", args=H | SALT),
    Row("biomes-states-of-feed", "GET", OPEN, args=X),
    Row("biomes-states-of-feed", "GET", NOBODY, state="draft", args=H),
    Row("biomes-score", "GET", OPEN, args=X),
    Row("biomes-score", "GET", NOBODY, state="draft", args=H),
    Row("api:biome-series", "GET", OPEN, args=X, query={"indicator": "salinity"}),
    Row("api:biome-series", "GET", NOBODY, state="draft", args=H, query={"indicator": "salinity"}),
    Row("api:biome-signs", "GET", OPEN, args=X),
    Row("api:biome-signs", "GET", NOBODY, state="draft", args=H),
    Row("api:biome-states", "GET", OPEN, args=X),
    Row("api:biome-states", "GET", NOBODY, state="withdrawn", args=G),
    Row("api:biome-score", "GET", OPEN, args=X),
    Row("api:biome-score", "GET", NOBODY, state="draft", args=H),
    Row("api:listen", "GET", OPEN, query={"biome": "biome-x"}),
    Row("api:listen", "GET", NOBODY, state="draft", query={"biome": "hidden"}),
    Row("api:threshold-former", "GET", OPEN, args=former),
    Row("api:threshold-former", "GET", NOBODY, state="alone", args=alone),
]  # fmt: skip
