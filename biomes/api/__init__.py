"""The app for other programs."""

from django.urls import path, re_path

from biomes.api import everyone
from biomes.api.archive import ArchiveViewSet
from biomes.api.batches import BatchViewSet
from biomes.api.bulk import BulkViewSet
from biomes.api.calendar import CalendarViewSet
from biomes.api.days import DayViewSet
from biomes.api.imports import ImportViewSet
from biomes.api.lattice import ReachView
from biomes.api.places import KindViewSet, PlaceViewSet
from biomes.api.profile_pictures import ProfilePicturesView, ProfilePictureView
from biomes.api.relations import (
    GuardianshipViewSet,
    JurisdictionViewSet,
    LinkViewSet,
    ZoneViewSet,
)
from biomes.api.sensorthings import Entity, Related, Root, Set
from biomes.api.signs import URLS as SIGNS
from biomes.api.stories import StoryViewSet
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
    ("archives", ArchiveViewSet, "archive"),
    ("days", DayViewSet, "day"),
    ("seals", SealViewSet, "seal"),
    ("bulk", BulkViewSet, "bulk"),
    ("calendar", CalendarViewSet, "calendar"),
    ("kinds", KindViewSet, "kind"),
    ("places", PlaceViewSet, "place"),
    ("stories", StoryViewSet, "story"),
    ("stations", StationViewSet, "station"),
    *everyone.ROUTES,
    ("batches", BatchViewSet, "batch"),
    ("imports", ImportViewSet, "import"),
    ("zone-measures", ZoneMeasureViewSet, "zone-measure"),
    ("zone-indicators", ZoneIndicatorViewSet, "zone-indicator"),
]

_SET = r"^sensorthings/v1\.1/(?P<name>Things|Locations|Datastreams|ObservedProperties|Observations|FeaturesOfInterest)"
_KEY = r"\((?P<key>'[^'/]{1,100}'|[0-9]{1,17})\)"
URLS = [
    path("sensorthings/v1.1/", Root.as_view(), name="sensorthings"),
    re_path(rf"{_SET}$", Set.as_view(), name="sensorthings-set"),
    re_path(rf"{_SET}{_KEY}$", Entity.as_view(), name="sensorthings-entity"),
    re_path(rf"{_SET}{_KEY}/(?P<to>[A-Za-z]{{4,20}})$", Related.as_view(), name="sensorthings-related"),
    path("biomes/<slug:slug>/reach/", ReachView.as_view(), name="biome-reach"),
    path("biomes/<slug:slug>/pictures/", ProfilePicturesView.as_view(), name="biome-pictures"),
    path("biomes/<slug:slug>/pictures/<uuid:uuid>/", ProfilePictureView.as_view(), name="biome-picture"),
    *SIGNS,
]
