from petitions.models.counting import Batch, HourCount, ZoneCount
from petitions.models.letter import Letter, Listed
from petitions.models.people import Filer, Sponsor
from petitions.models.petition import Ask, Citation, Petition, PetitionBiome
from petitions.models.response import Answer, Response
from petitions.models.signature import Attempt, Signature
from petitions.models.threshold import Crossing, SponsorNeed, Threshold, ThresholdZone

__all__ = [
    "Answer",
    "Ask",
    "Attempt",
    "Batch",
    "Citation",
    "Crossing",
    "Filer",
    "HourCount",
    "Letter",
    "Listed",
    "Petition",
    "PetitionBiome",
    "Response",
    "Signature",
    "Sponsor",
    "SponsorNeed",
    "Threshold",
    "ThresholdZone",
    "ZoneCount",
]
