from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from council.rules.recusals import Ruling

RULINGS = [(Ruling.UPHELD.value, _("upheld")), (Ruling.DISMISSED.value, _("dismissed"))]


class Ruled(models.Model):
    """What somebody says of a seat in one motion, with a reason; the chair or the secretary rules on it."""

    code = models.UUIDField(unique=True, default=uuid4, editable=False)
    motion = models.ForeignKey("council.Motion", on_delete=models.PROTECT, related_name="%(class)ss")
    seat = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="%(class)ss")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="%(class)ss_filed"
    )
    reason = models.CharField(_("reason"), max_length=300)
    filed_at = models.DateTimeField()
    ruling = models.CharField(_("ruling"), max_length=9, blank=True, choices=RULINGS)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss_ruled",
    )
    ruling_reason = models.CharField(_("why"), max_length=300, blank=True)
    ruled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["filed_at", "id"]

    def __str__(self) -> str:
        return f"{self.motion_id} {self.seat_id}"
