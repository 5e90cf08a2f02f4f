"""Bodies that closed, who followed them, and what moved: nothing of it is ever taken back or deleted."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Succession(models.Model):
    """A body closed; ``successor`` follows it, or nobody does until somebody is named by a second row."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("on"))
    reason = models.CharField(_("reason"), max_length=300)
    # An opaque code.
    decided_by = models.CharField(max_length=32)
    petitions = models.PositiveIntegerField(_("petitions moved"), default=0)
    duties = models.PositiveIntegerField(_("duties moved"), default=0)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body"], condition=Q(successor__isnull=False), name="succession_one_successor"
            ),
            models.UniqueConstraint(
                fields=["body"], condition=Q(successor__isnull=True), name="succession_closed_once"
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("body")), name="succession_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} -> {self.successor_id}"

    @property
    def subject(self) -> str:
        return f"petitions.succession/{self.key}"


class Moved(models.Model):
    """A petition came from one body to another by a succession: whose numbers it keeps, and what its page tells."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="moves")
    succession = models.ForeignKey("petitions.Succession", on_delete=models.PROTECT, related_name="moves")
    from_body = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    to_body = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("on"))

    class Meta:
        verbose_name = _("move of a petition")
        verbose_name_plural = _("moves of petitions")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "succession"], name="moved_once"),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.from_body_id} -> {self.to_body_id}"
