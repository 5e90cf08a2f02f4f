"""Handing facts to reactions: at least once, each on its own, none able to block another.

A delivery is claimed with SKIP LOCKED and its reaction runs in the transaction that marks it done,
so what it writes happens exactly once. When it fails its writes are undone, it is tried again later
and later, and after the last try it stays visible as dead until somebody mends the cause.
"""

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from ledger import registry
from ledger.models import Delivery

ATTEMPTS = 12
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(hours=1)

log = structlog.get_logger(__name__)


class Unknown(Exception):
    """The reaction's code is gone; the delivery waits for a person."""


def wait_after(attempts: int) -> timedelta:
    """2 s, 4 s, 8 s ... one hour: about three hours over all tries."""
    return min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)


def deliver_due(*, at: datetime, limit: int = 10_000) -> int:
    """Deliver what is due, and what that brings about, until nothing is; the number delivered."""
    done = 0
    for _turn in range(limit):
        outcome = _deliver_next(at)
        if outcome is None:
            break
        done += outcome
    return done


@transaction.atomic
def _deliver_next(at: datetime) -> bool | None:
    """One delivery: True when done, False when it failed, None when nothing is due."""
    delivery = (
        Delivery.objects.waiting()
        .filter(due_at__lte=at)
        .select_related("fact")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("due_at", "id")
        .first()
    )
    if delivery is None:
        return None
    try:
        with transaction.atomic():
            _react(delivery)
    except Exception as failure:
        _put_off(delivery, failure, at)
        return False
    delivery.done_at = at
    delivery.save(update_fields=["done_at"])
    return True


def _react(delivery: Delivery) -> None:
    reaction = registry.reaction(delivery.reaction)
    if reaction is None:
        raise Unknown(delivery.reaction)
    reaction(delivery.fact)


def _put_off(delivery: Delivery, failure: Exception, at: datetime) -> None:
    delivery.attempts += 1
    delivery.last_error = _told(failure)
    if delivery.attempts >= ATTEMPTS:
        delivery.dead_at = at
    # Later by a second at least, so that a loop over one moment ends.
    delivery.due_at = at + wait_after(delivery.attempts)
    delivery.save(update_fields=["attempts", "last_error", "dead_at", "due_at"])
    log.error(
        "reaction_failed",
        reaction=delivery.reaction,
        fact=delivery.fact_id,
        kind=delivery.fact.kind,
        attempts=delivery.attempts,
        dead=delivery.dead_at is not None,
        error=delivery.last_error,
    )


def _told(failure: Exception) -> str:
    """Kind, place and first line of a failure. The first only: PostgreSQL puts values on the second."""
    trace, where = failure.__traceback__, ""
    while trace:
        where = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    first_line = (str(failure).splitlines() or [""])[0][:200]
    return f"{type(failure).__name__} at {where}: {first_line}"


@transaction.atomic
def retry_dead(*, delivery_id: int, at: datetime) -> None:
    """Give a dead delivery its tries again, once its cause is mended."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    if delivery.dead_at and not delivery.done_at:
        delivery.dead_at, delivery.attempts, delivery.due_at = None, 0, at
        delivery.save(update_fields=["dead_at", "attempts", "due_at"])
