import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from council.models.election import REASON


class Annulment(models.Model):
    """Two officers declared a counted election void: nobody is elected by it. Never changed."""

    election = models.OneToOneField("council.Election", on_delete=models.PROTECT, related_name="annulment")
    # The count that stood, whole or found at fault.
    count = models.OneToOneField("council.ElectionCount", on_delete=models.PROTECT, related_name="annulment")
    reason = models.CharField(_("reason"), max_length=REASON)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="annulments_asked"
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="annulments_agreed"
    )
    agreed_at = models.DateTimeField(_("agreed at"))
    # When that count had been declared; empty where it was not, or not any more.
    declared_at = models.DateTimeField(_("declared at"), null=True, blank=True)

    class Meta:
        verbose_name = _("annulment")
        verbose_name_plural = _("annulments")
        ordering = ["agreed_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="annulment_says_why"),
            models.CheckConstraint(condition=~Q(asked_by=F("agreed_by")), name="annulment_by_two"),
        ]
        triggers = [pgtrigger.Protect(name="annulment_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.election_id} {self.count_id}"
