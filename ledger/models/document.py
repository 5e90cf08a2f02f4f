from django.db import models
from django.utils.translation import gettext_lazy as _
from pgtrigger import Delete, Protect, Update


class Document(models.Model):
    """A file the export carries (a rule, a roll, an edition), named by the fact that cites its hash."""

    fact = models.ForeignKey("ledger.Fact", on_delete=models.PROTECT, related_name="documents")
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    data = models.BinaryField()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [models.UniqueConstraint(fields=["fact", "path"], name="document_once")]
        triggers = [Protect(name="never_changed", operation=Delete | Update)]

    def __str__(self) -> str:
        return self.path
