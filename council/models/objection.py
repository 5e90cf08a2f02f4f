import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Objection(models.Model):
    """A biome's motivated objection to an adopted motion: cited articles and evidence."""

    motion = models.ForeignKey("council.Motion", on_delete=models.PROTECT, related_name="objections")
    seat = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="objections")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="objections"
    )
    filed_at = models.DateTimeField()
    articles = ArrayField(models.CharField(max_length=120), verbose_name=_("articles"))
    evidence = models.TextField(_("evidence"), max_length=2000)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["filed_at"]
        constraints = [
            models.UniqueConstraint(fields=["motion", "seat"], name="objection_once"),
            models.CheckConstraint(
                condition=models.Q(articles__len__gte=1), name="objection_cites_an_article"
            ),
        ]
        triggers = [pgtrigger.Protect(name="objection_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.motion_id} {self.seat_id}"
