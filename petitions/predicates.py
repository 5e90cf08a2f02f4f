"""Who may do what with a petition, beyond roles."""

from datetime import datetime
from typing import Any

from accounts import queries as accounts
from accounts.predicates import holds
from accounts.rules.roles import Role
from petitions import queries
from petitions.models import Petition

may_stop = holds(Role.MODERATOR)
may_audit = holds(Role.AUDITOR)
# Those who count elsewhere in the house, and those who look after the count.
DESK = (Role.TELLER, Role.SECRETARY, Role.AUDITOR)
may_paper = holds(*DESK)


def bodies_spoken_for(user: Any, petition: Petition, at: datetime) -> list[Any]:
    """The bodies that may answer this petition and for which this person speaks."""
    if not getattr(user, "is_authenticated", False) or petition.opened_at is None:
        return []
    return [body for body in queries.answerers(petition, at) if accounts.speaks_for(user, body, at)]


def speaks_for_an_answerer(user: Any, petition: Petition, at: datetime) -> bool:
    return bool(bodies_spoken_for(user, petition, at))
