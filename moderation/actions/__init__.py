"""Every write of moderation: the queue, groups of near-duplicates, second opinions, codes and drafts."""

from moderation.actions.alike import Together, decide_together
from moderation.actions.codes import (
    CannotChange,
    add_code,
    change_code,
    delete_code,
    publish_code,
    restore_code,
    retire_code,
    set_notice,
    write_draft,
)
from moderation.actions.months import seal_due_months, seal_month
from moderation.actions.opinions import ask_opinion, give_opinion, take_back_question
from moderation.actions.queue import (
    CannotAppeal,
    CannotDecide,
    appeal,
    decide,
    forget,
    lock,
    release,
    submit,
    take_next,
    withdraw,
    withdraw_of,
)

__all__ = [
    "CannotAppeal",
    "CannotChange",
    "CannotDecide",
    "Together",
    "add_code",
    "appeal",
    "ask_opinion",
    "change_code",
    "decide",
    "decide_together",
    "delete_code",
    "forget",
    "give_opinion",
    "lock",
    "publish_code",
    "release",
    "restore_code",
    "retire_code",
    "seal_due_months",
    "seal_month",
    "set_notice",
    "submit",
    "take_back_question",
    "take_next",
    "withdraw",
    "withdraw_of",
    "write_draft",
]
