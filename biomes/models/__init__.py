from biomes.models.biome import Biome, Condition, Revision
from biomes.models.day import Day, DueDay
from biomes.models.filing import Filing
from biomes.models.folding import Folded
from biomes.models.indicator import Indicator, Threshold
from biomes.models.picture import Picture
from biomes.models.reading import Batch, Reading, Seal
from biomes.models.relation import Guardianship, Jurisdiction, Link
from biomes.models.sighting import Corroborated, Corroboration, CorroborationNeed, Sighting
from biomes.models.statement import Statement
from biomes.models.station import Station, StationKey
from biomes.models.zone import Zone

__all__ = [
    "Batch",
    "Biome",
    "Condition",
    "Corroborated",
    "Corroboration",
    "CorroborationNeed",
    "Day",
    "DueDay",
    "Filing",
    "Folded",
    "Guardianship",
    "Indicator",
    "Jurisdiction",
    "Link",
    "Picture",
    "Reading",
    "Revision",
    "Seal",
    "Sighting",
    "Statement",
    "Station",
    "StationKey",
    "Threshold",
    "Zone",
]
