"""Who may do what in the council, as predicates of the `rules` library."""

from typing import Any

from rules import predicate

from accounts.predicates import is_signed_in, let_restore, shows_second_factor
from accounts.rules.restoration import Restorer
from charters.predicates import let_draft
from council import queries
from ledger.queries import now


@predicate  # type: ignore[untyped-decorator]
def may_change_seats(user: Any) -> bool:
    """Secretary or chair, with a second factor: two of them together change a seat."""
    return bool(is_signed_in(user) and shows_second_factor(user) and queries.officers_may_seat(user, now()))


@predicate  # type: ignore[untyped-decorator]
def may_import_boxes(user: Any) -> bool:
    """Secretary, admin or chair, with a second factor: two of them together import a package."""
    return bool(is_signed_in(user) and shows_second_factor(user) and queries.may_import(user, now()))


@predicate  # type: ignore[untyped-decorator]
def holds_a_seat(user: Any) -> bool:
    """A mandate in force in some body, with a second factor."""
    return bool(is_signed_in(user) and shows_second_factor(user) and queries.seats_held(user, now()).exists())


@predicate  # type: ignore[untyped-decorator]
def may_ally(user: Any) -> bool:
    """Speaks for a body or for a living system, with a second factor."""
    return bool(is_signed_in(user) and shows_second_factor(user) and queries.spoken_for(user, now()))


@predicate  # type: ignore[untyped-decorator]
def chairs_a_body(user: Any) -> bool:
    """A mandate in force for the seat of a chair, with a second factor."""
    return bool(is_signed_in(user) and shows_second_factor(user) and queries.chairs(user, now()))


let_draft(holds_a_seat)
let_restore(Restorer.CHAIR, chairs_a_body)
