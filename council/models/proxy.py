from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ProxyQuerySet(models.QuerySet["Proxy"]):
    def standing(self) -> "ProxyQuerySet":
        return self.filter(revoked_at__isnull=True)


class Proxy(models.Model):
    """One seat lets another vote for it on one motion; voting oneself takes it back."""

    code = models.UUIDField(unique=True, default=uuid4, editable=False)
    motion = models.ForeignKey("council.Motion", on_delete=models.PROTECT, related_name="proxies")
    giver = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="proxies_given")
    holder = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="proxies_held")
    # The mandate it was given under; the proxy falls with it.
    mandate = models.ForeignKey("council.Mandate", on_delete=models.PROTECT, related_name="proxies")
    given_at = models.DateTimeField(_("given"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = ProxyQuerySet.as_manager()

    class Meta:
        verbose_name = _("proxy")
        verbose_name_plural = _("proxies")
        ordering = ["given_at", "id"]
        constraints = [
            # Under the action's lock; here once more, so that no door can give two.
            models.UniqueConstraint(
                fields=["motion", "giver"], condition=Q(revoked_at__isnull=True), name="proxy_given_once"
            ),
            models.UniqueConstraint(
                fields=["motion", "holder"], condition=Q(revoked_at__isnull=True), name="proxy_held_once"
            ),
            models.CheckConstraint(condition=~Q(giver=F("holder")), name="proxy_to_another_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.motion_id} {self.giver_id} {self.holder_id}"
