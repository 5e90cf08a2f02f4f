import secrets
import uuid
from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moderation.rules.lifecycle import QUEUED, State

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

    def free_for(self, moderator: object, at: datetime) -> "ItemQuerySet":
        """Not held by somebody else, and not an appeal against this moderator's own decision."""
        held = Q(lock__until__gt=at) & ~Q(lock__moderator=moderator)
        return self.exclude(held).exclude(state=State.APPEALED.value, decisions__moderator=moderator)


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
        indexes = [models.Index(fields=["state", "submitted_at"], name="item_queue")]

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
