from council.models.ballot import Ballot
from council.models.body import Body
from council.models.mandate import Mandate
from council.models.motion import Motion, Recusal
from council.models.objection import Objection
from council.models.proposal import RuleProposal
from council.models.rule import DecisionRule
from council.models.seat import Seat
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
    "Recusal",
    "RuleProposal",
    "Seat",
    "Sitting",
    "Voting",
]
