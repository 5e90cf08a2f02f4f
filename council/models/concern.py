from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from council.models.ruled import Ruled
from council.rules.recusals import Ruling


class Concern(Ruled):
    """A living system's seat says that a motion touches it. Nobody ruled, where it was upheld by the opening of the vote."""

    class Meta(Ruled.Meta):
        verbose_name = _("concern of a living system")
        verbose_name_plural = _("concerns of living systems")
        constraints = [
            models.UniqueConstraint(fields=["motion", "seat"], name="concern_once"),
            models.CheckConstraint(
                condition=Q(ruling="", ruled_at__isnull=True, ruled_by__isnull=True)
                | Q(ruling=Ruling.UPHELD.value, ruled_at__isnull=False)
                | Q(ruling=Ruling.DISMISSED.value, ruled_at__isnull=False, ruled_by__isnull=False),
                name="concern_ruled_whole",
            ),
        ]
