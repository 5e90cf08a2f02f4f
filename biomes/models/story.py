from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biomes.rules.story import PUBLIC, Afterwards, Consent, Sound, Stage


class StoryQuerySet(models.QuerySet["Story"]):
    def public(self) -> StoryQuerySet:
        shown = self.filter(stage__in=[s.value for s in PUBLIC], may_see=True, biome__stage="published")
        # An erased person's name is gone before anybody hears of it; what goes with it shows no more.
        return shown.exclude(teller="", afterwards=Afterwards.TAKEN_DOWN.value)


class Story(models.Model):
    """What the people of a place tell of it, in their words and sound, with the consent of those portrayed."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    biome = models.ForeignKey("biomes.Biome", on_delete=models.PROTECT, related_name="stories")
    # The first is as it was told; each {language, title, text, by} after it is a translation.
    tellings: models.JSONField[Any, Any] = models.JSONField(_("tellings"), default=list)
    # Who tells it, in the words they chose: a person, a village, a guild. Empty where they asked to be forgotten.
    teller = models.CharField(_("told by"), max_length=120, blank=True)
    # The name of the file, as the store knows it.
    sound = models.CharField(_("sound"), max_length=120, blank=True)
    sound_kind = models.CharField(_("kind of sound"), max_length=12, blank=True)
    transcript = models.TextField(_("transcript"), max_length=20_000, blank=True)
    consent = models.CharField(_("how consent was given"), max_length=10)
    consent_of = models.CharField(_("who consented"), max_length=300, blank=True)
    may_see = models.BooleanField(_("may be seen"), default=False)
    may_quote = models.BooleanField(_("may be quoted"), default=False)
    may_export = models.BooleanField(_("may be exported"), default=False)
    # The opaque code of who filed it: the teller, or a curator for a community.
    author = models.CharField(_("filed by"), max_length=32)
    afterwards = models.CharField(
        _("when their account is erased"), max_length=10, default=Afterwards.TAKEN_DOWN.value
    )
    stage = models.CharField(_("stage"), max_length=10, default=Stage.WAITING.value)
    filed_at = models.DateTimeField(_("filed at"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("community story")
        verbose_name_plural = _("community stories")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=[s.value for s in Stage]), name="story_stage_known"),
            models.CheckConstraint(
                condition=Q(consent__in=[c.value for c in Consent]), name="story_consent_known"
            ),
            models.CheckConstraint(
                condition=Q(afterwards__in=[a.value for a in Afterwards]), name="story_afterwards_known"
            ),
            models.CheckConstraint(
                condition=Q(sound_kind="") | Q(sound_kind__in=[s.value for s in Sound]),
                name="story_sound_known",
            ),
            # Nothing is shown that those portrayed did not agree to show.
            models.CheckConstraint(
                condition=~Q(stage=Stage.PUBLISHED.value) | Q(may_see=True), name="story_seen_by_consent"
            ),
            # What was withdrawn is gone: its words, its sound, and the names of those who had agreed.
            models.CheckConstraint(
                condition=~Q(stage=Stage.WITHDRAWN.value)
                | Q(tellings=[], sound="", transcript="", consent_of="", withdrawn_at__isnull=False),
                name="story_withdrawn_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        return f"biomes.story/{self.uuid}"

    @property
    def title(self) -> str:
        return str(self.tellings[0]["title"]) if self.tellings else str(self.uuid)

    @property
    def language(self) -> str:
        return str(self.tellings[0]["language"]) if self.tellings else ""

    @property
    def is_public(self) -> bool:
        goes = not self.teller and self.afterwards == Afterwards.TAKEN_DOWN
        return self.stage in PUBLIC and self.may_see and self.biome.is_public and not goes
