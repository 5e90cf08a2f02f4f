"""Every write of the queue: submit, take, decide, appeal, withdraw."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import queries as accounts
from ledger import actions as ledger
from moderation.actions.likeness import find_original
from moderation.models import Appeal, Code, Decision, Item, Lock, Opinion
from moderation.models.item import ItemQuerySet
from moderation.rules import lifecycle
from moderation.rules.commitments import commitment
from moderation.rules.lifecycle import Held, Refused, State

if TYPE_CHECKING:
    from accounts.models import User


class CannotDecide(Exception):
    """The decision was refused; the message is fit to show."""


class CannotAppeal(Exception):
    """The appeal was refused; the message is fit to show."""


@transaction.atomic
def submit(
    *, subject: str, kind: str, snapshot: dict[str, Any], language: str, author: str, at: datetime
) -> Item:
    """Put a text in the queue; what already waits for this subject is replaced by the newer text.

    ``author`` is a person's code, or "" for somebody without an account.
    """
    waiting = Item.objects.select_for_update().queued().filter(subject=subject).first()
    if waiting:
        waiting.snapshot, waiting.language = snapshot, language
        waiting.save(update_fields=["snapshot", "language"])
        find_original(waiting, at=at)
        return waiting
    item = Item.objects.create(
        subject=subject, kind=kind, snapshot=snapshot, language=language, author=author, submitted_at=at
    )
    find_original(item, at=at)
    ledger.record(
        kind="moderation.item.submitted",
        subject=item.ref,
        actor=author,
        at=at,
        public=False,
        about=[subject],
        content_kind=kind,
        language=language,
    )
    return item


@transaction.atomic
def withdraw(*, subject: str, at: datetime, actor: str = "") -> None:
    """Its author took the content back: nobody needs to decide any more."""
    item = Item.objects.select_for_update().queued().filter(subject=subject).first()
    if item is None:
        return
    item.state = lifecycle.move(item.status, State.WITHDRAWN).value
    item.save(update_fields=["state"])
    Lock.objects.filter(item=item).delete()
    Opinion.objects.open().filter(item=item).update(closed_at=at)
    ledger.record(
        kind="moderation.item.withdrawn", subject=item.ref, actor=actor, at=at, public=False, about=[subject]
    )


def withdraw_of(*, author: str, at: datetime) -> None:
    """Everything of one author that still waits."""
    for subject in Item.objects.queued().filter(author=author).values_list("subject", flat=True):
        withdraw(subject=subject, at=at)


@transaction.atomic
def forget(*, subject: str) -> None:
    """Its author withdrew the content for good: the copies that were judged, their salts, appeals and notes are emptied."""
    items = Item.objects.filter(subject=subject)
    Appeal.objects.filter(item__in=items).update(reason="")
    Opinion.objects.filter(item__in=items).update(question="", answer="")
    items.update(snapshot={}, salt=b"")


@transaction.atomic
def take_next(*, moderator: "User", at: datetime, kind: str = "", language: str = "") -> Item | None:
    """The longest waiting item nobody else reads, locked; the one already held comes first, then opinions."""
    wanted = {name: value for name, value in {"kind": kind, "language": language}.items() if value}
    free = Item.objects.queued().free_for(moderator, at).filter(**wanted)
    # What they filed under a pseudonym is theirs too.
    free = free.exclude(author__in=accounts.marks_of(moderator))
    held = free.filter(lock__moderator=moderator, lock__until__gt=at).order_by("submitted_at").first()
    item = held or _next_free(free, moderator, at)
    if item:
        _hold(item, moderator, at)
    return item


def _next_free(free: ItemQuerySet, moderator: "User", at: datetime) -> Item | None:
    """Two moderators who press at once get two different items."""
    queue = free.in_turn(moderator).select_for_update(skip_locked=True, of=("self",))
    while item := queue.all().first():
        held = _held(item)
        # A colleague's hold may have come between our look at the queue and our lock on its head;
        # the next look sees it.
        if not (held and held.keeps_out(moderator.code, at)):
            return item
    return None


@transaction.atomic
def lock(*, item_id: int, moderator: "User", at: datetime, take_over: bool = False) -> Lock:
    """Hold one item; ``take_over`` takes it from a colleague, who will be told when they decide."""
    item = Item.objects.select_for_update().get(pk=item_id)
    if item.status not in lifecycle.QUEUED:
        raise CannotDecide(_("This has been decided already."))
    refuse_own(item, moderator)
    held = _held(item)
    if held and held.keeps_out(moderator.code, at) and not take_over:
        raise CannotDecide(_("Somebody else is reading this. You can take it over."))
    return _hold(item, moderator, at)


@transaction.atomic
def release(*, item_id: int, moderator: "User") -> None:
    """Put it back unread."""
    Lock.objects.filter(item=item_id, moderator=moderator).delete()


@transaction.atomic
def decide(
    *,
    item_id: int,
    moderator: "User",
    approve: bool,
    code: str,
    text: str,
    at: datetime,
    original: Item | None = None,
) -> Decision:
    """Approve or reject with a published code. The item's row is the lock: the loser gets CannotDecide.

    ``original``: the text this one was found to be nearly the same as, when a group is decided at once.
    """
    item = Item.objects.select_for_update().get(pk=item_id)
    reason = Code.objects.filter(slug=code, approves=approve, retired=False).first()
    if reason is None:
        raise CannotDecide(_("Choose one of the published codes."))
    refuse_own(item, moderator)
    held = _held(item)
    if held and held.keeps_out(moderator.code, at):
        raise CannotDecide(_("A colleague took this over while you were reading."))
    on_appeal = item.status is State.APPEALED
    try:
        item.state = lifecycle.outcome(item.status, approve=approve).value
    except Refused as refusal:
        raise CannotDecide(_("This has been decided already.")) from refusal
    item.decided_at = at
    item.save(update_fields=["state", "decided_at"])
    decision = Decision.objects.create(
        item=item, moderator=moderator, approve=approve, code=reason, text=text, on_appeal=on_appeal,
        original=original, decided_at=at,
    )  # fmt: skip
    Lock.objects.filter(item=item).delete()
    Opinion.objects.open().filter(item=item).update(closed_at=at)
    _record(item, decision)
    return decision


@transaction.atomic
def appeal(*, item_id: int, by: str, reason: str, at: datetime) -> Appeal:
    """The author's one appeal, within 14 days; it goes back to the queue for another moderator.

    ``by`` is a person's code, or "" for an author without an account, whose link the door has proved.
    """
    item = Item.objects.select_for_update().get(pk=item_id)
    if item.author != by:
        raise CannotAppeal(_("Only the author may appeal."))
    if Appeal.objects.filter(item=item).exists():
        raise CannotAppeal(_("You have appealed already; the answer to an appeal is final."))
    if not lifecycle.may_appeal(item.status, decided_at=item.decided_at, at=at):
        raise CannotAppeal(_("An appeal is possible for 14 days after a rejection."))
    made = Appeal.objects.create(item=item, by=by, reason=reason, made_at=at)
    try:
        with transaction.atomic():
            item.state = lifecycle.move(item.status, State.APPEALED).value
            item.save(update_fields=["state"])
    except IntegrityError as clash:  # a newer text of the same content is in the queue
        raise CannotAppeal(_("A newer version of this text is waiting already.")) from clash
    ledger.record(
        kind="moderation.item.appealed",
        subject=item.ref,
        actor=by,
        at=at,
        public=False,
        about=[item.subject],
    )
    return made


def _held(item: Item) -> Held | None:
    lock = Lock.objects.filter(item=item).select_related("moderator").first()
    return Held(by=lock.moderator.code, until=lock.until) if lock else None


def _hold(item: Item, moderator: "User", at: datetime) -> Lock:
    lock, _created = Lock.objects.update_or_create(
        item=item, defaults={"moderator": moderator, "taken_at": at, "until": at + lifecycle.LOCK_FOR}
    )
    return lock


def refuse_own(item: Item, moderator: "User") -> None:
    """Nobody judges their own text, or an appeal against their own decision."""
    if accounts.stands_for(item.author, moderator):
        raise CannotDecide(_("This is your own text; a colleague decides it."))
    if item.status is State.APPEALED and item.decisions.filter(moderator=moderator).exists():
        raise CannotDecide(_("This appeal is against your own decision; a colleague answers it."))


def _record(item: Item, decision: Decision) -> None:
    """The public fact: which code, never which person. What a code hides is named by a salted hash only."""
    body: dict[str, Any] = {
        "content_kind": item.kind,
        "code": decision.code.slug,
        "hides": decision.code.hides,
    }
    if decision.code.hides:
        body["commitment"] = commitment(bytes(item.salt), item.snapshot)
    else:
        body["content"] = item.subject
    if decision.original:
        # By its place in the queue, not by its subject: what is hidden later stays unnamed.
        body["original"] = decision.original.ref
    if decision.approve:
        ledger.record(
            kind="moderation.item.approved",
            subject=item.ref,
            actor=decision.moderator.code,
            at=decision.decided_at,
            public=True,
            about=[item.subject],
            **body,
        )
    else:
        ledger.record(
            kind="moderation.item.rejected",
            subject=item.ref,
            actor=decision.moderator.code,
            at=decision.decided_at,
            public=True,
            about=[item.subject],
            **body,
        )
