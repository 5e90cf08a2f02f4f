from django.db import models
from django.utils.translation import gettext_lazy as _


class Export(models.Model):
    """The whole log as a ZIP, written once for everybody; no record of anything, and written anew when it is gone."""

    checkpoint = models.OneToOneField("ledger.Checkpoint", on_delete=models.PROTECT, related_name="export")
    file = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    byte_count = models.BigIntegerField(_("bytes"))
    # Until then it is new enough: the larger the log, the longer.
    fresh_until = models.DateTimeField(_("fresh until"))

    class Meta:
        verbose_name = _("export of the log")
        verbose_name_plural = _("exports of the log")
        constraints = [models.CheckConstraint(condition=models.Q(byte_count__gt=0), name="export_not_empty")]

    def __str__(self) -> str:
        return self.file
