from petitions.models.audit import Audit, Fault
from petitions.models.coalition import Around, BeaconRequest, Coalition, Member
from petitions.models.counting import BasinCount, Batch, HourCount, Printed, ZoneCount
from petitions.models.invalidation import Invalidation
from petitions.models.letter import Letter
from petitions.models.lists import Firing, Household, Listed
from petitions.models.people import Filer, Sponsor
from petitions.models.petition import Ask, Citation, Petition, PetitionBiome
from petitions.models.pledge import Judgement, Pledge, Report
from petitions.models.response import Answer, Response
from petitions.models.signature import Attempt, Signature
from petitions.models.switch import Interval, Pause
from petitions.models.threshold import Crossing, SponsorNeed, Threshold, ThresholdZone
from petitions.models.words import Words

__all__ = [
    "Answer",
    "Around",
    "Ask",
    "Attempt",
    "Audit",
    "BasinCount",
    "Batch",
    "BeaconRequest",
    "Citation",
    "Coalition",
    "Crossing",
    "Fault",
    "Filer",
    "Firing",
    "HourCount",
    "Household",
    "Interval",
    "Invalidation",
    "Judgement",
    "Letter",
    "Listed",
    "Member",
    "Pause",
    "Petition",
    "PetitionBiome",
    "Pledge",
    "Printed",
    "Report",
    "Response",
    "Signature",
    "Sponsor",
    "SponsorNeed",
    "Threshold",
    "ThresholdZone",
    "Words",
    "ZoneCount",
]
