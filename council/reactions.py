"""What reaches the council from below: petitions over their threshold, finished simulations, guardians who go."""

from typing import TYPE_CHECKING

from council import actions
from council.queries import council_for, council_over
from ledger.registry import Reaction

if TYPE_CHECKING:
    from ledger.models import Fact


def put_petition_on_agenda(fact: "Fact") -> None:
    """A petition over its debate threshold stands once on the agenda of the council that must debate it."""
    named = fact.body.get("body", "")
    body = council_over(named) if named else council_for(None, fact.at)
    if body:
        actions.add_agenda_item(body=body, source=fact.subject, at=fact.at)


def put_run_on_agenda(fact: "Fact") -> None:
    """A finished simulation of a live alert is an urgent matter, once."""
    if body := council_for(None, fact.at):
        actions.add_agenda_item(body=body, source=fact.subject, at=fact.at, urgent=True)


def end_mandates_of_guardian(fact: "Fact") -> None:
    """A guardianship has ended before its time: the seat's hand is free from that moment."""
    actions.end_mandates_of_guardian(
        biome=fact.subject.removeprefix("biomes.biome/"),
        guardian=fact.body["guardian"],
        hand=fact.body["hand"],
        reason=fact.body["reason"],
        at=fact.at,
    )


REACTIONS: dict[str, list[Reaction]] = {
    "biomes.guardianship.ended": [end_mandates_of_guardian],
    "petitions.petition.referred": [put_petition_on_agenda],
    "crises.run.finished": [put_run_on_agenda],
}
