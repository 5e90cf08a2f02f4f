"""The app for other programs."""

from biomes.api.bulk import BulkViewSet
from biomes.api.calendar import CalendarViewSet
from biomes.api.places import KindViewSet, PlaceViewSet
from biomes.api.relations import (
    GuardianshipViewSet,
    JurisdictionViewSet,
    LinkViewSet,
    ZoneViewSet,
)
from biomes.api.stories import StoryViewSet
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
    ("bulk", BulkViewSet, "bulk"),
    ("calendar", CalendarViewSet, "calendar"),
    ("kinds", KindViewSet, "kind"),
    ("places", PlaceViewSet, "place"),
    ("stories", StoryViewSet, "story"),
    ("stations", StationViewSet, "station"),
]
