from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from council.rules.kinds import BackingKind

BACKING_KINDS = [
    (BackingKind.MOVE.value, _("moves it too")),
    (BackingKind.EMERGENCY.value, _("asks for the emergency procedure")),
]


class BackingQuerySet(models.QuerySet["Backing"]):
    def standing(self) -> "BackingQuerySet":
        return self.filter(withdrawn_at__isnull=True)


class Backing(models.Model):
    """A seat that stands behind a motion with one of its hands: moves it too, or asks for the emergency."""

    motion = models.ForeignKey("council.Motion", on_delete=models.PROTECT, related_name="backings")
    kind = models.CharField(_("kind"), max_length=10, choices=BACKING_KINDS)
    seat = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="backings")
    hand = models.PositiveSmallIntegerField(_("hand"), default=1)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="backings")
    at = models.DateTimeField(_("since"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = BackingQuerySet.as_manager()

    class Meta:
        verbose_name = _("backing")
        verbose_name_plural = _("backings")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["motion", "kind", "seat", "hand"],
                condition=Q(withdrawn_at__isnull=True),
                name="backing_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in BackingKind]), name="backing_kind_known"
            ),
            models.CheckConstraint(condition=Q(hand__in=[1, 2]), name="backing_two_hands"),
        ]

    def __str__(self) -> str:
        return f"{self.motion_id} {self.seat_id} {self.kind}"
