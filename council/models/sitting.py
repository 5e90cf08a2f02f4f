from datetime import datetime

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from council.models.mandate import PERIOD
from council.rules.sitting import PointKind, SittingState

SITTING_STATES = [
    (SittingState.CALLED.value, _("Called")),
    (SittingState.OPEN.value, _("Sitting now")),
    (SittingState.ADJOURNED.value, _("Adjourned")),
    (SittingState.CLOSED.value, _("Closed")),
]
POINT_KINDS = [
    (PointKind.MOTION.value, _("Motion")),
    (PointKind.CONSENT.value, _("Consent item")),
    (PointKind.INFORMATION.value, _("For information")),
    (PointKind.MINUTES.value, _("Minutes to approve")),
]


class SittingQuerySet(models.QuerySet["Sitting"]):
    def coming(self, at: datetime) -> "SittingQuerySet":
        return self.filter(starts_at__gte=at).order_by("starts_at")

    def ahead(self) -> "SittingQuerySet":
        """Not over yet, the soonest first."""
        return self.exclude(state=SittingState.CLOSED.value).order_by("starts_at", "id")

    def over(self) -> "SittingQuerySet":
        return self.filter(state=SittingState.CLOSED.value).order_by("-starts_at", "-id")


class Sitting(models.Model):
    """A meeting of a body: called, open, adjourned and open again, closed. Numbered body by body."""

    body = models.ForeignKey("council.Body", on_delete=models.PROTECT, related_name="sittings")
    number = models.CharField(_("number"), max_length=16)
    starts_at = models.DateTimeField(_("starts at"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=SITTING_STATES, default=SittingState.CALLED.value
    )
    called_at = models.DateTimeField(_("called at"), null=True, blank=True)
    # When the agenda was published with the notice: from then on nobody edits it.
    notice_at = models.DateTimeField(_("notice given at"), null=True, blank=True)
    agenda_sha256 = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    resumes_at = models.DateTimeField(_("resumes at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    # Ran without the platform, on printed sheets: declared by secretary and chair, entered by two tellers.
    blackout_at = models.DateTimeField(_("declared a blackout at"), null=True, blank=True)
    entered_at = models.DateTimeField(_("entered at"), null=True, blank=True)
    # When its hour or place was last changed after it was called; a calendar compares it.
    moved_at = models.DateTimeField(_("moved at"), null=True, blank=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="sitting_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in SittingState]), name="sitting_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=SittingState.CALLED.value) | Q(opened_at__isnull=False),
                name="sitting_opened_before_it_went_on",
            ),
            models.CheckConstraint(
                condition=Q(state=SittingState.CLOSED.value, closed_at__isnull=False)
                | (~Q(state=SittingState.CLOSED.value) & Q(closed_at__isnull=True)),
                name="sitting_closed_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(entered_at__isnull=True) | Q(blackout_at__isnull=False),
                name="sitting_entered_after_a_blackout",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("council:sitting", args=[self.body.code, self.number])

    @property
    def code(self) -> str:
        """Two bodies may both hold a sitting 2150-1; the code names one of them."""
        return f"{self.body.code}--{self.number}"

    @property
    def subject(self) -> str:
        return f"council.sitting/{self.code}"

    @property
    def status(self) -> SittingState:
        return SittingState(self.state)

    @property
    def is_open(self) -> bool:
        return self.status is SittingState.OPEN

    @property
    def awaits_paper(self) -> bool:
        """Declared a blackout, its sheets not all typed yet."""
        return self.blackout_at is not None and self.entered_at is None

    @property
    def is_over(self) -> bool:
        return self.status is SittingState.CLOSED


class AgendaItem(models.Model):
    """A matter the council must take up: a petition over its threshold, a finished run, a motion."""

    body = models.ForeignKey("council.Body", on_delete=models.PROTECT, related_name="agenda")
    sitting = models.ForeignKey(
        Sitting, on_delete=models.SET_NULL, null=True, blank=True, related_name="items"
    )
    # What it is about, as a subject. One matter stands on an agenda once.
    source = models.CharField(_("matter"), max_length=120)
    motion = models.ForeignKey(
        "council.Motion", on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    urgent = models.BooleanField(_("urgent"), default=False)
    added_at = models.DateTimeField(_("added at"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    # Why the council will not debate it; published.
    declined_because = models.CharField(_("declined because"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["-urgent", "added_at", "id"]
        constraints = [models.UniqueConstraint(fields=["body", "source"], name="agenda_item_once")]

    def __str__(self) -> str:
        return self.source

    @property
    def subject(self) -> str:
        return f"council.agenda_item/{self.pk}"


class Point(models.Model):
    """One point on a sitting's order of the day: a motion, a consent item, something to hear."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="points")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=12, choices=POINT_KINDS)
    title = models.CharField(_("title"), max_length=160, blank=True)
    motion = models.ForeignKey(
        "council.Motion", on_delete=models.PROTECT, null=True, blank=True, related_name="points"
    )
    # The minutes that are approved here, for a point of that kind.
    minutes = models.ForeignKey(
        "council.Minutes", on_delete=models.PROTECT, null=True, blank=True, related_name="points"
    )
    taken_up_at = models.DateTimeField(_("taken up at"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    # The first seat that asked for a vote on a consent item.
    objected_by = models.ForeignKey(
        "council.Seat", on_delete=models.PROTECT, null=True, blank=True, related_name="consents_refused"
    )
    objected_at = models.DateTimeField(_("objected at"), null=True, blank=True)

    class Meta:
        verbose_name = _("point of the agenda")
        verbose_name_plural = _("points of the agenda")
        ordering = ["sitting", "position"]
        constraints = [
            # Deferred: two points that change places meet for a moment.
            models.UniqueConstraint(
                fields=["sitting", "position"],
                name="point_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["sitting", "motion"], name="point_motion_once"),
            models.UniqueConstraint(
                fields=["sitting"],
                condition=Q(taken_up_at__isnull=False, done_at__isnull=True),
                name="point_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in PointKind]), name="point_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(motion__isnull=False)
                | Q(minutes__isnull=False)
                | (~Q(title="") & ~Q(kind=PointKind.MOTION.value)),
                name="point_says_what",
            ),
            models.CheckConstraint(
                condition=Q(kind=PointKind.MINUTES.value, minutes__isnull=False, motion__isnull=True)
                | (~Q(kind=PointKind.MINUTES.value) & Q(minutes__isnull=True)),
                name="point_minutes_are_its_kind",
            ),
            models.UniqueConstraint(fields=["sitting", "minutes"], name="point_minutes_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(taken_up_at__lte=F("done_at")),
                name="point_taken_up_before_done",
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        if self.minutes:
            return str(_("Minutes of sitting %(number)s") % {"number": self.minutes.sitting.number})
        return self.title or (self.motion.title if self.motion else "")

    @property
    def is_current(self) -> bool:
        return self.taken_up_at is not None and self.done_at is None


class Attendance(models.Model):
    """A seat was in the room over ``[since, until)``: entered as it happens, never for the past."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="attendance")
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    # The secretary, or the member herself.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attendance_entered"
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["sitting", "since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")),
                name="attendance_since_before_until",
            ),
            ExclusionConstraint(
                name="attendance_once_at_a_time",
                expressions=[
                    ("sitting", RangeOperators.EQUAL),
                    ("seat", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.seat_id}"


class Turn(models.Model):
    """A seat asked for the floor, was called, spoke and was done; or withdrew before it was called."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="turns")
    point = models.ForeignKey(Point, on_delete=models.PROTECT, null=True, blank=True, related_name="turns")
    seat = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="turns")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="turns")
    asked_at = models.DateTimeField(_("asked at"))
    called_at = models.DateTimeField(_("called at"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("turn to speak")
        verbose_name_plural = _("turns to speak")
        ordering = ["sitting", "asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "seat"], condition=Q(done_at__isnull=True), name="turn_one_per_seat"
            ),
            models.UniqueConstraint(
                fields=["sitting"],
                condition=Q(called_at__isnull=False, done_at__isnull=True),
                name="turn_one_speaker",
            ),
            models.CheckConstraint(
                condition=(Q(called_at__isnull=True) | Q(asked_at__lte=F("called_at")))
                & (Q(done_at__isnull=True) | Q(called_at__isnull=True) | Q(called_at__lte=F("done_at"))),
                name="turn_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.seat_id}"

    @property
    def speaks(self) -> bool:
        return self.called_at is not None and self.done_at is None
