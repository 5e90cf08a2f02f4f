from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from council.models.election import REASON, SOURCES
from council.rules.corrections import Fault, Seating
from council.rules.elections import Source

if TYPE_CHECKING:
    from council.models.election import ElectionCount

FAULTS = [
    (Fault.MISENTERED.value, _("Paper ballots were entered wrongly")),
    (Fault.WRONG_FILE.value, _("The file was not the one of this election")),
    (Fault.LEFT_OUT.value, _("Ballots that were cast were left out")),
    (Fault.NOT_VALID.value, _("Ballots were counted that should not have been")),
]
SEATINGS = [
    (Seating.NOT_SEATED.value, _("Never took a seat by this election")),
    (Seating.ENDED.value, _("The mandate was ended by an act")),
    (Seating.STAYS.value, _("Stays in the seat by a decision of the body")),
]


class Correction(models.Model):
    """Two officers found the ballots of a count at fault: they are entered and counted anew. Never changed."""

    # A count is superseded once, and the count that follows names this row.
    count = models.OneToOneField("council.ElectionCount", on_delete=models.PROTECT, related_name="correction")
    fault = models.CharField(_("what was wrong"), max_length=12, choices=FAULTS)
    reason = models.CharField(_("reason"), max_length=REASON)
    # Where the new ballots come from.
    source = models.CharField(_("where the ballots come from"), max_length=8, choices=SOURCES)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="corrections_asked"
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="corrections_agreed"
    )
    agreed_at = models.DateTimeField(_("agreed at"))
    # When the count at fault had been declared; empty where it was not.
    declared_at = models.DateTimeField(_("declared at"), null=True, blank=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["agreed_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fault__in=[fault.value for fault in Fault]), name="correction_fault_known"
            ),
            models.CheckConstraint(
                condition=Q(source__in=[source.value for source in Source]), name="correction_source_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_says_why"),
            models.CheckConstraint(condition=~Q(asked_by=F("agreed_by")), name="correction_by_two"),
        ]
        triggers = [pgtrigger.Protect(name="correction_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.count_id} {self.fault}"

    @property
    def new_count(self) -> "ElectionCount | None":
        """The count that took its place; None while the ballots are entered anew."""
        return getattr(self, "counted_anew", None)


class SeatingReview(models.Model):
    """What became of somebody who was declared elected and is not elected any more."""

    # The last declared count that had elected them.
    count = models.ForeignKey("council.ElectionCount", on_delete=models.PROTECT, related_name="reviews")
    candidate = models.ForeignKey("council.Candidate", on_delete=models.PROTECT, related_name="reviews")
    outcome = models.CharField(_("what became of it"), max_length=12, choices=SEATINGS)
    reason = models.CharField(_("reason"), max_length=REASON)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seatings_reviewed"
    )
    reviewed_at = models.DateTimeField(_("reviewed at"))

    class Meta:
        verbose_name = _("seating reviewed")
        verbose_name_plural = _("seatings reviewed")
        ordering = ["count", "id"]
        constraints = [
            models.UniqueConstraint(fields=["count", "candidate"], name="seating_reviewed_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in Seating]), name="seating_outcome_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="seating_says_why"),
        ]
        triggers = [
            pgtrigger.Protect(name="seating_review_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.count_id} {self.candidate_id}"
