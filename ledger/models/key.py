from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ledger.rules.note import Verifier


class SigningKey(models.Model):
    """The public half of a key that signs checkpoints, over ``[since, until)``."""

    name = models.CharField(_("name"), max_length=200)
    public = models.BinaryField(max_length=32)
    key_id = models.CharField(_("key id"), max_length=8)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(until__isnull=True), name="signing_key_one_current"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lte=F("until")),
                name="signing_key_since_before_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id}"

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, bytes(self.public))
