from django.db import models
from django.utils.translation import gettext_lazy as _
from pgtrigger import Delete, Protect, Update


class Checkpoint(models.Model):
    """The log's size and root at a moment, as a C2SP signed note."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ["size"]
        triggers = [Protect(name="never_changed", operation=Delete | Update)]

    def __str__(self) -> str:
        return str(self.size)
