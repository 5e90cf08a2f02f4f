from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from council.rules.eligibility import Term
from council.rules.kinds import Ended

PERIOD = Func("since", "until", RangeBoundary(), function="TSTZRANGE", output_field=DateTimeRangeField())
ENDED = [
    (Ended.EXPIRY.value, _("expired")),
    (Ended.RESIGNATION.value, _("resigned")),
    (Ended.REMOVAL.value, _("removed")),
    (Ended.DEATH.value, _("died")),
    (Ended.RECALL.value, _("recalled")),
    (Ended.REVOKED.value, _("hold-over revoked")),
    (Ended.SUCCEEDED.value, _("a successor came")),
]


class MandateQuerySet(models.QuerySet["Mandate"]):
    def in_force(self, at: datetime) -> "MandateQuerySet":
        """A biome seat's mandate also needs the guardianship it rests on."""
        running = self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)
        trusted = (
            Q(guardianship__isnull=True) | Q(guardianship__until__isnull=True) | Q(guardianship__until__gt=at)
        )
        return running.filter(trusted)

    def terms(self) -> "MandateQuerySet":
        """Without hold-overs: nobody was given those for a term."""
        return self.filter(holds_over__isnull=True)

    def during(self, since: datetime, until: datetime | None) -> "MandateQuerySet":
        """Those that run at some moment of ``[since, until)``."""
        begun = self if until is None else self.filter(since__lt=until)
        return begun.filter(Q(until__isnull=True) | Q(until__gt=since))


class Mandate(models.Model):
    """Why a person may speak for a seat, with which hand, over ``[since, until)``, under what instrument."""

    code = models.UUIDField(unique=True, default=uuid4, editable=False)
    seat = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="mandates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates")
    hand = models.PositiveSmallIntegerField(_("hand"), default=1, choices=[(1, "1"), (2, "2")])
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    # The end it was given with; `until` comes earlier where it ended early, this one is never written again.
    due = models.DateTimeField(_("due"), null=True, blank=True, editable=False)
    instrument = models.CharField(_("instrument"), max_length=200)
    # The trust that a biome's seat rests on.
    guardianship = models.ForeignKey(
        "biomes.Guardianship", on_delete=models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    ended_by = models.CharField(_("ended by"), max_length=12, blank=True, choices=ENDED)
    remainder_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="remainders"
    )

    # What the two officers attested of its holder, as the composition of the body asks.
    attests = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name=_("attested")
    )
    # A hold-over: a dated instrument that lets the holder of an ended mandate go on until a successor comes.
    # It is a row of its own; nobody edits the end of the one before.
    holds_over = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="hold_overs"
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["seat", "hand", "-since"]
        constraints = [
            models.CheckConstraint(condition=Q(hand__in=[1, 2]), name="mandate_two_hands"),
            # An empty period would escape the exclusion below.
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")), name="mandate_since_before_until"
            ),
            models.CheckConstraint(
                condition=Q(ended_by="") | Q(ended_by__in=[ended.value for ended in Ended]),
                name="mandate_ended_by_known",
            ),
            ExclusionConstraint(
                name="mandate_one_per_hand",
                expressions=[
                    ("seat", RangeOperators.EQUAL),
                    ("hand", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="mandate_one_hand_each",
                expressions=[
                    ("seat", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.hand}"

    @property
    def subject(self) -> str:
        return f"council.mandate/{self.code}"

    @property
    def term(self) -> Term:
        """As eligibility reads it."""
        return Term(person=self.person.code, hand=self.hand, since=self.since, until=self.until)
