"""Who filed something is told what became of it, each thing once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts import actions as accounts
from biomes.actions.guests import forget_guest
from biomes.models import Notified
from biomes.rules.guests import LAST, News


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as it will be sent."""

    to: str
    title: str
    text: str


@transaction.atomic
def tell_author(*, subject: str, news: News, letter: Written | None, at: datetime) -> bool:
    """Owe the letter, if this was not told before; after the last one a guest's address is forgotten."""
    _row, is_new = Notified.objects.get_or_create(subject=subject, news=news.value, defaults={"at": at})
    if not is_new:
        return False
    if letter is not None:
        accounts.post_letter(to=letter.to, subject=letter.title, text=letter.text, at=at)
    if news in LAST:
        forget_guest(subject=subject)
    return letter is not None
