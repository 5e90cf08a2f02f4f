"""What reaches the council from below: petitions over their threshold, finished simulations, guardians who go."""

from typing import TYPE_CHECKING

from charters import actions as charters
from charters.rules.escalation import Step
from council import actions
from council.queries import chairs_over, council_for, council_over, sitting_by_code
from ledger import actions as record
from ledger import queries as ledger
from ledger.registry import Reaction

if TYPE_CHECKING:
    from ledger.models import Fact


def put_petition_on_agenda(fact: "Fact") -> None:
    """A petition over its debate threshold stands once on the agenda of the council that must debate it."""
    named = fact.body.get("body", "")
    body = council_over(named) if named else council_for(None, fact.at)
    if body:
        actions.add_agenda_item(body=body, source=fact.subject, at=fact.at)


def tell_the_chair(fact: "Fact") -> None:
    """A duty is a week late, or two: whoever chairs the council over its holder is told."""
    step = Step(fact.body.get("step", Step.HOLDER))
    if step is not Step.HOLDER:
        charters.tell_of_lateness(
            duty_id=fact.body["duty"], step=step, to=chairs_over(fact.body["holder"], fact.at), at=fact.at
        )


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


class NotSealedYet(Exception):
    """Another hand is sealing; the ledger asks again in a moment."""


def mail_checkpoint(fact: "Fact") -> None:
    """A sitting has closed: who sits is mailed the checkpoint over its close, to keep."""
    sitting = sitting_by_code(fact.subject.removeprefix("council.sitting/"))
    if sitting is None:
        return
    record.seal_due(at=ledger.now())
    receipt = ledger.receipt(fact)
    point = ledger.checkpoint_of(receipt.size) if receipt else None
    if point is None:
        raise NotSealedYet
    actions.mail_checkpoint(sitting, point.note, size=point.size, at=fact.at)


REACTIONS: dict[str, list[Reaction]] = {
    "charters.duty.escalated": [tell_the_chair],
    "biomes.guardianship.ended": [end_mandates_of_guardian],
    "petitions.petition.referred": [put_petition_on_agenda],
    "crises.run.finished": [put_run_on_agenda],
    "council.sitting.closed": [mail_checkpoint],
}
