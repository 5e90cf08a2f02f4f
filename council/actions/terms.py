"""Whether a mandate serves out another one, and whether its holder had her terms."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from council.models import Mandate, Seat
from council.rules import terms
from council.rules.terms import Served

if TYPE_CHECKING:
    from accounts.models import User

# A twelfth of 365.25 days, exactly.
MONTH = timedelta(days=30, hours=10, minutes=30)


class CannotSeat(Exception):
    """The seat or mandate was refused; the message is fit to show."""


def served(mandate: Mandate) -> Served:
    return Served(
        since=mandate.since,
        until=mandate.until,
        due=mandate.due,
        remainder=mandate.remainder_of_id is not None,
    )


def predecessor(seat: Seat, hand: int, begins: datetime, until: datetime | None) -> Mandate | None:
    """The mandate whose remainder this would be: it ended early, and its due day is still to come."""
    before = seat.mandates.terms().filter(hand=hand, since__lt=begins).order_by("-since").first()
    return before if before and terms.is_remainder(served(before), begins, until) else None


def check(seat: Seat, person: "User", begins: datetime, until: datetime | None, *, remainder: bool) -> None:
    """Refuse one term too many in a row; a remainder under half a term is none."""
    if seat.max_terms is None or seat.term_months is None:
        return
    held = [served(mandate) for mandate in seat.mandates.terms().filter(person=person)]
    wished = Served(since=begins, until=until, due=until, remainder=remainder)
    if not terms.may_be_given(held, wished, full=seat.term_months * MONTH, most=seat.max_terms):
        raise CannotSeat(
            ngettext(
                "Nobody holds this seat for more than %(most)d term in a row.",
                "Nobody holds this seat for more than %(most)d terms in a row.",
                seat.max_terms,
            )
            % {"most": seat.max_terms}
        )
