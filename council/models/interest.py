from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from council.models.ruled import Ruled
from council.rules.recusals import Ruling

# Declared once and in public: only its withdrawal may be written on it, once.
WITHDRAWN_ONCE = """
IF OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
   AND to_jsonb(NEW) - 'withdrawn_at' = to_jsonb(OLD) - 'withdrawn_at' THEN
    RETURN NEW;
END IF;
RAISE EXCEPTION 'an interest stays as it was declared' USING ERRCODE = 'check_violation';
"""


class Interest(models.Model):
    """What a seat's holder has a stake in, said in public before anybody asks."""

    code = models.UUIDField(unique=True, default=uuid4, editable=False)
    seat = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="interests")
    # Whose it is: the mandate under which it was declared. It ends with that mandate.
    mandate = models.ForeignKey("council.Mandate", on_delete=models.PROTECT, related_name="interests")
    what = models.CharField(_("interest"), max_length=300)
    declared_at = models.DateTimeField(_("declared"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        ordering = ["-declared_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("declared_at")),
                name="interest_declared_before_withdrawn",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="interest_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="interest_as_declared",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=WITHDRAWN_ONCE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.code}"


class Challenge(Ruled):
    """A member says that a seat should take no part in a motion."""

    by_seat = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="challenges_made")

    class Meta(Ruled.Meta):
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        constraints = [
            models.UniqueConstraint(
                fields=["motion", "seat"], condition=Q(ruled_at__isnull=True), name="challenge_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ruling="", ruled_at__isnull=True, ruled_by__isnull=True)
                | Q(
                    ruling__in=[ruling.value for ruling in Ruling],
                    ruled_at__isnull=False,
                    ruled_by__isnull=False,
                ),
                name="challenge_ruled_whole",
            ),
            models.CheckConstraint(condition=~Q(seat=F("by_seat")), name="challenge_of_another_seat"),
        ]
