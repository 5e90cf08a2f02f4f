from charters.models.amendment import Amendment, Instruction
from charters.models.charter import Article, Charter, Edition, LegalStatus
from charters.models.draft import CharterDraft, DraftArticle
from charters.models.duty import Duty, Escalation
from charters.models.suspension import Suspension

__all__ = [
    "Amendment",
    "Article",
    "Charter",
    "CharterDraft",
    "DraftArticle",
    "Duty",
    "Edition",
    "Escalation",
    "Instruction",
    "LegalStatus",
    "Suspension",
]
