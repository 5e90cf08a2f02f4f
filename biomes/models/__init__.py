from biomes.models.biome import Biome, Condition, Revision
from biomes.models.bulk import Bulk
from biomes.models.calendar import CalendarEntry
from biomes.models.indicator import Indicator, Threshold
from biomes.models.reading import Batch, Reading, Seal
from biomes.models.relation import Guardianship, Jurisdiction, Link
from biomes.models.station import Station, StationKey
from biomes.models.story import Story
from biomes.models.zone import Zone

__all__ = [
    "Batch",
    "Biome",
    "Bulk",
    "CalendarEntry",
    "Condition",
    "Guardianship",
    "Indicator",
    "Jurisdiction",
    "Link",
    "Reading",
    "Revision",
    "Seal",
    "Station",
    "StationKey",
    "Story",
    "Threshold",
    "Zone",
]
