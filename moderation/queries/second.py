"""Second opinions on one text, as a moderator may read them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from accounts import queries as accounts
from moderation.models import Item, Opinion

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked and said about a text so far, and what this moderator can add."""

    notes: tuple[Opinion, ...] = ()
    open: Opinion | None = None
    mine: bool = False

    @property
    def may_answer(self) -> bool:
        return self.open is not None and not self.mine


def opinions(item: Item, reader: "User") -> Asked:
    """Nothing for a moderator who wrote the text: the notes are about them."""
    if accounts.stands_for(item.author, reader):
        return Asked()
    notes = tuple(item.opinions.select_related("asked_by", "answered_by"))
    unanswered = next((note for note in notes if note.closed_at is None and note.answered_at is None), None)
    return Asked(notes, unanswered, unanswered is not None and unanswered.asked_by_id == reader.pk)


def questions_elsewhere(reader: "User") -> QuerySet[Opinion]:
    """What this moderator has asked and nobody has answered yet."""
    return (
        Opinion.objects.open()
        .filter(asked_by=reader, answered_at__isnull=True)
        .select_related("item")
        .order_by("asked_at")
    )
