from biomes.models.biome import Biome, Condition, Revision
from biomes.models.day import Day, DueDay
from biomes.models.indicator import Indicator, Threshold
from biomes.models.picture import Picture
from biomes.models.reading import Batch, Reading, Seal
from biomes.models.relation import Guardianship, Jurisdiction, Link
from biomes.models.station import Station, StationKey
from biomes.models.zone import Zone
from biomes.models.zone_indicator import ZoneIndicator, ZoneMeasure

__all__ = [
    "Batch",
    "Biome",
    "Condition",
    "Day",
    "DueDay",
    "Guardianship",
    "Indicator",
    "Jurisdiction",
    "Link",
    "Picture",
    "Reading",
    "Revision",
    "Seal",
    "Station",
    "StationKey",
    "Threshold",
    "Zone",
    "ZoneIndicator",
    "ZoneMeasure",
]
