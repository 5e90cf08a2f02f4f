from datetime import date

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from pgtrigger import Delete, Protect, Update, UpdateOf

from charters.models.guards import NoGap
from charters.rules import lifecycle
from charters.rules.text import ArticleText


class Charter(models.Model):
    """The work: the rights of one living system, of a zone, or of all of them."""

    slug = models.SlugField(unique=True)
    title = models.CharField(_("title"), max_length=120)
    # The subject of whom it speaks ("biomes.biome/vessa-lagoon", "biomes.zone/..."); "" is universal.
    of = models.CharField(_("of"), max_length=120, blank=True)
    preamble = models.TextField(_("preamble"), blank=True)

    class Meta:
        verbose_name = _("charter")
        verbose_name_plural = _("charters")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["of"], condition=~Q(of=""), name="charter_one_for_each"),
        ]
        triggers = [
            Protect(name="charter_stays", operation=Delete | UpdateOf("slug", "title", "of", "preamble"))
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        return f"charters.charter/{self.slug}"


class EditionQuerySet(models.QuerySet["Edition"]):
    def in_force_on(self, day: date) -> "EditionQuerySet":
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day, merged_into__isnull=True)


class Edition(models.Model):
    """The text between two dates, ``[since, until)``. Its words never change; only its end is set, once."""

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("number"))
    since = models.DateField(_("in force from"))
    until = models.DateField(_("in force until"), null=True, blank=True)
    # Two amendments may begin on one day: the first is carried whole into the second.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    # SHA-256 of the document in the public log (charters/<sha256>.json).
    sha256 = models.CharField(max_length=64)
    # The decision that made it; "" for a charter's first edition recorded from an instrument.
    motion = models.CharField(_("motion"), max_length=120, blank=True)
    instrument = models.CharField(_("instrument"), max_length=200, blank=True)
    promulgated_at = models.DateTimeField(_("promulgated at"))

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["charter", "number"]
        constraints = [
            models.UniqueConstraint(fields=["charter", "number"], name="edition_number_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")), name="edition_since_before_until"
            ),
            ExclusionConstraint(
                name="edition_one_in_force",
                expressions=[
                    ("charter", "="),
                    (
                        Func(
                            F("since"),
                            F("until"),
                            Value("[)"),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                condition=Q(merged_into__isnull=True),
            ),
        ]
        triggers = [
            NoGap(name="no_gap"),
            Protect(
                name="words_stay", operation=Delete | UpdateOf("charter_id", "number", "since", "sha256")
            ),
            # An end is set once: history is closed, never re-opened.
            Protect(
                name="end_stays",
                operation=UpdateOf("until", "merged_into_id"),
                condition=pgtrigger.Q(old__until__isnull=False) | pgtrigger.Q(old__merged_into__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.charter_id} {self.number}"

    @property
    def subject(self) -> str:
        return f"charters.edition/{self.charter.slug}-{self.number}"

    def force_on(self, day: date) -> lifecycle.Force:
        return lifecycle.force_on(day, self.since, self.until, merged=self.merged_into_id is not None)


class Article(models.Model):
    """One article of one edition."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="articles")
    position = models.PositiveSmallIntegerField()
    eid = models.CharField("eId", max_length=20)
    heading = models.CharField(_("heading"), max_length=160)
    text = models.TextField(_("text"))
    sha256 = models.CharField(max_length=64)
    entrenched = models.BooleanField(_("entrenched"), default=False)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "eid"], name="article_once"),
            models.UniqueConstraint(fields=["edition", "position"], name="article_position_once"),
        ]
        triggers = [Protect(name="words_stay", operation=Delete | Update)]

    def __str__(self) -> str:
        return f"{self.eid} {self.heading}"

    @property
    def subject(self) -> str:
        """The article across all editions: what petitions, objections and alerts cite."""
        return f"charters.article/{self.edition.charter.slug}--{self.eid}"

    @property
    def number(self) -> str:
        return self.value.number

    @property
    def value(self) -> ArticleText:
        return ArticleText(self.eid, self.heading, self.text, self.entrenched)


class LegalStatus(models.Model):
    """What the law outside said of a charter, and when."""

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="legal_statuses")
    status = models.CharField(
        _("status"), max_length=12, choices=[(s.value, s.value) for s in lifecycle.Legal]
    )
    since = models.DateField(_("since"))
    source = models.CharField(_("source"), max_length=300)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        verbose_name = _("legal status")
        verbose_name_plural = _("legal statuses")
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in lifecycle.Legal]), name="legal_status_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.since}"

    @property
    def value(self) -> lifecycle.Legal:
        return lifecycle.Legal(self.status)
