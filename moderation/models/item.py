import secrets
import uuid
from datetime import datetime
from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Left
from django.utils.translation import gettext_lazy as _

from moderation.rules.lifecycle import OPINION_FIRST, QUEUED, State
from moderation.rules.similarity import COMPARED

if TYPE_CHECKING:
    from accounts.models import User

LABELS = {
    State.WAITING: _("waiting"),
    State.APPROVED: _("approved"),
    State.REJECTED: _("rejected"),
    State.APPEALED: _("appealed"),
    State.CONFIRMED: _("rejected for good"),
    State.WITHDRAWN: _("withdrawn"),
}

# What the upper apps submit; a kind nobody named here shows its key.
KINDS = {
    "petitions.petition": _("petition"),
    "petitions.coalition": _("coalition"),
    "petitions.pledge": _("pledge"),
    "petitions.report": _("report of a pledge"),
    "petitions.judgement": _("judgement of a report"),
    "petitions.beacon": _("request for a beacon"),
    "dialogues.proposition": _("dialogue statement"),
    "exhibits.exhibit": _("exhibit"),
    "exhibits.note": _("visitor's note"),
    "biomes.biome": _("living system on the map"),
    "biomes.statement": _("statement for a living system"),
    "biomes.story": _("community story"),
    "biomes.sighting": _("sighting"),
}


def new_salt() -> bytes:
    return secrets.token_bytes(32)


class ItemQuerySet(models.QuerySet["Item"]):
    def queued(self) -> "ItemQuerySet":
        return self.filter(state__in=[s.value for s in QUEUED])

    def free_for(self, moderator: "User", at: datetime) -> "ItemQuerySet":
        """What this moderator may be given: not held by somebody else, not their own text, not an appeal against
        their own decision, and not what a colleague is to see first."""
        held = Q(lock__until__gt=at) & ~Q(lock__moderator=moderator)
        asked = Opinion.objects.open().filter(item=OuterRef("pk"))
        since = at - OPINION_FIRST
        elsewhere = asked.filter(
            Q(asked_by=moderator, answered_at__isnull=True, asked_at__gt=since)
            | Q(answered_by=moderator, answered_at__gt=since)
        )
        return (
            self.exclude(held)
            .exclude(author=moderator.code)
            .exclude(state=State.APPEALED.value, decisions__moderator=moderator)
            .exclude(Exists(elsewhere))
        )

    def in_turn(self, moderator: "User") -> "ItemQuerySet":
        """What waits for this moderator's opinion, or came back with one, before the longest waiting."""
        theirs = Opinion.objects.open().filter(
            Q(answered_at__isnull=True) & ~Q(asked_by=moderator)
            | Q(answered_at__isnull=False, asked_by=moderator),
            item=OuterRef("pk"),
        )
        return self.annotate(
            turn=Case(When(Exists(theirs), then=0), default=1, output_field=models.SmallIntegerField())
        ).order_by("turn", "submitted_at", "pk")


class Item(models.Model):
    """A text in the queue: a copy of what its author asked to publish, as it was then."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(_("subject"), max_length=200)
    kind = models.CharField(_("kind"), max_length=60)
    snapshot = models.JSONField(_("text"))
    # With the salt erased, the commitment in the public log says nothing about the text any more.
    salt = models.BinaryField(default=new_salt, editable=False)
    language = models.CharField(_("language"), max_length=8)
    author = models.CharField(_("author"), max_length=32, blank=True)
    state = models.CharField(
        _("state"),
        max_length=12,
        default=State.WAITING.value,
        choices=[(s.value, LABELS[s]) for s in State],
    )
    submitted_at = models.DateTimeField(_("submitted at"))
    # Of the last decision; the first one is in `decisions`.
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    # All its texts in one, kept by the database: compared by trigrams, emptied with the snapshot.
    plain = models.GeneratedField(
        expression=Left(
            Cast(
                Func(
                    "snapshot",
                    Value('strict $.** ? (@.type() == "string")'),
                    function="jsonb_path_query_array",
                ),
                models.TextField(),
            ),
            COMPARED,
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
    # The earlier text it was nearly the same as when it came. It groups; it decides nothing.
    original = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="alike"
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="item_state_known"),
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(state__in=sorted(s.value for s in QUEUED)),
                name="item_queued_once_per_subject",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="item_queue"),
            GinIndex(fields=["plain"], opclasses=["gin_trgm_ops"], name="item_plain_trigrams"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        """How the ledger names it; ``subject`` is the content's."""
        return f"moderation.item/{self.uuid}"

    @property
    def title(self) -> str:
        return str(self.snapshot.get("title") or self.subject)

    @property
    def kind_label(self) -> str:
        return str(KINDS.get(self.kind, self.kind))

    @property
    def status(self) -> State:
        return State(self.state)


class Decision(models.Model):
    """One decision on one item, with its published code and words. Never changed."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="decisions")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approve = models.BooleanField(_("approved"))
    code = models.ForeignKey("moderation.Code", on_delete=models.PROTECT, related_name="decisions")
    text = models.TextField(_("published words"), max_length=1000, blank=True)
    on_appeal = models.BooleanField(_("on appeal"), default=False)
    # Decided in a group of near-duplicates: the text they were compared with.
    original = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        triggers = [
            pgtrigger.Protect(name="decision_stands", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "on_appeal"], name="decision_once_per_round"),
            models.UniqueConstraint(
                fields=["item", "moderator"], name="decision_never_twice_by_one_moderator"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.code}"


class Lock(models.Model):
    """Who is reading an item, so that two do not decide it at once. It lapses by itself."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="lock")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    taken_at = models.DateTimeField(_("taken at"))
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("lock")
        verbose_name_plural = _("locks")

    def __str__(self) -> str:
        return f"{self.item}: {self.moderator}"


class Appeal(models.Model):
    """The author's one objection to a rejection; another moderator answers it."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="appeal")
    by = models.CharField(_("by"), max_length=32)
    reason = models.TextField(_("reason"), max_length=1000)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")

    def __str__(self) -> str:
        return f"{self.item}"


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def open(self) -> "OpinionQuerySet":
        return self.filter(closed_at__isnull=True)


class Opinion(models.Model):
    """A question to a colleague about one text, and the answer. Never public, never the author's to read."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="opinions")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    question = models.TextField(_("question"), max_length=1000)
    asked_at = models.DateTimeField(_("asked at"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    # When the text was decided, the question taken back, or a new one asked.
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("second opinion")
        verbose_name_plural = _("second opinions")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(closed_at__isnull=True), name="opinion_one_open_per_item"
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True, answered_at__isnull=True)
                | Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answered_by=F("asked_by")),
                name="opinion_answered_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}"
