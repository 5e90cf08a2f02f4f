"""Who may draft an amendment. Storeys above add their own people (a council its seats) by
`rules.set_perm("charters.draft_amendment", rules_of_below | theirs)`, so nothing here looks up."""

from typing import Any

import rules

from accounts.predicates import holds, is_signed_in
from accounts.rules.roles import Role

DRAFT = "charters.draft_amendment"

rules.add_perm(DRAFT, holds(Role.CURATOR, Role.SECRETARY))


@rules.predicate
def may_draft(user: Any) -> bool:
    return bool(is_signed_in(user) and rules.has_perm(DRAFT, user))
