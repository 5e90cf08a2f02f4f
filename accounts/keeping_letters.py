"""The words of letters to those who keep checkpoints, in the language they asked in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts import actions
from accounts.actions.secret import token_of
from accounts.models import Keeper
from accounts.rules.tokens import Purpose


def ask_to_confirm(keeper: Keeper, at: datetime) -> None:
    """One link; looking at it changes nothing, the button behind it does."""
    with translation.override(keeper.language):
        link = _absolute("accounts:confirm_keeper", token_of(Purpose.CHECKPOINTS, keeper.key))
        title, text = _worded(
            "keep_checkpoints", {"link": link, "is_confirmed": keeper.confirmed_at is not None}
        )
    actions.post_letter(to=keeper.email, subject=title, text=text, at=at)


def with_checkpoint(size: int, note: str) -> Callable[[Keeper, datetime], None]:
    """A writer of letters that carry this checkpoint."""

    def write(keeper: Keeper, at: datetime) -> None:
        with translation.override(keeper.language):
            leave = _absolute("accounts:leave_checkpoints", actions.leave_token(keeper.mark))
            context = {
                "size": size, "note": note, "leave": leave, "page": reverse("ledger:verify"),
                "monitor": reverse("log-monitor"),
            }  # fmt: skip
            title, text = _worded("kept_checkpoint", context)
        actions.post_letter(to=keeper.email, subject=title, text=text, at=at, leave=leave)

    return write


def _absolute(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(name, args=[token])


def _worded(name: str, context: dict[str, Any]) -> tuple[str, str]:
    """The first line of a template is the subject, the rest is the letter."""
    whole = render_to_string(f"accounts/mail/{name}.txt", context | {"SITE_URL": settings.SITE_URL})
    title, _break, text = whole.strip().partition("\n")
    return " ".join(title.split())[:200], text.strip() + "\n"
