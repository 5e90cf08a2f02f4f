"""Every write of the council: bodies, seats and mandates, rules, motions, ballots, counts, consent."""

from council.actions.agenda import add_agenda_item, call_sitting, put_on_agenda
from council.actions.ballots import CannotVote, KeyReused, cast_ballot
from council.actions.bodies import (
    CannotSeat,
    add_seat,
    agree_to_seat_change,
    appoint,
    ask_to_end_mandate,
    ask_to_seat,
    end_mandate,
    end_mandates_of_guardian,
    found_body,
)
from council.actions.clock import advance_due, advance_motion
from council.actions.closing import cast_casting_vote, close_voting
from council.actions.consent import (
    CannotObject,
    CannotOverride,
    file_objection,
    open_override,
    settle_consent,
)
from council.actions.motions import (
    CannotMove,
    admit_motion,
    draft_motion,
    open_debate,
    postpone_motion,
    recall_motion,
    recuse_seat,
    refuse_motion,
    revise_draft,
    schedule_motion,
    submit_motion,
    withdraw_motion,
)
from council.actions.proposals import propose_rule
from council.actions.rules import CannotRule, define_rule
from council.actions.voting import CannotOpen, open_voting

__all__ = [
    "CannotMove",
    "CannotObject",
    "CannotOpen",
    "CannotOverride",
    "CannotRule",
    "CannotSeat",
    "CannotVote",
    "KeyReused",
    "add_agenda_item",
    "add_seat",
    "admit_motion",
    "advance_due",
    "advance_motion",
    "agree_to_seat_change",
    "appoint",
    "ask_to_end_mandate",
    "ask_to_seat",
    "call_sitting",
    "cast_ballot",
    "cast_casting_vote",
    "close_voting",
    "define_rule",
    "draft_motion",
    "end_mandate",
    "end_mandates_of_guardian",
    "file_objection",
    "found_body",
    "open_debate",
    "open_override",
    "open_voting",
    "postpone_motion",
    "propose_rule",
    "put_on_agenda",
    "recall_motion",
    "recuse_seat",
    "refuse_motion",
    "revise_draft",
    "schedule_motion",
    "settle_consent",
    "submit_motion",
    "withdraw_motion",
]
