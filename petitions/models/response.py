"""What a body answered: versions that are only ever added, ask by ask."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.rules import texts
from petitions.rules.answers import Verdict

VERDICTS = {
    Verdict.YES: _("Yes"),
    Verdict.PARTLY: _("Partly"),
    Verdict.LATER: _("By a date"),
    Verdict.NO: _("No"),
}
ONLY_ADDED = pgtrigger.Update | pgtrigger.Delete


class Response(models.Model):
    """One version of a body's answer, with its true date."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="responses")
    version = models.PositiveSmallIntegerField(_("version"))
    body = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="petition_responses"
    )
    # The opaque code of the person who gave it for the body.
    given_by = models.CharField(max_length=32)
    given_at = models.DateTimeField(_("given at"))
    summary = models.CharField(_("in one sentence"), max_length=250)

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["petition", "version"], name="response_version_once")]
        triggers = [pgtrigger.Protect(name="response_is_final", operation=ONLY_ADDED)]

    def __str__(self) -> str:
        return f"{self.petition_id} v{self.version}"

    @property
    def subject(self) -> str:
        return f"petitions.response/{self.petition.slug}/{self.version}"


class Answer(models.Model):
    """What one version says to one ask."""

    response = models.ForeignKey("petitions.Response", on_delete=models.PROTECT, related_name="answers")
    ask = models.ForeignKey("petitions.Ask", on_delete=models.PROTECT, related_name="answers")
    verdict = models.CharField(
        _("answer"), max_length=10, choices=[(verdict.value, words) for verdict, words in VERDICTS.items()]
    )
    text = models.TextField(_("reasons"), max_length=texts.ANSWER)
    by_date = models.DateField(_("by"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer to an ask")
        verbose_name_plural = _("answers to asks")
        ordering = ["ask__number"]
        constraints = [
            models.UniqueConstraint(fields=["response", "ask"], name="answer_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=[v.value for v in Verdict]), name="answer_verdict_known"
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.LATER.value) | Q(by_date__isnull=False),
                name="answer_later_has_a_date",
            ),
        ]
        triggers = [pgtrigger.Protect(name="answer_is_final", operation=ONLY_ADDED)]

    def __str__(self) -> str:
        return f"{self.ask_id} {self.verdict}"
