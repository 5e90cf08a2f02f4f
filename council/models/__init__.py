from council.models.ballot import Ballot
from council.models.body import Body
from council.models.mandate import Mandate
from council.models.motion import Motion, Recusal
from council.models.objection import Objection
from council.models.reason import Reason
from council.models.rule import DecisionRule
from council.models.seat import Seat
from council.models.session import Session
from council.models.sitting import AgendaItem, Sitting
from council.models.voting import ClosedDecision, Voting

__all__ = [
    "AgendaItem",
    "Ballot",
    "Body",
    "ClosedDecision",
    "DecisionRule",
    "Mandate",
    "Motion",
    "Objection",
    "Reason",
    "Recusal",
    "Seat",
    "Session",
    "Sitting",
    "Voting",
]
