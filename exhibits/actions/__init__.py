"""Every write of exhibits."""

from exhibits.actions.exhibits import (
    draft_from_run,
    edit_exhibit,
    publish_exhibit,
    reopen_exhibit,
    return_exhibit,
    submit_exhibit,
    translate_exhibit,
    withdraw_exhibit,
)
from exhibits.actions.refusals import CannotDraft, CannotEdit, CannotSubmit, CannotWithdraw
from exhibits.actions.scenes import (
    add_scene,
    cite_source,
    edit_scene,
    move_scene,
    remove_scene,
    translate_scene,
)

__all__ = [
    "CannotDraft", "CannotEdit", "CannotSubmit", "CannotWithdraw", "add_scene", "cite_source", "draft_from_run",
    "edit_exhibit", "edit_scene", "move_scene", "publish_exhibit", "remove_scene", "reopen_exhibit",
    "return_exhibit", "submit_exhibit", "translate_exhibit", "translate_scene", "withdraw_exhibit",
]  # fmt: skip
