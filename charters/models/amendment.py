from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from charters.rules import lifecycle
from charters.rules.amend import Change, Operation


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def public(self) -> "AmendmentQuerySet":
        return self.filter(tabled_at__isnull=False)


class Amendment(models.Model):
    """A change to a charter's text, as instructions; frozen and public from the day it is tabled."""

    charter = models.ForeignKey("charters.Charter", on_delete=models.PROTECT, related_name="amendments")
    title = models.CharField(_("title"), max_length=120)
    reasons = models.TextField(_("reasons"), blank=True)
    state = models.CharField(
        _("state"),
        max_length=12,
        default=lifecycle.State.DRAFT.value,
        choices=[(s.value, s.value) for s in lifecycle.State],
    )
    # The edition the drafter had before her; the instructions' hashes decide, this only tells.
    base = models.ForeignKey("charters.Edition", on_delete=models.PROTECT, related_name="drafts")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="amendments"
    )
    drafted_at = models.DateTimeField(_("drafted at"))
    tabled_at = models.DateTimeField(_("tabled at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    edition = models.OneToOneField(
        "charters.Edition", on_delete=models.PROTECT, null=True, blank=True, related_name="amendment"
    )
    rebased_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="rebased"
    )

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in lifecycle.State]), name="amendment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=lifecycle.State.ENACTED.value, edition__isnull=False)
                | (~Q(state=lifecycle.State.ENACTED.value) & Q(edition__isnull=True)),
                name="amendment_enacted_has_edition",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        return f"charters.amendment/{self.pk}"

    @property
    def status(self) -> lifecycle.State:
        return lifecycle.State(self.state)

    @property
    def is_public(self) -> bool:
        return self.tabled_at is not None

    @property
    def changes(self) -> list[Change]:
        return [instruction.value for instruction in self.instructions.all()]


class Instruction(models.Model):
    """One step of an amendment, with the hash of the words it expects to find."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="instructions")
    position = models.PositiveSmallIntegerField()
    operation = models.CharField(
        _("operation"), max_length=12, choices=[(o.value, o.value) for o in Operation]
    )
    eid = models.CharField("eId", max_length=20, blank=True)
    expected_sha256 = models.CharField(max_length=64, blank=True)
    new_eid = models.CharField(max_length=20, blank=True)
    heading = models.CharField(_("heading"), max_length=160, blank=True)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("instruction")
        verbose_name_plural = _("instructions")
        ordering = ["amendment", "position"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "position"], name="instruction_position_once"),
            models.CheckConstraint(
                condition=Q(operation__in=[o.value for o in Operation]), name="instruction_operation_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.eid}"

    @property
    def value(self) -> Change:
        return Change(
            operation=Operation(self.operation),
            eid=self.eid,
            expected_sha256=self.expected_sha256,
            new_eid=self.new_eid,
            heading=self.heading,
            text=self.text,
        )
