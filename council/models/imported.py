import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedBox(models.Model):
    """The package a council was made from: as it was sent, whose key signed it, which living systems it was put on."""

    body = models.OneToOneField("council.Body", on_delete=models.PROTECT, related_name="imported")
    data = models.JSONField(_("package"))
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    # The package that this one says it was made from.
    forked_from = models.CharField(_("forked from"), max_length=64, blank=True)
    # A key's name and id; "" where two officers took it unsigned.
    signer = models.CharField(_("signed by"), max_length=210, blank=True)
    # The package's code of a living system -> the slug it has here.
    beings = models.JSONField(_("living systems"), default=dict)
    imported_at = models.DateTimeField(_("imported at"))

    class Meta:
        verbose_name = _("imported package")
        verbose_name_plural = _("imported packages")
        ordering = ["-imported_at"]
        triggers = [
            pgtrigger.Protect(name="imported_box_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.sha256[:12]}"
