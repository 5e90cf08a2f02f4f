"""What reaches the council from below: petitions over their threshold, finished simulations."""

from typing import TYPE_CHECKING

from council import actions
from council.queries import council_for
from ledger.registry import Reaction

if TYPE_CHECKING:
    from ledger.models import Fact


def put_petition_on_agenda(fact: "Fact") -> None:
    """A petition over its debate threshold stands on the agenda, once."""
    if body := council_for(None, fact.at):
        actions.add_agenda_item(body=body, source=fact.subject, at=fact.at)


def put_run_on_agenda(fact: "Fact") -> None:
    """A finished simulation of a live alert is an urgent matter, once."""
    if body := council_for(None, fact.at):
        actions.add_agenda_item(body=body, source=fact.subject, at=fact.at, urgent=True)


REACTIONS: dict[str, list[Reaction]] = {
    "petitions.petition.referred": [put_petition_on_agenda],
    "crises.run.finished": [put_run_on_agenda],
}
