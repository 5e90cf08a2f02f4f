from charters.models.amendment import Amendment, Instruction
from charters.models.charter import Article, Charter, Edition, LegalStatus
from charters.models.duty import Duty, Escalation
from charters.models.suspension import Suspension

__all__ = [
    "Amendment",
    "Article",
    "Charter",
    "Duty",
    "Edition",
    "Escalation",
    "Instruction",
    "LegalStatus",
    "Suspension",
]
