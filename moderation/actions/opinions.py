"""A second opinion: one moderator asks, another answers; the notes stay among them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ledger import actions as ledger
from moderation.actions.queue import CannotDecide, refuse_own
from moderation.models import Item, Lock, Opinion
from moderation.rules import lifecycle

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def ask_opinion(*, item_id: int, moderator: "User", question: str, at: datetime) -> Opinion:
    """Put the text back with a question; a colleague sees it first. An answered question makes room for a new one."""
    item = _ready(item_id, moderator, at)
    if Opinion.objects.open().filter(item=item, answered_at__isnull=True).exists():
        raise CannotDecide(_("A question about this text is open already."))
    Opinion.objects.open().filter(item=item).update(closed_at=at)
    opinion = Opinion.objects.create(item=item, asked_by=moderator, question=question, asked_at=at)
    Lock.objects.filter(item=item).delete()
    ledger.record(
        kind="moderation.opinion.asked", subject=item.ref, actor=moderator.code, at=at, public=False
    )
    return opinion


@transaction.atomic
def give_opinion(*, item_id: int, moderator: "User", answer: str, at: datetime) -> Opinion:
    """Answer a colleague's question; the text goes back to whoever asked. Deciding at once is as good an answer."""
    item = _ready(item_id, moderator, at)
    opinion = _open(item)
    if opinion.asked_by_id == moderator.pk:
        raise CannotDecide(_("This is your own question; a colleague answers it."))
    opinion.answered_by, opinion.answer, opinion.answered_at = moderator, answer, at
    opinion.save(update_fields=["answered_by", "answer", "answered_at"])
    Lock.objects.filter(item=item).delete()
    ledger.record(
        kind="moderation.opinion.given", subject=item.ref, actor=moderator.code, at=at, public=False
    )
    return opinion


@transaction.atomic
def take_back_question(*, item_id: int, moderator: "User", at: datetime) -> None:
    """Whoever asked no longer needs to know."""
    item = Item.objects.select_for_update().get(pk=item_id)
    opinion = _open(item)
    if opinion.asked_by_id != moderator.pk:
        raise CannotDecide(_("Only whoever asked can take the question back."))
    opinion.closed_at = at
    opinion.save(update_fields=["closed_at"])
    ledger.record(
        kind="moderation.opinion.withdrawn", subject=item.ref, actor=moderator.code, at=at, public=False
    )


def _ready(item_id: int, moderator: "User", at: datetime) -> Item:
    """The item, locked, if this moderator may have a say in it now."""
    item = Item.objects.select_for_update().get(pk=item_id)
    if item.status not in lifecycle.QUEUED:
        raise CannotDecide(_("This has been decided already."))
    refuse_own(item, moderator)
    if Lock.objects.filter(item=item, until__gt=at).exclude(moderator=moderator).exists():
        raise CannotDecide(_("A colleague is reading this; nothing was written."))
    return item


def _open(item: Item) -> Opinion:
    found = Opinion.objects.open().filter(item=item, answered_at__isnull=True).first()
    if found is None:
        raise CannotDecide(_("No question about this text is open."))
    return found
