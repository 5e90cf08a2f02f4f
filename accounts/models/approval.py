from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.rules.approvals import Asked


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def open(self) -> "ApprovalQuerySet":
        return self.filter(given_at__isnull=True, withdrawn_at__isnull=True)


class Approval(models.Model):
    """An act that needs two persons: asked for by one, given by another.

    ``kind`` is the fact the act will record, ``subject`` what it is done to; ``body`` keeps its
    arguments, so that the second person agrees to exactly what the first one asked.
    """

    kind = models.CharField(_("act"), max_length=80)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.JSONField(_("details"), default=dict, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="approvals_asked"
    )
    asked_at = models.DateTimeField(_("asked at"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="approvals_given",
    )
    given_at = models.DateTimeField(_("given at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(given_at__isnull=True, withdrawn_at__isnull=True),
                name="approval_open_once",
            ),
            # Also in the database: no code of ours can let one person be two.
            models.CheckConstraint(
                condition=Q(given_by__isnull=True) | ~Q(given_by=F("asked_by")), name="approval_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(given_by__isnull=True, given_at__isnull=True)
                | Q(given_by__isnull=False, given_at__isnull=False),
                name="approval_given_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    def asked(self) -> Asked:
        return Asked(
            by=self.asked_by.code,
            at=self.asked_at,
            given=self.given_at is not None,
            withdrawn=self.withdrawn_at is not None,
        )
