from biomes.models.archive import Archive
from biomes.models.biome import Biome, Condition, Revision
from biomes.models.bulk import Bulk, SheetRow
from biomes.models.calendar import CalendarEntry
from biomes.models.day import Day, DueDay
from biomes.models.filing import Filing
from biomes.models.folding import Folded
from biomes.models.guest import GuestFiling, Notified
from biomes.models.imports import Import, Refusals, Remark
from biomes.models.indicator import Indicator, Threshold
from biomes.models.picture import Picture
from biomes.models.reading import Batch, Reading, Seal
from biomes.models.relation import Guardianship, Jurisdiction, Link
from biomes.models.series import Series
from biomes.models.sighting import Corroborated, Corroboration, CorroborationNeed, Sighting
from biomes.models.statement import Statement
from biomes.models.station import Station, StationKey
from biomes.models.story import Story
from biomes.models.zone import Zone
from biomes.models.zone_indicator import ZoneIndicator, ZoneMeasure

__all__ = [
    "Archive",
    "Batch",
    "Biome",
    "Bulk",
    "CalendarEntry",
    "Condition",
    "Corroborated",
    "Corroboration",
    "CorroborationNeed",
    "Day",
    "DueDay",
    "Filing",
    "Folded",
    "Guardianship",
    "GuestFiling",
    "Import",
    "Indicator",
    "Jurisdiction",
    "Link",
    "Notified",
    "Picture",
    "Reading",
    "Refusals",
    "Remark",
    "Revision",
    "Seal",
    "Series",
    "SheetRow",
    "Sighting",
    "Statement",
    "Station",
    "StationKey",
    "Story",
    "Threshold",
    "Zone",
    "ZoneIndicator",
    "ZoneMeasure",
]
