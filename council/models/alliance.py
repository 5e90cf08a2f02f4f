from datetime import UTC, date, timedelta
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from council.rules.alliances import BEFORE, End, Said, Stage

STAGES = [
    (Stage.PROPOSED.value, _("Proposed")),
    (Stage.AGREED.value, _("Agreed by its parties")),
    (Stage.IN_FORCE.value, _("In force")),
    (Stage.ENDED.value, _("Ended")),
]
ENDINGS = [
    (End.EXPIRED.value, _("its period is over")),
    (End.LEFT.value, _("one side left it")),
    (End.DISSOLVED.value, _("dissolved by its parties")),
    (End.DROPPED.value, _("dropped before it was in force")),
]
LOOKS = {Stage.PROPOSED: "tabled", Stage.AGREED: "open", Stage.IN_FORCE: "in_force", Stage.ENDED: "lapsed"}


class AllianceQuerySet(models.QuerySet["Alliance"]):
    def in_force(self) -> "AllianceQuerySet":
        return self.filter(stage=Stage.IN_FORCE.value)

    def before_force(self) -> "AllianceQuerySet":
        return self.filter(stage__in=[stage.value for stage in BEFORE])

    def with_organisation(self, organisation_pk: int) -> "AllianceQuerySet":
        return self.filter(parties__organisation=organisation_pk, parties__left_at__isnull=True)

    def with_biome(self, slug: str) -> "AllianceQuerySet":
        return self.filter(parties__biome__slug=slug, parties__left_at__isnull=True)


class Alliance(models.Model):
    """An agreement of human bodies and living systems over ``[since, until)``, with what each owes and by when."""

    # `<year>-<n>`, given once.
    code = models.SlugField(_("number"), unique=True)
    # The council whose motion puts it in force.
    body = models.ForeignKey("council.Body", on_delete=models.PROTECT, related_name="alliances")
    title = models.CharField(_("title"), max_length=120)
    purpose = models.TextField(_("purpose"), max_length=2000)
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    is_open = models.BooleanField(_("others may join later"), default=False)
    renews = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="renewals",
        verbose_name=_("renews"),
    )
    # Of its whole agreement: purpose, period, parties, commitments. A word is given to this.
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    stage = models.CharField(_("stage"), max_length=10, choices=STAGES, default=Stage.PROPOSED.value)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="alliances_proposed",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    motion = models.ForeignKey(
        "council.Motion", on_delete=models.PROTECT, null=True, blank=True, related_name="alliances"
    )
    entered_at = models.DateTimeField(_("in force since"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=10, choices=ENDINGS, blank=True)
    # When its parties were reminded that it ends.
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AllianceQuerySet.as_manager()

    class Meta:
        verbose_name = _("alliance")
        verbose_name_plural = _("alliances")
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=[stage.value for stage in Stage]), name="alliance_stage_known"
            ),
            models.CheckConstraint(condition=Q(since__lt=F("until")), name="alliance_since_before_until"),
            models.CheckConstraint(
                condition=Q(
                    stage=Stage.ENDED.value, ended_at__isnull=False, ended_by__in=[e.value for e in End]
                )
                | (~Q(stage=Stage.ENDED.value) & Q(ended_at__isnull=True, ended_by="")),
                name="alliance_ends_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.IN_FORCE.value) | Q(motion__isnull=False, entered_at__isnull=False),
                name="alliance_in_force_by_a_motion",
            ),
            models.UniqueConstraint(
                fields=["renews"],
                condition=~Q(stage=Stage.ENDED.value),
                name="alliance_renewed_once_at_a_time",
            ),
        ]
        triggers = [pgtrigger.Protect(name="alliance_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("council:alliance", args=[self.code])

    @property
    def subject(self) -> str:
        return f"council.alliance/{self.code}"

    @property
    def status(self) -> Stage:
        return Stage(self.stage)

    @property
    def look(self) -> str:
        return LOOKS[self.status]

    @property
    def begins_at(self) -> Any:
        """When it binds: its first day, or the later moment at which it came into force."""
        return max(self.since, self.entered_at) if self.entered_at else self.since

    @property
    def last_day(self) -> date:
        """The day with which it ends."""
        return (self.until - timedelta(microseconds=1)).astimezone(UTC).date()


class PartyQuerySet(models.QuerySet["Party"]):
    def standing(self) -> "PartyQuerySet":
        return self.filter(left_at__isnull=True)


class Party(models.Model):
    """A human body or a living system in an alliance. A living system joins by its guardians' word alone."""

    alliance = models.ForeignKey("council.Alliance", on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="alliance_parties",
    )
    biome = models.ForeignKey(
        "biomes.Biome", on_delete=models.PROTECT, null=True, blank=True, related_name="alliance_parties"
    )
    # One that came to an alliance in force; its agreement, and its fingerprint, name the first ones.
    is_late = models.BooleanField(_("joined later"), default=False)
    joined_at = models.DateTimeField(_("joined at"), null=True, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, biome__isnull=False)
                | Q(organisation__isnull=False, biome__isnull=True),
                name="party_is_body_or_biome",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(joined_at__lte=F("left_at")),
                name="party_joined_before_left",
            ),
            models.UniqueConstraint(
                fields=["alliance", "organisation"], condition=Q(left_at__isnull=True), name="party_body_once"
            ),
            models.UniqueConstraint(
                fields=["alliance", "biome"], condition=Q(left_at__isnull=True), name="party_biome_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.biome or self.organisation)

    @property
    def subject(self) -> str:
        """Whose party it is, as the record names it; a party has no page of its own."""
        found: str = self.biome.subject if self.biome else self.organisation.subject  # type: ignore[union-attr]
        return found

    @property
    def is_living(self) -> bool:
        return self.biome_id is not None


SAID = [
    (Said.JOIN.value, _("joins")),
    (Said.LEAVE.value, _("leaves")),
    (Said.DISSOLVE.value, _("dissolves it")),
]


class WordQuerySet(models.QuerySet["Word"]):
    def live(self) -> "WordQuerySet":
        return self.filter(withdrawn_at__isnull=True)


class Word(models.Model):
    """What one hand of a party said, to an agreement by its fingerprint. A party's word is that of all its hands."""

    party = models.ForeignKey("council.Party", on_delete=models.PROTECT, related_name="words")
    said = models.CharField(_("word"), max_length=8, choices=SAID)
    hand = models.PositiveSmallIntegerField(_("hand"), default=1)
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="alliance_words",
        verbose_name=_("given by"),
    )
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name = _("word of a party")
        verbose_name_plural = _("words of parties")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(said__in=[said.value for said in Said]), name="word_known"),
            models.CheckConstraint(condition=Q(hand__in=[1, 2]), name="word_of_two_hands"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(given_at__lte=F("withdrawn_at")),
                name="word_given_before_withdrawn",
            ),
            models.UniqueConstraint(
                fields=["party", "said", "hand"],
                condition=Q(withdrawn_at__isnull=True),
                name="word_once_a_hand",
            ),
        ]
        triggers = [pgtrigger.Protect(name="word_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.party_id} {self.said} {self.hand}"
