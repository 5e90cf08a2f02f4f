from council.models.ballot import Ballot
from council.models.body import Body
from council.models.mandate import Mandate
from council.models.motion import Motion, Recusal
from council.models.objection import Objection
from council.models.rule import DecisionRule
from council.models.seat import Seat
from council.models.sitting import AgendaItem, Attendance, Point, Sitting, Turn
from council.models.voting import ClosedDecision, Voting

__all__ = [
    "AgendaItem",
    "Attendance",
    "Ballot",
    "Body",
    "ClosedDecision",
    "DecisionRule",
    "Mandate",
    "Motion",
    "Objection",
    "Point",
    "Recusal",
    "Seat",
    "Sitting",
    "Turn",
    "Voting",
]
