"""Letters to those who filed a pin or a sighting, in the language they filed in. The post office is accounts'."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts import actions as accounts
from accounts.actions.secret import token_of
from accounts.rules.tokens import Purpose
from biomes import actions, queries
from biomes.models import GuestFiling
from biomes.queries import Reader
from biomes.rules.guests import Kind, News
from biomes.words.guests import NEWS
from moderation import queries as moderation


def ask_to_confirm(asked: GuestFiling, at: datetime) -> None:
    """One link; looking at it changes nothing, the button behind it does."""
    with translation.override(asked.language):
        context = {"is_pin": asked.kind == Kind.PIN, "link": _guest_link(str(asked.key))}
        title, text = _worded("confirm", context)
    accounts.post_letter(to=asked.email, subject=title, text=text, at=at)


def tell(news: News, subject: str, at: datetime, code: str = "") -> None:
    """What became of it, to who filed it; heard twice, told once."""
    reader = queries.reader_of(subject)
    letter = _written(reader, news, code) if reader else None
    actions.tell_author(subject=subject, news=news, letter=letter, at=at)


def _written(reader: Reader, news: News, code: str) -> actions.Written:
    with translation.override(reader.language):
        heading, sentence = NEWS[news]
        link = _guest_link(reader.guest) if reader.guest else settings.SITE_URL + reverse("biomes:mine")
        reason = moderation.codes().filter(slug=code).first() if code else None
        title, text = _worded(
            "news",
            {
                "heading": heading,
                "sentence": sentence,
                "link": link,
                "reason": reason,
                "is_guest": bool(reader.guest),
            },
        )
    return actions.Written(reader.email, title, text)


def _worded(name: str, context: dict[str, Any]) -> tuple[str, str]:
    """The first line of a template is the subject, the rest is the letter."""
    whole = render_to_string(f"biomes/mail/{name}.txt", context | {"SITE_URL": settings.SITE_URL})
    title, _break, text = whole.strip().partition("\n")
    return " ".join(title.split()), text.strip() + "\n"


def _guest_link(key: str) -> str:
    return settings.SITE_URL + reverse("biomes:guest", args=[token_of(Purpose.GUEST, key)])
