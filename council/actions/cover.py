"""A recused seat whose substitute takes part: where recusals alone would keep a chamber from its quorum."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import queries as people
from accounts.rules.roles import Role
from council import queries
from council.actions.interests import CannotRecuse
from council.actions.motions import locked
from council.actions.substitutes import CannotSubstitute, call_next, calls_holding
from council.models import Motion, Recusal, Seat
from council.rules import lifecycle
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def cover_recused_seat(*, motion_id: int, seat: Seat, by: "User", at: datetime) -> Recusal:
    """The secretary calls the substitutes of a recused seat, one for each hand; the seat counts again, by them alone."""
    if not people.has_role(by, Role.SECRETARY, at):
        raise CannotRecuse(_("Only the secretary calls the substitutes of a recused seat."))
    # The seat before the motion, as a ballot takes them.
    held = Seat.objects.select_for_update(no_key=True, of=("self",)).get(pk=seat.pk)
    motion = locked(motion_id)
    if motion.status not in lifecycle.AHEAD:
        raise CannotRecuse(_("A substitute takes the place of a recused seat before voting opens."))
    recusal = (
        motion.recusals.select_for_update(of=("self",)).select_related("seat__body").filter(seat=seat).first()
    )
    if recusal is None:
        raise CannotRecuse(_("This seat is not recused from the motion."))
    if seat.pk not in {row.seat_id for row in queries.recusals_to_cover(motion, at)}:
        raise CannotRecuse(_("Recusals do not keep this seat’s chamber from its quorum: it stays recused."))
    _call_each_hand(held, motion, at)
    recusal.covered_at = at
    recusal.save(update_fields=["covered_at"])
    ledger.record(
        kind="council.recusal.covered", subject=motion.subject, actor=by.code, at=at, public=True,
        about=[seat.subject], seat=seat.code,
    )  # fmt: skip
    return recusal


def _call_each_hand(seat: Seat, motion: Motion, at: datetime) -> None:
    hands = sorted(seat.mandates.in_force(at).values_list("hand", flat=True))
    if not hands:
        raise CannotRecuse(_("Nobody holds this seat; there is nobody to stand in for."))
    for hand in hands:
        if not calls_holding(seat, hand, motion, at).exists():
            try:
                call_next(seat, hand, motion, None, at)
            except CannotSubstitute as none_left:
                raise CannotRecuse(str(none_left)) from none_left
