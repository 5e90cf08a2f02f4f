"""Every write of charters: editions, amendments, duties."""

from charters.actions.amendments import (
    CannotAmend,
    add_instruction,
    close_amendment,
    draft_amendment,
    rebase_amendment,
    refusal,
    remove_instruction,
    table_amendment,
)
from charters.actions.duties import (
    CannotEnd,
    discharge_duty,
    escalate_due,
    open_duty,
    transfer_duties,
    withdraw_duty,
)
from charters.actions.editions import CannotEnact, enact_amendment, found_charter, record_legal_status
from charters.actions.lateness import tell_of_lateness
from charters.actions.suspensions import (
    CannotSuspend,
    check_suspendable,
    move_suspensions,
    suspend_articles,
)

__all__ = [
    "CannotAmend",
    "CannotEnact",
    "CannotEnd",
    "CannotSuspend",
    "add_instruction",
    "check_suspendable",
    "close_amendment",
    "discharge_duty",
    "draft_amendment",
    "enact_amendment",
    "escalate_due",
    "found_charter",
    "move_suspensions",
    "open_duty",
    "rebase_amendment",
    "record_legal_status",
    "refusal",
    "remove_instruction",
    "suspend_articles",
    "table_amendment",
    "tell_of_lateness",
    "transfer_duties",
    "withdraw_duty",
]
