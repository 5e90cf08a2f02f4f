from django.db import models
from django.utils.translation import gettext_lazy as _
from pgtrigger import Delete, Protect, Update


class Unsealed(models.Model):
    """A public fact that has no place in the log yet: the sealer's queue."""

    fact = models.OneToOneField("ledger.Fact", on_delete=models.PROTECT, primary_key=True)

    class Meta:
        verbose_name = _("unsealed fact")
        verbose_name_plural = _("unsealed facts")

    def __str__(self) -> str:
        return str(self.fact_id)


class Entry(models.Model):
    """A public fact at its place in the log: canonical bytes, chained and hashed."""

    seq = models.BigIntegerField(primary_key=True)
    fact = models.OneToOneField("ledger.Fact", on_delete=models.PROTECT, related_name="entry")
    data = models.BinaryField()
    digest = models.BinaryField(max_length=32)
    leaf = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ["seq"]
        triggers = [Protect(name="never_changed", operation=Delete | Update)]

    def __str__(self) -> str:
        return str(self.seq)
