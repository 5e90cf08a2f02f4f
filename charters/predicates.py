"""Who may draft an amendment: curators, the secretary, and a living system's guardians.

Storeys above add their own people (a council its seats) with `let_draft`, so nothing here looks up.
Asked of one charter, a guardian's answer is of that charter: the one of her living system, or a
charter of all of them. She drafts nothing outside her mandate.
"""

from typing import Any

import rules

from accounts.predicates import holds, is_signed_in, shows_second_factor
from accounts.rules.roles import Role
from biomes import queries as biomes
from ledger.queries import now

DRAFT = "charters.draft_amendment"


@rules.predicate
def guards(user: Any, charter: Any = None) -> bool:
    """Guards the living system the charter is of; any living system, where it is of all or not named."""
    held = biomes.guardianships_of_user(user, now())
    return any(charter is None or not charter.of or one.biome.subject == charter.of for one in held)


rules.add_perm(DRAFT, holds(Role.CURATOR, Role.SECRETARY) | (guards & shows_second_factor))


def let_draft(theirs: rules.Predicate) -> None:
    """Add people of a storey above to those who may draft."""
    rules.set_perm(DRAFT, rules.permissions.permissions[DRAFT] | theirs)


@rules.predicate
def may_draft(user: Any, charter: Any = None) -> bool:
    return bool(is_signed_in(user) and rules.has_perm(DRAFT, user, charter))
