"""The app for other programs."""

from biomes.api import everyone
from biomes.api.relations import (
    GuardianshipViewSet,
    JurisdictionViewSet,
    LinkViewSet,
    ZoneViewSet,
)
from biomes.api.views import (
    BiomeViewSet,
    IndicatorViewSet,
    ReadingViewSet,
    SealViewSet,
    StationViewSet,
    ThresholdViewSet,
)

ROUTES = [
    ("biomes", BiomeViewSet, "biome"),
    ("zones", ZoneViewSet, "zone"),
    ("links", LinkViewSet, "link"),
    ("guardianships", GuardianshipViewSet, "guardianship"),
    ("jurisdictions", JurisdictionViewSet, "jurisdiction"),
    ("indicators", IndicatorViewSet, "indicator"),
    ("thresholds", ThresholdViewSet, "threshold"),
    ("readings", ReadingViewSet, "reading"),
    ("seals", SealViewSet, "seal"),
    ("stations", StationViewSet, "station"),
    *everyone.ROUTES,
]
