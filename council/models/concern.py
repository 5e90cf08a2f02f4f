from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from council.models.interest import RULINGS
from council.rules.recusals import Ruling


class Concern(models.Model):
    """A living system's seat says that a motion touches it; secretary or chair rules, or the opening of the vote does."""

    code = models.UUIDField(unique=True, default=uuid4, editable=False)
    motion = models.ForeignKey("council.Motion", on_delete=models.PROTECT, related_name="concerns")
    seat = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="concerns")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="concerns_raised"
    )
    reason = models.CharField(_("reason"), max_length=300)
    filed_at = models.DateTimeField()
    ruling = models.CharField(_("ruling"), max_length=9, blank=True, choices=RULINGS)
    # Nobody, where it was upheld because nobody had ruled by the opening.
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="concerns_ruled",
    )
    ruling_reason = models.CharField(_("why"), max_length=300, blank=True)
    ruled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("concern of a living system")
        verbose_name_plural = _("concerns of living systems")
        ordering = ["filed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["motion", "seat"], name="concern_once"),
            models.CheckConstraint(
                condition=Q(ruling="", ruled_at__isnull=True, ruled_by__isnull=True)
                | Q(ruling=Ruling.UPHELD.value, ruled_at__isnull=False)
                | Q(ruling=Ruling.DISMISSED.value, ruled_at__isnull=False, ruled_by__isnull=False),
                name="concern_ruled_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.motion_id} {self.seat_id}"
