"""A coalition, what it stands around, and who is in it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from petitions.models.petition import new_code
from petitions.rules import coalitions as rules
from petitions.rules.coalitions import Kind, Standing, State, Words


class CoalitionQuerySet(models.QuerySet["Coalition"]):
    def public(self) -> CoalitionQuerySet:
        return self.filter(state__in=[s.value for s in rules.PUBLIC])

    def whole(self) -> CoalitionQuerySet:
        return self.prefetch_related("biomes", "around")


class Coalition(models.Model):
    """People, bodies and living systems who stand together around petitions and alerts."""

    # As with a petition: its words are in no address before a moderator has read them.
    code = models.CharField(max_length=20, unique=True, default=new_code, editable=False)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=rules.TITLE, blank=True)
    aim = models.TextField(_("aim"), max_length=rules.AIM, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    biomes = models.ManyToManyField("biomes.Biome", related_name="coalitions")
    state = models.CharField(_("state"), max_length=12, default=State.DRAFT.value)
    founder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="coalitions_founded"
    )
    created_at = models.DateTimeField(_("begun at"))
    saved_at = models.DateTimeField(_("saved at"))
    submitted_at = models.DateTimeField(_("in moderation since"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = CoalitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("coalition")
        verbose_name_plural = _("coalitions")
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="coalition_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(s.value for s in rules.PUBLIC)) | Q(opened_at__isnull=False),
                name="coalition_public_was_opened",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ENDED.value) | Q(ended_at__isnull=False),
                name="coalition_ended_has_a_time",
            ),
        ]
        indexes = [
            GinIndex(fields=["title"], name="coalition_title_trgm", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["state", "-opened_at"], name="coalition_state_opened"),
        ]

    def __str__(self) -> str:
        return self.title or self.code

    def get_absolute_url(self) -> str:
        return reverse("petitions:coalition", args=[self.slug])

    @property
    def subject(self) -> str:
        return f"petitions.coalition/{self.slug}"

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def is_public(self) -> bool:
        return self.state in rules.PUBLIC


class Around(models.Model):
    """A petition or an alert that a coalition stands around, by its subject."""

    coalition = models.ForeignKey("petitions.Coalition", on_delete=models.CASCADE, related_name="around")
    subject = models.CharField(_("subject"), max_length=120, db_index=True)

    class Meta:
        verbose_name = _("what a coalition stands around")
        verbose_name_plural = _("what coalitions stand around")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["coalition", "subject"], name="around_once")]

    def __str__(self) -> str:
        return self.subject


class MemberQuerySet(models.QuerySet["Member"]):
    def present(self) -> MemberQuerySet:
        return self.filter(standing=Standing.MEMBER.value)

    def named(self) -> MemberQuerySet:
        return self.filter(standing__in=[s.value for s in rules.NAMED])

    def whole(self) -> MemberQuerySet:
        return self.select_related("user", "body", "biome")


class Member(models.Model):
    """A person, a body or a living system in a coalition, asking to be, or having been."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    coalition = models.ForeignKey("petitions.Coalition", on_delete=models.CASCADE, related_name="members")
    kind = models.CharField(_("kind"), max_length=10)
    # Empty for a person only once they have erased themselves: the row and its pledges stay, naming nobody.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    body = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    biome = models.ForeignKey(
        "biomes.Biome", on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    standing = models.CharField(_("standing"), max_length=10)
    is_steward = models.BooleanField(_("steward"), default=False)
    # The opaque code of who last moved it.
    moved_by = models.CharField(max_length=32)
    moved_at = models.DateTimeField(_("since"))
    joined_at = models.DateTimeField(_("joined at"), null=True, blank=True)
    # The number of the last fact that letters went out for: one heard twice is told once.
    told_upto = models.BigIntegerField(default=0)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["-is_steward", "joined_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.PERSON.value, body__isnull=True, biome__isnull=True)
                | Q(kind=Kind.BODY.value, user__isnull=True, body__isnull=False, biome__isnull=True)
                | Q(kind=Kind.BIOME.value, user__isnull=True, body__isnull=True, biome__isnull=False),
                name="member_is_one_of_three",
            ),
            models.CheckConstraint(
                condition=Q(standing__in=[s.value for s in Standing if s is not Standing.NONE]),
                name="member_standing_known",
            ),
            models.CheckConstraint(
                condition=~Q(standing=Standing.MEMBER.value) | Q(joined_at__isnull=False),
                name="member_in_has_joined",
            ),
            models.CheckConstraint(
                condition=Q(is_steward=False) | Q(standing=Standing.MEMBER.value),
                name="member_steward_is_in",
            ),
            models.UniqueConstraint(fields=["coalition", "user"], name="member_person_once"),
            models.UniqueConstraint(fields=["coalition", "body"], name="member_body_once"),
            models.UniqueConstraint(fields=["coalition", "biome"], name="member_biome_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.coalition_id}"

    @property
    def subject(self) -> str:
        return f"petitions.member/{self.uuid}"

    @property
    def who(self) -> str:
        """The subject of the body or the living system; a person is named by their card alone."""
        whom = self.biome or self.body
        return str(whom.subject) if whom else ""

    @property
    def is_present(self) -> bool:
        return self.standing == Standing.MEMBER


class BeaconRequest(models.Model):
    """A coalition asks for a beacon; whoever may light one hears it once a moderator has read why."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    coalition = models.ForeignKey("petitions.Coalition", on_delete=models.CASCADE, related_name="beacons")
    why = models.TextField(_("why"), max_length=rules.REASON)
    words = models.CharField(_("with the moderators"), max_length=10, default=Words.WAITING.value)
    asked_by = models.CharField(max_length=32)
    asked_at = models.DateTimeField(_("asked at"))

    class Meta:
        verbose_name = _("request for a beacon")
        verbose_name_plural = _("requests for beacons")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(words__in=[w.value for w in Words]), name="beacon_words_known")
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def subject(self) -> str:
        return f"petitions.beacon/{self.uuid}"
