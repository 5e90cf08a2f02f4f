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
from charters.actions.founding import (
    CannotFound,
    adopt_charter,
    close_charter_draft,
    draft_charter,
    put_article,
    remove_article,
    rename_draft,
    table_charter,
)
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
    "CannotFound",
    "CannotSuspend",
    "add_instruction",
    "adopt_charter",
    "check_suspendable",
    "close_amendment",
    "close_charter_draft",
    "discharge_duty",
    "draft_amendment",
    "draft_charter",
    "enact_amendment",
    "escalate_due",
    "found_charter",
    "move_suspensions",
    "open_duty",
    "put_article",
    "rebase_amendment",
    "record_legal_status",
    "refusal",
    "remove_article",
    "remove_instruction",
    "rename_draft",
    "suspend_articles",
    "table_amendment",
    "table_charter",
    "tell_of_lateness",
    "transfer_duties",
    "withdraw_duty",
]
