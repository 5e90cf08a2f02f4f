"""Near-duplicates decided together: one code, one reason, one decision and one fact for each text."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from moderation.actions.queue import CannotDecide, decide
from moderation.models import Decision, Item

if TYPE_CHECKING:
    from accounts.models import User

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Together:
    """What a group decision did: the decisions made, and each text left with the reason why."""

    made: list[Decision] = field(default_factory=list)
    left: list[tuple[Item, str]] = field(default_factory=list)


@transaction.atomic
def decide_together(
    *,
    original_id: int,
    item_ids: Iterable[int],
    moderator: "User",
    approve: bool,
    code: str,
    text: str,
    at: datetime,
) -> Together:
    """Decide the chosen texts of one group, citing the original; what cannot be decided is left and named.

    The original may be among them; its own decision cites nothing.
    """
    chosen = sorted(set(item_ids))
    if not chosen:
        raise CannotDecide(_("Choose at least one text."))
    if len(chosen) > MOST_AT_ONCE:
        raise CannotDecide(_("At most %(most)s texts are decided at once.") % {"most": MOST_AT_ONCE})
    original = Item.objects.get(pk=original_id)
    # In the order of their numbers: two moderators with the same group never wait for each other in a circle.
    items = list(Item.objects.filter(pk__in=chosen).order_by("pk"))
    if strangers := [item for item in items if original.pk not in (item.pk, item.original_id)]:
        raise CannotDecide(_("“%(title)s” does not belong to this group.") % {"title": strangers[0].title})
    together = Together()
    for item in items:
        cited = None if item.pk == original.pk else original
        try:
            made = decide(
                item_id=item.pk, moderator=moderator, approve=approve, code=code, text=text, at=at, original=cited
            )  # fmt: skip
        except CannotDecide as why:
            together.left.append((item, str(why)))
        else:
            together.made.append(made)
    return together
