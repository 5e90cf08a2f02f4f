"""A pledge, what was reported of it, and how others judged each report. The mark is derived, never stored."""

from __future__ import annotations

import uuid
from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.rules import pledges as rules
from petitions.rules.coalitions import Words
from petitions.rules.pledges import Unit

DIGITS = 13
NONE_LOST = pgtrigger.Delete


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def readable(self) -> PledgeQuerySet:
        """Those whose words a moderator has approved."""
        return self.filter(words=Words.APPROVED.value)

    def whole(self) -> PledgeQuerySet:
        return self.select_related(
            "coalition", "member__user", "member__body", "member__biome"
        ).prefetch_related(
            "reports__judgements__member__user",
            "reports__judgements__member__body",
            "reports__judgements__member__biome",
            "reports__member__user",
            "reports__member__body",
            "reports__member__biome",
        )


class Pledge(models.Model):
    """What one member promises: what, how much in which unit, by when. It stays on record."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    coalition = models.ForeignKey("petitions.Coalition", on_delete=models.PROTECT, related_name="pledges")
    number = models.PositiveIntegerField(_("number"))
    member = models.ForeignKey("petitions.Member", on_delete=models.PROTECT, related_name="pledges")
    what = models.CharField(_("what"), max_length=rules.WHAT)
    unit = models.CharField(_("unit"), max_length=10)
    amount = models.DecimalField(_("how much"), max_digits=DIGITS, decimal_places=2)
    due_on = models.DateField(_("by when"))
    # The last second of that day where the site lives; stored, never recomputed.
    due_at = models.DateTimeField(_("due at"))
    words = models.CharField(_("with the moderators"), max_length=10, default=Words.WAITING.value)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField(_("pledged at"))
    # What the form was given, so that a press repeated makes one pledge.
    key = models.UUIDField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    overdue_told_at = models.DateTimeField(null=True, blank=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        ordering = ["due_at", "number"]
        constraints = [
            models.UniqueConstraint(fields=["coalition", "number"], name="pledge_number_once"),
            models.UniqueConstraint(fields=["member", "key"], name="pledge_key_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lte=rules.MOST), name="pledge_amount_sane"
            ),
            models.CheckConstraint(condition=Q(unit__in=[u.value for u in Unit]), name="pledge_unit_known"),
            models.CheckConstraint(condition=Q(due_at__gt=models.F("made_at")), name="pledge_due_later"),
            models.CheckConstraint(
                condition=Q(words__in=[w.value for w in Words]), name="pledge_words_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="pledge_to_remind",
                condition=Q(words="approved", overdue_told_at__isnull=True),
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(name="pledge_stays", operation=NONE_LOST),
            pgtrigger.ReadOnly(
                name="pledge_is_final", fields=["member", "what", "unit", "amount", "due_on", "due_at"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coalition_id} {self.number}"

    @property
    def subject(self) -> str:
        return f"petitions.pledge/{self.uuid}"

    def is_due(self, at: datetime) -> bool:
        return at > self.due_at

    def account(self, at: datetime) -> rules.Account:
        """How it stands then, from its reports and their judgements (prefetched by ``whole``)."""
        reports = [report.weighed() for report in self.reports.all()]
        return rules.account(self.amount, reports, is_due=self.is_due(at))


class Report(models.Model):
    """How much of a pledge is done, with evidence; only ever added."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pledge = models.ForeignKey("petitions.Pledge", on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField(_("number"))
    member = models.ForeignKey("petitions.Member", on_delete=models.PROTECT, related_name="reports")
    done = models.DecimalField(_("how much is done"), max_digits=DIGITS, decimal_places=2)
    says = models.TextField(_("evidence"), max_length=rules.SAYS)
    link = models.URLField(_("where to see it"), max_length=rules.LINK, blank=True)
    words = models.CharField(_("with the moderators"), max_length=10, default=Words.WAITING.value)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField(_("reported at"))
    key = models.UUIDField()

    class Meta:
        verbose_name = _("report of a pledge")
        verbose_name_plural = _("reports of pledges")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "number"], name="report_number_once"),
            models.UniqueConstraint(fields=["pledge", "member", "key"], name="report_key_once"),
            models.CheckConstraint(condition=Q(done__gte=0, done__lte=rules.MOST), name="report_done_sane"),
            models.CheckConstraint(
                condition=Q(words__in=[w.value for w in Words]), name="report_words_known"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="report_stays", operation=NONE_LOST),
            pgtrigger.ReadOnly(name="report_is_final", fields=["pledge", "member", "done", "says", "link"]),
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.number}"

    @property
    def subject(self) -> str:
        return f"petitions.report/{self.uuid}"

    def weighed(self) -> rules.Reported:
        confirms = sum(judgement.confirms for judgement in self.judgements.all())
        return rules.Reported(self.done, confirms, len(self.judgements.all()) - confirms)


class Judgement(models.Model):
    """What another member says of a report: it is so, or it is not."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey("petitions.Report", on_delete=models.PROTECT, related_name="judgements")
    member = models.ForeignKey("petitions.Member", on_delete=models.PROTECT, related_name="judgements")
    confirms = models.BooleanField(_("confirms it"))
    says = models.TextField(_("why"), max_length=rules.SAYS, blank=True)
    words = models.CharField(_("with the moderators"), max_length=10, default=Words.WAITING.value)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField(_("judged at"))

    class Meta:
        verbose_name = _("judgement of a report")
        verbose_name_plural = _("judgements of reports")
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "member"], name="judgement_once_a_member"),
            # One person does not judge twice by speaking for two members.
            models.UniqueConstraint(fields=["report", "made_by"], name="judgement_once_a_person"),
            models.CheckConstraint(
                condition=Q(words__in=[w.value for w in Words]), name="judgement_words_known"
            ),
            # Who contests says why.
            models.CheckConstraint(
                condition=Q(confirms=True) | ~Q(says=""), name="judgement_contest_says_why"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="judgement_stays", operation=NONE_LOST),
            pgtrigger.ReadOnly(name="judgement_is_final", fields=["report", "member", "confirms", "says"]),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.confirms}"

    @property
    def subject(self) -> str:
        return f"petitions.judgement/{self.uuid}"
