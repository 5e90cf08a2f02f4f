from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    def running(self, at: datetime) -> "SuspensionQuerySet":
        return self.filter(since__lte=at, until__gt=at)


class Suspension(models.Model):
    """An article that does not bind over ``[since, until)``: an emergency's doing, its words untouched."""

    charter = models.ForeignKey("charters.Charter", on_delete=models.PROTECT, related_name="suspensions")
    eid = models.CharField("eId", max_length=20)
    # What suspends it, as a subject ("council.emergency/2150-17").
    cause = models.CharField(_("cause"), max_length=120)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"))

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ["since", "eid"]
        constraints = [
            models.UniqueConstraint(fields=["charter", "eid", "cause"], name="suspension_once"),
            # There is no suspension without an end.
            models.CheckConstraint(condition=Q(since__lt=F("until")), name="suspension_since_before_until"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="suspension_stays",
                operation=pgtrigger.Delete | pgtrigger.UpdateOf("charter_id", "eid", "cause", "since"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.charter_id} {self.eid}"

    @property
    def number(self) -> str:
        return self.eid.removeprefix("art_")

    @property
    def article_subject(self) -> str:
        return f"charters.article/{self.charter.slug}--{self.eid}"
