"""The app for other programs."""

from biomes.api.views import (
    BiomeViewSet,
    IndicatorViewSet,
    LinkViewSet,
    ReadingViewSet,
    SealViewSet,
    StationViewSet,
    ThresholdViewSet,
    ZoneViewSet,
)

ROUTES = [
    ("biomes", BiomeViewSet, "biome"),
    ("zones", ZoneViewSet, "zone"),
    ("links", LinkViewSet, "link"),
    ("indicators", IndicatorViewSet, "indicator"),
    ("thresholds", ThresholdViewSet, "threshold"),
    ("readings", ReadingViewSet, "reading"),
    ("seals", SealViewSet, "seal"),
    ("stations", StationViewSet, "station"),
]
