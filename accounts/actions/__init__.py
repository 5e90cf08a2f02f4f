"""Every write about people: appointments, acts of two, suspension, organisations, letters, erasure."""

from accounts.actions.approvals import (
    CannotApprove,
    give_approval,
    request_approval,
    withdraw_approval,
)
from accounts.actions.erasure import CannotErase, erase_person, keep_erased, replay_erasures
from accounts.actions.keepers import (
    CannotKeep,
    ask_for_checkpoints,
    confirm_keeper,
    drop_unconfirmed_keepers,
    judge_keepers,
    leave_checkpoints,
    leave_token,
    mail_checkpoints,
    mail_checkpoints_soon,
)
from accounts.actions.letters import post_letter, send_due_letters
from accounts.actions.offices import appoint_to_office, end_office
from accounts.actions.people import (
    BadName,
    CannotSuspend,
    bad_name,
    change_details,
    end_other_sessions,
    found_organisation,
    lock_organisations,
    name_successor,
    restore_person,
    suspend_person,
)
from accounts.actions.restoration import (
    CannotRestore,
    ask_for_restoration,
    confirm_seen,
    enrol_anew,
    withdraw_restoration,
)
from accounts.actions.roles import (
    CannotAppoint,
    approve_appointment,
    end_role,
    grant_role,
    request_appointment,
)

__all__ = [
    "BadName",
    "CannotAppoint",
    "CannotApprove",
    "CannotErase",
    "CannotKeep",
    "CannotRestore",
    "CannotSuspend",
    "appoint_to_office",
    "approve_appointment",
    "ask_for_checkpoints",
    "ask_for_restoration",
    "bad_name",
    "change_details",
    "confirm_keeper",
    "confirm_seen",
    "drop_unconfirmed_keepers",
    "end_office",
    "end_other_sessions",
    "end_role",
    "enrol_anew",
    "erase_person",
    "found_organisation",
    "give_approval",
    "grant_role",
    "judge_keepers",
    "keep_erased",
    "leave_checkpoints",
    "leave_token",
    "lock_organisations",
    "mail_checkpoints",
    "mail_checkpoints_soon",
    "name_successor",
    "post_letter",
    "replay_erasures",
    "request_appointment",
    "request_approval",
    "restore_person",
    "send_due_letters",
    "suspend_person",
    "withdraw_approval",
    "withdraw_restoration",
]
