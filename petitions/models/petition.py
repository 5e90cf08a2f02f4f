from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from petitions.rules import lifecycle, texts
from petitions.rules.filing import Draft, Relation
from petitions.rules.lifecycle import DebateTrack, ResponseTrack, State

if TYPE_CHECKING:
    from biomes.models import Biome

# No vowels, so no words.
ALPHABET = "0123456789bcdfghjklmnpqrstvwxz"


def new_code() -> str:
    """A petition's name until a moderator has read it: 12 letters that say nothing."""
    return "n-" + "".join(secrets.choice(ALPHABET) for _ in range(12))


class PetitionQuerySet(models.QuerySet["Petition"]):
    def public(self) -> PetitionQuerySet:
        return self.filter(state__in=[s.value for s in lifecycle.PUBLIC])

    def listed(self) -> PetitionQuerySet:
        return self.filter(state__in=[s.value for s in lifecycle.LISTED])

    def whole(self) -> PetitionQuerySet:
        return self.select_related("body", "zone", "filer").prefetch_related(
            "asks",
            "about__biome",
            "citations",
            "crossings__threshold__zones__zone",
            "crossings__duty__holder",
        )


class Petition(models.Model):
    """What people ask for a living system: numbered asks, a deadline, and the duty it may open."""

    # Until a moderator approves it, a petition's words are nowhere in an address or in the record:
    # the slug is the code, and becomes the title's only when it opens.
    code = models.CharField(max_length=20, unique=True, default=new_code, editable=False)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=texts.TITLE, blank=True)
    background = models.TextField(_("background"), max_length=texts.BACKGROUND, blank=True)
    details = models.TextField(_("details"), max_length=texts.DETAILS, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    biomes = models.ManyToManyField(
        "biomes.Biome", through="petitions.PetitionBiome", related_name="petitions"
    )
    # The subject of the article at stake: of the biome's charter or of the universal one.
    right = models.CharField(_("right at stake"), max_length=120, blank=True)
    # To whom; its thresholds are the ones that count.
    body = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="petitions"
    )
    # Where the filer is, which decides how many sponsors are needed.
    zone = models.ForeignKey(
        "biomes.Zone", on_delete=models.PROTECT, null=True, blank=True, related_name="petitions"
    )
    relation = models.CharField(_("relation to the place"), max_length=10, blank=True)

    state = models.CharField(_("state"), max_length=20, default=State.DRAFT.value)
    response_track = models.CharField(_("response"), max_length=10, default=ResponseTrack.NONE.value)
    debate_track = models.CharField(_("debate"), max_length=10, default=DebateTrack.NONE.value)
    end_reason = models.TextField(_("reason of its end"), max_length=600, blank=True)

    created_at = models.DateTimeField(_("begun at"))
    saved_at = models.DateTimeField(_("saved at"))
    filed_at = models.DateTimeField(_("filed at"), null=True, blank=True)
    moderated_at = models.DateTimeField(_("in moderation since"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    # Stored, never recomputed: month ends and pauses of signing are settled once.
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    anonymised_at = models.DateTimeField(_("signers forgotten at"), null=True, blank=True)

    # Written by the count only, never by a signature.
    signature_count = models.PositiveIntegerField(_("signatures"), default=0, editable=False)
    # Of them signed on paper; the rest signed online.
    paper_count = models.PositiveIntegerField(
        _("signatures on paper"), default=0, db_default=0, editable=False
    )
    counted_at = models.DateTimeField(_("counted at"), null=True, blank=True, editable=False)

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("petition")
        verbose_name_plural = _("petitions")
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="petition_state_known"
            ),
            models.CheckConstraint(
                condition=Q(response_track__in=[t.value for t in ResponseTrack]),
                name="petition_response_known",
            ),
            models.CheckConstraint(
                condition=Q(debate_track__in=[t.value for t in DebateTrack]), name="petition_debate_known"
            ),
            models.CheckConstraint(
                condition=Q(relation__in=["", *(r.value for r in Relation)]), name="petition_relation_known"
            ),
            # Whoever can sign knows until when.
            models.CheckConstraint(
                condition=~Q(state__in=[State.OPEN.value, State.CLOSED.value])
                | Q(opened_at__isnull=False, closes_at__isnull=False, body__isnull=False),
                name="petition_open_has_deadline",
            ),
            models.CheckConstraint(
                condition=Q(paper_count__lte=models.F("signature_count")), name="petition_paper_within_total"
            ),
        ]
        indexes = [
            GinIndex(fields=["title"], name="petition_title_trgm", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["state", "closes_at"]),
            models.Index(fields=["state", "-signature_count"]),
        ]

    def __str__(self) -> str:
        return self.title or self.code

    def get_absolute_url(self) -> str:
        return reverse("petitions:petition", args=[self.slug])

    @property
    def subject(self) -> str:
        return f"petitions.petition/{self.slug}"

    @property
    def waters(self) -> list[Biome]:
        """The living systems it is about, the first named first."""
        return [row.biome for row in self.about.all()]

    @property
    def online_count(self) -> int:
        return self.signature_count - self.paper_count

    @property
    def is_open(self) -> bool:
        return self.state in lifecycle.SIGNABLE

    @property
    def is_public(self) -> bool:
        return self.state in lifecycle.PUBLIC

    def draft(self) -> Draft:
        """What decides which step of filing is wanting."""
        return Draft(
            biomes=self.biomes.count(),
            right=self.right,
            title=self.title,
            asks=[ask.text for ask in self.asks.all()],
            background=self.background,
            details=self.details,
            relation=self.relation,
        )


class PetitionBiome(models.Model):
    """A living system that a petition is about."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.CASCADE, related_name="about")
    biome = models.ForeignKey("biomes.Biome", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("living system of a petition")
        verbose_name_plural = _("living systems of petitions")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "biome"], name="petition_biome_once"),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.biome_id}"


class Ask(models.Model):
    """One numbered thing that a body can answer."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.CASCADE, related_name="asks")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("ask"), max_length=texts.ASK)

    class Meta:
        verbose_name = _("ask")
        verbose_name_plural = _("asks")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "number"], name="ask_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=texts.ASKS), name="ask_between_one_and_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Citation(models.Model):
    """What a petition rests on: a reading, an alert, an article, a run, by its subject."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.CASCADE, related_name="citations")
    subject = models.CharField(_("subject"), max_length=120)

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "subject"], name="citation_once"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def noun(self) -> str:
        return self.subject.partition("/")[0]


def next_number(rows: models.QuerySet[Any], field: str = "number") -> int:
    """The number after the highest; the caller holds the lock that makes it so."""
    return (rows.aggregate(top=models.Max(field))["top"] or 0) + 1
