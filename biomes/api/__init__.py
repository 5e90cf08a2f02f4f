"""The app for other programs."""

from django.urls import path

from biomes.api.lattice import ReachView
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
from biomes.api.zone_indicators import ZoneIndicatorViewSet, ZoneMeasureViewSet

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
    ("zone-measures", ZoneMeasureViewSet, "zone-measure"),
    ("zone-indicators", ZoneIndicatorViewSet, "zone-indicator"),
]
URLS = [
    path("biomes/<slug:slug>/reach/", ReachView.as_view(), name="biome-reach"),
]
