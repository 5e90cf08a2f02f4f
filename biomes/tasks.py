"""What beat asks for: states that fell silent, pins nobody decided on, days that want their seal or their numbers."""

from celery import shared_task

from biomes import actions
from ledger.queries import now


@shared_task(name="biomes.sweep")
def sweep(**_later: object) -> None:
    at = now()
    actions.review_conditions(at=at)
    actions.lapse_pins(at=at)
    actions.seal_due_days(at=at)
    actions.roll_up_due(at=at)
