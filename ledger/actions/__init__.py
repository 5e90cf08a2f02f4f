"""The three jobs of the ledger: to record, to deliver, to seal."""

from ledger.actions.deliver import deliver_due, retry_dead
from ledger.actions.record import record
from ledger.actions.seal import seal_due

__all__ = ["deliver_due", "record", "retry_dead", "seal_due"]
