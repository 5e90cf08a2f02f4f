"""Beat's calls; each reads its due rows and is safe to run twice, or in two workers at once."""

import structlog
from celery import shared_task

from ledger import actions, queries

# A turn ends before the next ones pile up; what is left is due at the next beat.
A_TURN = 500

log = structlog.get_logger(__name__)


@shared_task(name="ledger.deliver", soft_time_limit=60)
def deliver(**_later: object) -> None:
    """Hand facts to their reactions."""
    actions.deliver_due(at=queries.now(), limit=A_TURN)


@shared_task(name="ledger.seal", soft_time_limit=60)
def seal(**_later: object) -> None:
    """Give public facts their place in the log."""
    try:
        actions.seal_due(at=queries.now())
    except actions.CannotSeal as refusal:
        # At every turn, so that nobody overlooks it; `/readyz` and the log's page say it too.
        log.error("sealing_stopped", why=str(refusal))


@shared_task(name="ledger.write_export", soft_time_limit=3_600, time_limit=3_660)
def write_export(**_later: object) -> None:
    """The whole log as a ZIP for everybody, where the one that lies there is not new enough."""
    actions.write_export(at=queries.now())
