"""The lagoon's guardians ask the assembly that appoints them before they vote; what it answers opens with the ballots."""

from typing import TYPE_CHECKING

from accounts import queries as accounts
from council import actions
from council.models import Motion
from council.rules.instructions import Answer

if TYPE_CHECKING:
    from portal.demo.council import Hall

SEAT, ASSEMBLY = "b-vessa-lagoon", "low-quay-assembly"


def appointer_of(seat: str) -> str:
    """Who appoints the holders of a being's seat, as a subject; of most of them the statutes name nobody."""
    found = accounts.organisations().filter(slug=ASSEMBLY).first() if seat == SEAT else None
    return found.subject if found else ""


def instruct(hall: "Hall", motion: Motion, asked: float, given: float, answer: Answer, words: str) -> None:
    """Days ago, both; before the seat's ballot."""
    seat = next((one for one in hall.beings if one.code == SEAT and one.appointer), None)
    if seat is None:
        return
    own = {"motion_id": motion.pk, "seat_id": seat.pk}
    actions.ask_for_instruction(**own, by=hall.holders[SEAT, 1], at=hall.world.days_ago(asked))
    actions.give_instruction(
        **own, answer=answer, text=words, by=hall.world.user("member02"), at=hall.world.days_ago(given)
    )
