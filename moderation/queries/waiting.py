"""Reads of the queue, for moderators and authors."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from accounts import queries as accounts
from moderation.models import Decision, Item, Lock, Notice, Opinion
from moderation.models.item import KINDS
from moderation.rules import lifecycle
from moderation.rules.lifecycle import State
from moderation.rules.signals import Signal, in_snapshot

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What waits: how much, how long, and how much of it is late."""

    waiting: int
    appeals: int
    amber: int
    red: int
    oldest_at: datetime | None
    # From how many on the public is told.
    notice_at: int

    @property
    def is_long(self) -> bool:
        return self.waiting + self.appeals >= self.notice_at


def open_item(subject: str) -> Item | None:
    """The item of this content that waits for a decision or an appeal's answer."""
    return Item.objects.queued().filter(subject=subject).first()


def latest_item(subject: str) -> Item | None:
    """The newest item of this content, whatever its state: its author's page shows it."""
    return Item.objects.filter(subject=subject).order_by("-submitted_at", "-pk").first()


def item(uuid: UUID) -> Item | None:
    return (
        Item.objects.filter(uuid=uuid)
        .select_related("lock__moderator", "appeal", "original")
        .prefetch_related("decisions__code", "decisions__moderator")
        .first()
    )


def last_decision(subject: str) -> Decision | None:
    """The decision that stands for this content, with code and published words."""
    return (
        Decision.objects.filter(item__subject=subject)
        .select_related("code", "item")
        .order_by("-decided_at", "-pk")
        .first()
    )


def queue(*, kind: str = "", language: str = "") -> QuerySet[Item]:
    """Appeals and first decisions alike, longest waiting first."""
    wanted = {name: value for name, value in {"kind": kind, "language": language}.items() if value}
    copies = Item.objects.queued().filter(original=OuterRef("pk")).order_by().values("original")
    return (
        Item.objects.queued()
        .filter(**wanted)
        .select_related("lock__moderator", "appeal")
        .annotate(
            copies=Subquery(copies.annotate(number=Count("pk")).values("number")),
            asked=Exists(Opinion.objects.open().filter(item=OuterRef("pk"), answered_at__isnull=True)),
        )
        .order_by("submitted_at", "pk")
    )


def kinds_in_queue() -> list[str]:
    return list(Item.objects.queued().order_by("kind").values_list("kind", flat=True).distinct())


def languages_in_queue() -> list[str]:
    return list(Item.objects.queued().order_by("language").values_list("language", flat=True).distinct())


def items_of(author: "User") -> QuerySet[Item]:
    """What a person has asked to publish, newest first."""
    return (
        Item.objects.filter(author=author.code)
        .prefetch_related("decisions__code")
        .select_related("appeal")
        .order_by("-submitted_at")
    )


def counts(at: datetime) -> Queue:
    """Late means: nobody has decided for the first time (specs: amber 5 days, red 7)."""
    waiting = Q(state=State.WAITING.value)
    red = waiting & Q(submitted_at__lte=at - lifecycle.RED_AFTER)
    amber = waiting & Q(submitted_at__lte=at - lifecycle.AMBER_AFTER) & ~red
    found = Item.objects.queued().aggregate(
        waiting=Count("pk", filter=waiting),
        appeals=Count("pk", filter=Q(state=State.APPEALED.value)),
        amber=Count("pk", filter=amber),
        red=Count("pk", filter=red),
        oldest_at=Min("submitted_at", filter=waiting),
    )
    return Queue(**found, notice_at=notice_at(at))


def notice_at(at: datetime) -> int:
    newest = Notice.objects.filter(since__lte=at).first()
    return newest.length if newest else lifecycle.DELAY_NOTICE_AT


def signals(item: Item) -> list[Signal]:
    return in_snapshot(item.snapshot)


@dataclass(frozen=True, slots=True)
class Hold:
    """Who reads an item now, as one moderator sees it."""

    mine: bool = False
    theirs: "User | None" = None
    until: datetime | None = None
    own_decision: bool = False
    decided: bool = False
    own_text: bool = False


def hold(item: Item, moderator: "User", at: datetime) -> Hold:
    if item.status not in lifecycle.QUEUED:
        return Hold(decided=True)
    if accounts.stands_for(item.author, moderator):
        return Hold(own_text=True)
    if item.status is State.APPEALED and item.decisions.filter(moderator=moderator).exists():
        return Hold(own_decision=True)
    lock = Lock.objects.filter(item=item, until__gt=at).select_related("moderator").first()
    if lock is None:
        return Hold()
    mine = lock.moderator_id == moderator.pk
    return Hold(mine=mine, theirs=None if mine else lock.moderator, until=lock.until)


@dataclass(frozen=True, slots=True)
class Field:
    """One part of a snapshot: a text, or a numbered list of texts."""

    name: str
    text: str = ""
    texts: tuple[str, ...] = ()


# The words for parts of a text; a part nobody named shows its key.
FIELDS = {
    "title": _("Title"),
    "asks": _("Asks"),
    "background": _("Background"),
    "details": _("Details"),
    "seen": _("Seen"),
    "relation": _("Relation to the place"),
    "founder": _("Founded by"),
    "around": _("Stands around"),
    "pledge": _("What is pledged"),
    "text": _("Text"),
    "note": _("Note"),
    "description": _("Description"),
}


def known_kinds() -> list[str]:
    return list(KINDS)


def kind_label(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def snapshot_fields(item: Item) -> list[Field]:
    """The snapshot in its own order, ready to be read."""
    # JSON in the database keeps no order: parts we know come as FIELDS lists them, the title above all.
    known = [name for name in FIELDS if name in item.snapshot and name != "title"]
    others = sorted(set(item.snapshot) - set(FIELDS))
    found = []
    for name in [*known, *others]:
        value = item.snapshot[name]
        label = str(FIELDS.get(name, name))
        if isinstance(value, list):
            found.append(Field(label, texts=tuple(str(text) for text in value)))
        elif value not in ("", None):
            found.append(Field(label, text=str(value)))
    return found


def decisions(item: Item) -> QuerySet[Decision]:
    return (
        Decision.objects.filter(item=item)
        .select_related("code", "moderator", "original")
        .order_by("decided_at")
    )


def may_appeal(item: Item, at: datetime) -> bool:
    """Whether its author may appeal now; who that is, the door knows."""
    return lifecycle.may_appeal(item.status, decided_at=item.decided_at, at=at)
