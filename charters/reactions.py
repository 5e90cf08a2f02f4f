"""What a late duty brings about here: those who speak for its holder are told at each step that concerns them."""

from accounts import queries as people
from charters import actions
from charters.rules.escalation import Step
from ledger.queries import Fact
from ledger.registry import Reaction


def tell_the_holder(fact: Fact) -> None:
    """When it becomes late, and when it comes to the public list; the chair is the council's to tell."""
    step = Step(fact.body["step"]) if "step" in fact.body else Step.HOLDER
    if step is not Step.CHAIR:
        officers = people.officers_of(fact.body["holder"].partition("/")[2], fact.at)
        actions.tell_of_lateness(duty_id=fact.body["duty"], step=step, to=officers, at=fact.at)


REACTIONS: dict[str, list[Reaction]] = {"charters.duty.escalated": [tell_the_holder]}
