from petitions.models.audit import Audit, Fault
from petitions.models.coalition import Around, BeaconRequest, Coalition, Member
from petitions.models.counting import BasinCount, Batch, HourCount, Printed, ZoneCount
from petitions.models.invalidation import Invalidation
from petitions.models.letter import Bounce, Letter, Mailout
from petitions.models.lists import Firing, Household, Listed
from petitions.models.paper import Line, Sheet, SheetEntry
from petitions.models.people import Filer, Sponsor
from petitions.models.petition import Ask, Citation, Petition, PetitionBiome
from petitions.models.pledge import Judgement, Pledge, Report
from petitions.models.response import Answer, Response
from petitions.models.retention import Exemption
from petitions.models.sealing import NameReading, NameRequest, SealedName
from petitions.models.signature import Attempt, Signature
from petitions.models.succession import Moved, Succession
from petitions.models.switch import Interval, Pause
from petitions.models.text import TextMessage
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
    "Bounce",
    "Citation",
    "Coalition",
    "Crossing",
    "Exemption",
    "Fault",
    "Filer",
    "Firing",
    "HourCount",
    "Household",
    "Interval",
    "Invalidation",
    "Judgement",
    "Letter",
    "Line",
    "Listed",
    "Mailout",
    "Member",
    "Moved",
    "NameReading",
    "NameRequest",
    "Pause",
    "Petition",
    "PetitionBiome",
    "Pledge",
    "Printed",
    "Report",
    "Response",
    "SealedName",
    "Sheet",
    "SheetEntry",
    "Signature",
    "Sponsor",
    "SponsorNeed",
    "Succession",
    "TextMessage",
    "Threshold",
    "ThresholdZone",
    "Words",
    "ZoneCount",
]
