"""Every write of petitions, by the noun it is about."""

from accounts.actions.secret import hash_of, message_id, origins_of, token_of
from petitions.actions.answering import AnswerTo, decline_debate, record_debate, respond, take_up
from petitions.actions.carrying import carry_petitions
from petitions.actions.counting import count_batch, count_due
from petitions.actions.deciding import allow_prefix, set_sponsor_need, set_threshold
from petitions.actions.ending import (
    agree_to_stop,
    ask_to_stop,
    close_due,
    forget_due,
    withdraw_petition,
)
from petitions.actions.filing import (
    Whole,
    begin_draft,
    confirm_filing,
    draft_at_once,
    file_at_once,
    file_petition,
    save_about,
    save_asks,
    save_background,
    save_relation,
    save_title,
)
from petitions.actions.importing import Beside, Confirmed, import_signatures, import_sponsors
from petitions.actions.mailing import Undeliverable, Unreachable, judge_due, mail_due, set_aside
from petitions.actions.opening import apply_decision
from petitions.actions.refusals import (
    CannotConfirm,
    CannotDebate,
    CannotEnd,
    CannotFile,
    CannotRespond,
    CannotSign,
    CannotSponsor,
)
from petitions.actions.signing import (
    Signed,
    attempt_signature,
    confirm_signature,
    release_held,
    sign_now,
    unsubscribe,
    unsubscribe_token,
)
from petitions.actions.sponsoring import attempt_sponsorship, confirm_sponsor, invite_sponsors

__all__ = [
    "AnswerTo",
    "Beside",
    "CannotConfirm",
    "CannotDebate",
    "CannotEnd",
    "CannotFile",
    "CannotRespond",
    "CannotSign",
    "CannotSponsor",
    "Confirmed",
    "Signed",
    "Undeliverable",
    "Unreachable",
    "Whole",
    "agree_to_stop",
    "allow_prefix",
    "apply_decision",
    "ask_to_stop",
    "attempt_signature",
    "attempt_sponsorship",
    "begin_draft",
    "carry_petitions",
    "close_due",
    "confirm_filing",
    "confirm_signature",
    "confirm_sponsor",
    "count_batch",
    "count_due",
    "decline_debate",
    "draft_at_once",
    "file_at_once",
    "file_petition",
    "forget_due",
    "hash_of",
    "import_signatures",
    "import_sponsors",
    "invite_sponsors",
    "judge_due",
    "mail_due",
    "message_id",
    "origins_of",
    "record_debate",
    "release_held",
    "respond",
    "save_about",
    "save_asks",
    "save_background",
    "save_relation",
    "save_title",
    "set_aside",
    "set_sponsor_need",
    "set_threshold",
    "sign_now",
    "take_up",
    "token_of",
    "unsubscribe",
    "unsubscribe_token",
    "withdraw_petition",
]
