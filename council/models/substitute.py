from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from council.rules.substitutes import Back

BACK = [
    (Back.HOLDER.value, _("the holder is back")),
    (Back.DECLINED.value, _("the substitute cannot come")),
    (Back.UNNAMED.value, _("the substitute is no longer named")),
]


class SubstituteQuerySet(models.QuerySet["Substitute"]):
    def named(self, at: datetime) -> "SubstituteQuerySet":
        running = self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)
        return running.order_by("place", "id")


class Substitute(models.Model):
    """Who stands in for one hand of a seat, in what order, under what instrument, over ``[since, until)``."""

    code = models.UUIDField(unique=True, default=uuid4, editable=False)
    seat = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="substitutes")
    hand = models.PositiveSmallIntegerField(_("hand"), default=1, choices=[(1, "1"), (2, "2")])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="substitutes")
    place = models.PositiveSmallIntegerField(_("place in the order"), default=1)
    instrument = models.CharField(_("instrument"), max_length=200)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = SubstituteQuerySet.as_manager()

    class Meta:
        verbose_name = _("substitute")
        verbose_name_plural = _("substitutes")
        ordering = ["seat", "hand", "place", "-since"]
        constraints = [
            models.CheckConstraint(condition=Q(hand__in=[1, 2]), name="substitute_two_hands"),
            models.CheckConstraint(condition=Q(place__gte=1), name="substitute_has_a_place"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")),
                name="substitute_since_before_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.hand} {self.place}"


class CallQuerySet(models.QuerySet["Call"]):
    def holding(self, motion_id: int, at: datetime) -> "CallQuerySet":
        """Those that hold a hand in this motion at that moment."""
        this = Q(motion=motion_id) | Q(motion__isnull=True, since__lte=at, until__gt=at)
        return self.filter(this, ended_at__isnull=True)


class Call(models.Model):
    """A substitute called for one hand: for one motion, or for ``[since, until)``. Nobody else holds it then."""

    code = models.UUIDField(unique=True, default=uuid4, editable=False)
    substitute = models.ForeignKey(Substitute, on_delete=models.PROTECT, related_name="calls")
    seat = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="calls")
    hand = models.PositiveSmallIntegerField(choices=[(1, "1"), (2, "2")])
    motion = models.ForeignKey(
        "council.Motion", on_delete=models.PROTECT, null=True, blank=True, related_name="calls"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=8, blank=True, choices=BACK)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call of a substitute")
        verbose_name_plural = _("calls of substitutes")
        ordering = ["-called_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "hand", "motion"],
                condition=Q(ended_at__isnull=True, motion__isnull=False),
                name="call_one_per_motion",
            ),
            models.CheckConstraint(
                condition=Q(motion__isnull=False, until__isnull=True)
                | Q(motion__isnull=True, until__gt=F("since")),
                name="call_for_a_motion_or_a_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.hand} {self.code}"
