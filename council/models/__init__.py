from council.models.action_item import ActionItem
from council.models.alliance import Alliance, Party, Word
from council.models.annulment import Annulment
from council.models.backing import Backing
from council.models.ballot import Ballot
from council.models.ballot_key import BallotKey
from council.models.body import Body
from council.models.commitment import Commitment, CommitmentFinding
from council.models.concern import Concern
from council.models.convening import Convening
from council.models.correction import Correction, SeatingReview
from council.models.election import Candidate, Election, ElectionCount, ElectionEntry
from council.models.emergency import Emergency
from council.models.imported import ImportedBox
from council.models.instruction import Instruction, Question
from council.models.interest import Challenge, Interest
from council.models.mandate import Mandate
from council.models.minutes import Minutes
from council.models.motion import Motion, Recusal
from council.models.nomination import Nomination
from council.models.objection import Objection
from council.models.proposal import RuleProposal
from council.models.proxy import Proxy
from council.models.reason import Reason, RoomReason
from council.models.roll_call import Dispute, TellerSheet, Voice
from council.models.rule import DecisionRule
from council.models.seat import Seat
from council.models.session import Session
from council.models.sitting import AgendaItem, Attendance, Point, Sitting, Turn
from council.models.substitute import Call, Substitute
from council.models.voting import ClosedDecision, Voting

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Alliance",
    "Annulment",
    "Attendance",
    "Backing",
    "Ballot",
    "BallotKey",
    "Body",
    "Call",
    "Candidate",
    "Challenge",
    "ClosedDecision",
    "Commitment",
    "CommitmentFinding",
    "Concern",
    "Convening",
    "Correction",
    "DecisionRule",
    "Dispute",
    "Election",
    "ElectionCount",
    "ElectionEntry",
    "Emergency",
    "ImportedBox",
    "Instruction",
    "Interest",
    "Mandate",
    "Minutes",
    "Motion",
    "Nomination",
    "Objection",
    "Party",
    "Point",
    "Proxy",
    "Question",
    "Reason",
    "Recusal",
    "RoomReason",
    "RuleProposal",
    "Seat",
    "SeatingReview",
    "Session",
    "Sitting",
    "Substitute",
    "TellerSheet",
    "Turn",
    "Voice",
    "Voting",
    "Word",
]
