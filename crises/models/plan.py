from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crises.rules import plan as plan_rules


class Plan(models.Model):
    """A response that can be put to work: measures that belong together, with a letter people use."""

    slug = models.SlugField(unique=True)
    biome = models.ForeignKey("biomes.Biome", on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(_("name"), max_length=60)
    # The plan an alert's own run is compared with; one per biome at most.
    standing = models.BooleanField(_("stands ready"), default=False)
    made_by = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["biome"], condition=Q(standing=True), name="plan_one_standing_per_biome"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        return f"crises.plan/{self.slug}"


class Measure(models.Model):
    """One part of a plan: drones, a barrier, or a cut of nutrients; who supplies and pays it, how soon."""

    plan = models.ForeignKey("crises.Plan", on_delete=models.CASCADE, related_name="measures")
    kind = models.CharField(_("kind"), max_length=10)
    settings = models.JSONField(_("settings"))
    cost = models.PositiveBigIntegerField(_("cost, credits"))
    lead_hours = models.PositiveIntegerField(_("lead time, hours"))
    supplier = models.CharField(_("supplier"), max_length=80, blank=True)
    funder = models.CharField(_("funder"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["plan", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind"], name="measure_once_per_plan"),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in plan_rules.Kind]), name="measure_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.kind}"


class Deployment(models.Model):
    """A measure at work in a place, from the crisis to daily use, over ``[since, until)``."""

    slug = models.SlugField(unique=True)
    title = models.CharField(_("title"), max_length=100)
    biome = models.ForeignKey("biomes.Biome", on_delete=models.PROTECT, related_name="deployments")
    plan = models.ForeignKey(
        "crises.Plan", on_delete=models.PROTECT, null=True, blank=True, related_name="deployments"
    )
    kind = models.CharField(_("kind"), max_length=10)
    # A deployed drone line is also a station that broadcasts readings.
    station = models.CharField(_("station"), max_length=60, blank=True)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("deployment")
        verbose_name_plural = _("deployments")
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")),
                name="deployment_since_before_until",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in plan_rules.Kind]), name="deployment_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        return f"crises.deployment/{self.slug}"
