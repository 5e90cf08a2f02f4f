from biomes.models.biome import Biome, Condition, Revision
from biomes.models.imports import Import, Refusals, Remark
from biomes.models.indicator import Indicator, Threshold
from biomes.models.reading import Batch, Reading, Seal
from biomes.models.relation import Guardianship, Jurisdiction, Link
from biomes.models.station import Station, StationKey
from biomes.models.zone import Zone

__all__ = [
    "Batch",
    "Biome",
    "Condition",
    "Guardianship",
    "Import",
    "Indicator",
    "Jurisdiction",
    "Link",
    "Reading",
    "Refusals",
    "Remark",
    "Revision",
    "Seal",
    "Station",
    "StationKey",
    "Threshold",
    "Zone",
]
