"""The app for other programs."""

from django.urls import path

from biomes.api.places import KindViewSet, PlaceViewSet
from biomes.api.relations import (
    GuardianshipViewSet,
    JurisdictionViewSet,
    LinkViewSet,
    ZoneViewSet,
)
from biomes.api.signs import FormerView, ScoreView, SeriesView, SignsView, StatesView, TogetherView
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
    ("kinds", KindViewSet, "kind"),
    ("places", PlaceViewSet, "place"),
    ("stations", StationViewSet, "station"),
]
URLS = [
    path("biomes/<slug:slug>/series/", SeriesView.as_view(), name="biome-series"),
    path("biomes/<slug:slug>/signs/", SignsView.as_view(), name="biome-signs"),
    path("biomes/<slug:slug>/states/", StatesView.as_view(), name="biome-states"),
    path("biomes/<slug:slug>/score/", ScoreView.as_view(), name="biome-score"),
    path("listen/", TogetherView.as_view(), name="listen"),
    path("thresholds/<int:pk>/former/", FormerView.as_view(), name="threshold-former"),
]
