import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crises.rules import alert_life
from crises.rules.severity import Certainty, Severity, Urgency


class AlertQuerySet(models.QuerySet["Alert"]):
    def public(self) -> "AlertQuerySet":
        """What anyone may see: released ones and exercises, and what became of them. No draft, ever."""
        return self.filter(Q(released_at__isnull=False) | Q(source=alert_life.Source.RUN.value))

    def live(self) -> "AlertQuerySet":
        return self.filter(state__in=[s.value for s in alert_life.LIVE])

    def drafts(self) -> "AlertQuerySet":
        return self.filter(state=alert_life.State.DRAFT.value)


class Alert(models.Model):
    """A warning about one indicator of one biome; the words of its severity are CAP's."""

    code = models.CharField(_("code"), max_length=24, unique=True)
    biome = models.ForeignKey("biomes.Biome", on_delete=models.PROTECT, related_name="alerts")
    crisis = models.ForeignKey(
        "crises.Crisis", on_delete=models.PROTECT, null=True, blank=True, related_name="alerts"
    )
    # The run that made an exercise; empty for everything that was measured or seen.
    run = models.ForeignKey(
        "crises.Run", on_delete=models.PROTECT, null=True, blank=True, related_name="exercises"
    )
    indicator = models.SlugField(_("indicator"))
    source = models.CharField(_("source"), max_length=10)
    state = models.CharField(_("state"), max_length=10, default=alert_life.State.DRAFT.value)
    severity = models.CharField(_("severity"), max_length=10)
    urgency = models.CharField(_("urgency"), max_length=10)
    certainty = models.CharField(_("certainty"), max_length=10)
    # The newest value of each station that is beyond a limit (rules.breach.Standing).
    standing = models.JSONField(default=dict, blank=True)
    # Whether the toxin itself was measured (or modelled); without it nobody may write "toxic".
    toxin_known = models.BooleanField(default=False)
    # The charter's article it touches, as the law stood: a subject and the hash of the text.
    article = models.CharField(_("article"), max_length=120, blank=True)
    article_sha256 = models.CharField(max_length=64, blank=True)
    raised_at = models.DateTimeField(_("raised"))
    # Of the last reading beyond a limit; an alert that is not renewed expires.
    renewed_at = models.DateTimeField(_("renewed"))
    # Since when the newest value is back inside; empty while it is not.
    eased_at = models.DateTimeField(_("eased"), null=True, blank=True)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in alert_life.State]), name="alert_state_known"
            ),
            models.CheckConstraint(
                condition=Q(source__in=[s.value for s in alert_life.Source]), name="alert_source_known"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=[s.value for s in Severity])
                & Q(urgency__in=[u.value for u in Urgency])
                & Q(certainty__in=[c.value for c in Certainty]),
                name="alert_words_are_caps",
            ),
            # What a model says is never released as real, whoever asks.
            models.CheckConstraint(
                condition=~Q(source=alert_life.Source.RUN.value)
                | (Q(released_at__isnull=True) & ~Q(state__in=["draft", "actual"])),
                name="alert_of_a_run_is_never_actual",
            ),
            models.CheckConstraint(
                condition=~Q(state=alert_life.State.ACTUAL.value) | Q(released_at__isnull=False),
                name="alert_actual_is_released",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("raised_at")),
                name="alert_ends_after_it_was_raised",
            ),
            models.UniqueConstraint(
                fields=["biome", "indicator"],
                condition=Q(state__in=["draft", "actual"], source="readings"),
                name="alert_one_live_per_biome_and_indicator",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("crises:alert", args=[self.code])

    @property
    def subject(self) -> str:
        return f"crises.alert/{self.code}"

    @property
    def is_exercise(self) -> bool:
        return self.source == alert_life.Source.RUN.value

    @property
    def is_public(self) -> bool:
        return self.released_at is not None or self.is_exercise


class AlertEntry(models.Model):
    """One line of an alert's history: what moved it, with the reading, the limit and the leaf it cites."""

    alert = models.ForeignKey("crises.Alert", on_delete=models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField()
    move = models.CharField(max_length=10)
    at = models.DateTimeField()
    # An officer's opaque code; empty when a reading moved it.
    actor = models.CharField(max_length=64, blank=True)
    severity = models.CharField(max_length=10)
    urgency = models.CharField(max_length=10)
    certainty = models.CharField(max_length=10)
    # The reading that moved it, as its fact told it (empty for what a person or the clock did).
    station = models.CharField(max_length=60, blank=True)
    value = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    level = models.CharField(max_length=20, blank=True)
    limit = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    direction = models.CharField(max_length=5, blank=True)
    threshold = models.BigIntegerField(null=True, blank=True)
    reading = models.BigIntegerField(null=True, blank=True)
    leaf = models.CharField(max_length=64, blank=True)
    phenomenon_at = models.DateTimeField(null=True, blank=True)
    # The fact that caused it: a second delivery finds it and changes nothing.
    fact = models.BigIntegerField(null=True, blank=True)
    # Why it was cancelled, as a code of `rules.alert_life`.
    reason = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = _("alert history entry")
        verbose_name_plural = _("alert history entries")
        ordering = ["alert", "number"]
        constraints = [
            models.UniqueConstraint(fields=["alert", "number"], name="alert_entry_numbered_once"),
            models.UniqueConstraint(
                fields=["fact"], condition=Q(fact__isnull=False), name="alert_entry_once_per_fact"
            ),
            models.CheckConstraint(
                condition=Q(move__in=[m.value for m in alert_life.Move]), name="alert_entry_move_known"
            ),
        ]
        triggers = [
            # History is written once; no code of ours and no hand in the database changes it.
            pgtrigger.Protect(name="history_is_final", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.alert_id}#{self.number}"
