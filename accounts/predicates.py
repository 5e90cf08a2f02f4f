"""Who may do what, as predicates of the `rules` library: small, named, combined with & | ~.

They are part of the face, beside `doors` (which put them in front of views and API alike). Not in
`rules/`, which is the pure room: these ask the database and its clock (docs/adr/0007).
"""

from typing import Any, cast

from rules import Predicate, predicate

from accounts import queries
from accounts.rules.admin import allows
from accounts.rules.restoration import Restorer
from accounts.rules.roles import Role, needs_second_factor
from ledger.queries import now


@predicate  # type: ignore[untyped-decorator]
def is_signed_in(user: Any) -> bool:
    return bool(user.is_authenticated and user.may_sign_in)


@predicate  # type: ignore[untyped-decorator]
def shows_second_factor(user: Any) -> bool:
    """Has a second factor (signing in asks for it), or is a figure of the demo, which pages say."""
    return bool(is_signed_in(user) and (queries.has_second_factor(user) or queries.is_demo_person(user)))


def holds(*roles: Role) -> Predicate:
    """Any of these roles is in force, and the second factor is there where the role asks for one."""

    @predicate("holds:" + ",".join(roles))  # type: ignore[untyped-decorator]
    def holds_one(user: Any) -> bool:
        held = queries.roles_of(user, now()).intersection(roles)
        # One of the held roles may be enough by itself: an envoy needs no second factor.
        return bool(held) and (
            not needs_second_factor(held) or _acts_without(held) or shows_second_factor(user)
        )

    return cast(Predicate, holds_one)


def _acts_without(held: frozenset[Role]) -> bool:
    return any(not needs_second_factor([role]) for role in held)


is_admin = holds(Role.ADMIN)
is_moderator = holds(Role.MODERATOR)

# Who may see a person in person and say so. Storeys above add their chairs with `let_restore`.
_restorers: dict[Restorer, Predicate] = {
    Restorer.SECRETARY: holds(Role.SECRETARY),
    Restorer.ADMIN: is_admin,
}


def let_restore(office: Restorer, theirs: Predicate) -> None:
    """Add an office of a storey above to those that restore a lost second factor."""
    _restorers[office] = theirs


def restorer_offices(user: Any) -> frozenset[Restorer]:
    """The offices in which this person may confirm, now."""
    return frozenset(office for office, holds_it in _restorers.items() if holds_it.test(user))


@predicate  # type: ignore[untyped-decorator]
def may_restore(user: Any) -> bool:
    """Only with a second factor of one's own, in whatever office."""
    return bool(is_signed_in(user) and shows_second_factor(user) and restorer_offices(user))


def admin_may(user: Any, permission: str) -> bool:
    """What the Django admin asks before it shows or changes anything (rules/admin.py is the table)."""
    return allows(permission) and is_admin(user)
