from council.models.action_item import ActionItem
from council.models.ballot import Ballot
from council.models.body import Body
from council.models.convening import Convening
from council.models.interest import Challenge, Interest
from council.models.mandate import Mandate
from council.models.minutes import Minutes
from council.models.motion import Motion, Recusal
from council.models.objection import Objection
from council.models.proposal import RuleProposal
from council.models.proxy import Proxy
from council.models.reason import Reason
from council.models.rule import DecisionRule
from council.models.seat import Seat
from council.models.session import Session
from council.models.sitting import AgendaItem, Attendance, Point, Sitting, Turn
from council.models.substitute import Call, Substitute
from council.models.voting import ClosedDecision, Voting

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Attendance",
    "Ballot",
    "Body",
    "Call",
    "Challenge",
    "ClosedDecision",
    "Convening",
    "DecisionRule",
    "Interest",
    "Mandate",
    "Minutes",
    "Motion",
    "Objection",
    "Point",
    "Proxy",
    "Reason",
    "Recusal",
    "RuleProposal",
    "Seat",
    "Session",
    "Sitting",
    "Substitute",
    "Turn",
    "Voting",
]
