from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crises.rules import run_life


class RunQuerySet(models.QuerySet["Run"]):
    def open(self) -> "RunQuerySet":
        return self.filter(state__in=[s.value for s in run_life.OPEN])

    def finished(self) -> "RunQuerySet":
        return self.filter(state=run_life.State.FINISHED.value)


class Run(models.Model):
    """An ensemble of one scenario, with and without a plan. Always an exercise, never a forecast."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    scenario = models.ForeignKey("crises.Scenario", on_delete=models.PROTECT, related_name="runs")
    biome = models.ForeignKey("biomes.Biome", on_delete=models.PROTECT, related_name="runs")
    crisis = models.ForeignKey(
        "crises.Crisis", on_delete=models.PROTECT, null=True, blank=True, related_name="runs"
    )
    # The alert that asked for it, at this severity: a worsening alert asks again, a trembling one does not.
    alert = models.ForeignKey(
        "crises.Alert", on_delete=models.PROTECT, null=True, blank=True, related_name="runs"
    )
    severity = models.CharField(max_length=10, blank=True)
    plan = models.ForeignKey(
        "crises.Plan", on_delete=models.PROTECT, null=True, blank=True, related_name="runs"
    )
    # The plan as it stood when the run was asked for; empty: nothing is done.
    plan_document = models.JSONField(null=True, blank=True)
    plan_sha256 = models.CharField(max_length=64, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="runs"
    )
    key = models.UUIDField(_("idempotency key"), null=True, blank=True)
    members_count = models.PositiveSmallIntegerField(_("members"))
    days = models.PositiveSmallIntegerField(_("days"))
    seed = models.BigIntegerField(_("seed"))
    # The first simulated day, at midnight UTC of this date.
    begins_on = models.DateField(_("begins on"))
    state = models.CharField(_("state"), max_length=10, default=run_life.State.QUEUED.value)
    queued_at = models.DateTimeField(_("queued"))
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    # Held by the one worker that draws up statistics and frames.
    claim = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=20, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in run_life.State]), name="run_state_known"
            ),
            models.CheckConstraint(
                condition=Q(members_count__gte=run_life.MEMBERS[0], members_count__lte=run_life.MEMBERS[1]),
                name="run_members_within_bounds",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=run_life.DAYS[0], days__lte=run_life.DAYS[1]),
                name="run_days_within_bounds",
            ),
            models.UniqueConstraint(
                fields=["alert", "severity"],
                condition=Q(alert__isnull=False, started_by__isnull=True),
                name="run_one_per_alert_level",
            ),
            models.UniqueConstraint(
                fields=["started_by", "key"], condition=Q(key__isnull=False), name="run_once_per_key"
            ),
        ]
        indexes = [
            models.Index(
                fields=["heartbeat_at"],
                condition=Q(state__in=["queued", "running"]),
                name="run_open_heartbeat",
            )
        ]

    def __str__(self) -> str:
        return str(self.number)

    def get_absolute_url(self) -> str:
        return reverse("crises:run", args=[self.number])

    @property
    def subject(self) -> str:
        return f"crises.run/{self.number}"

    @property
    def is_open(self) -> bool:
        return self.state in run_life.OPEN

    @property
    def is_finished(self) -> bool:
        return self.state == run_life.State.FINISHED


class Member(models.Model):
    """One future of a run's arm. A worker holds it by a lease; the days done are never undone."""

    run = models.ForeignKey("crises.Run", on_delete=models.CASCADE, related_name="members")
    arm = models.CharField(max_length=8)
    number = models.PositiveSmallIntegerField()
    days_done = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["run", "arm", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "arm", "number"], name="member_once"),
            models.CheckConstraint(
                condition=Q(arm__in=[a.value for a in run_life.Arm]), name="member_arm_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.arm} {self.number}"


class Checkpoint(models.Model):
    """One day of one member: what it looked like, and the state from which the next day is computed.

    Both are files in the storage, written whole before this row names them.
    """

    member = models.ForeignKey("crises.Member", on_delete=models.CASCADE, related_name="checkpoints")
    day = models.PositiveSmallIntegerField()
    file = models.CharField(max_length=200)
    state_file = models.CharField(max_length=200)
    stored_at = models.DateTimeField()

    class Meta:
        verbose_name = _("checkpoint of a member")
        verbose_name_plural = _("checkpoints of members")
        ordering = ["member", "day"]
        constraints = [models.UniqueConstraint(fields=["member", "day"], name="member_checkpoint_once")]

    def __str__(self) -> str:
        return self.file


class Statistics(models.Model):
    """What a finished run found, as one document with its hash: the page reads nothing else."""

    run = models.OneToOneField("crises.Run", on_delete=models.CASCADE, related_name="statistics")
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("statistics")
        verbose_name_plural = _("statistics")

    def __str__(self) -> str:
        return self.sha256[:12]


class Frame(models.Model):
    """One picture of a run: a day, an arm, a layer; an 8-bit PNG, its scale, and its bands as shapes."""

    run = models.ForeignKey("crises.Run", on_delete=models.CASCADE, related_name="frames")
    arm = models.CharField(max_length=8)
    layer = models.CharField(max_length=12)
    day = models.PositiveSmallIntegerField()
    file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    # {"kind": "log", "low": .., "high": .., "unit": ..}: how a grey value becomes a number again.
    scale = models.JSONField()
    # [{"level": .., "path": "M..Z"}]: the band above each level, in cells of the grid.
    shapes = models.JSONField()

    class Meta:
        verbose_name = _("frame")
        verbose_name_plural = _("frames")
        ordering = ["run", "arm", "layer", "day"]
        constraints = [models.UniqueConstraint(fields=["run", "arm", "layer", "day"], name="frame_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.arm} {self.layer} {self.day}"
