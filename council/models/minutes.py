import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from council.rules import minutes as rules
from council.rules.minutes import MinutesState

MINUTES_STATES = {
    MinutesState.DRAFT: _("Draft"),
    MinutesState.PUBLISHED: _("Published as a draft"),
    MinutesState.APPROVED: _("Approved"),
}
# Approval writes two columns, once; what is approved is never written again.
APPROVED_AS_PUBLISHED = """
IF OLD.approved_at IS NOT NULL THEN
    RAISE EXCEPTION 'minutes are kept as they were approved' USING ERRCODE = 'check_violation';
END IF;
IF NEW.approved_at IS NOT NULL
   AND to_jsonb(NEW) - 'approved_at' - 'approved_in_id' <> to_jsonb(OLD) - 'approved_at' - 'approved_in_id' THEN
    RAISE EXCEPTION 'minutes are approved as they were published' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def public(self) -> "MinutesQuerySet":
        return self.filter(published_at__isnull=False)

    def waiting(self) -> "MinutesQuerySet":
        """Published, and not approved."""
        return self.public().filter(approved_at__isnull=True)


class Minutes(models.Model):
    """What happened in a sitting: its record in codes, the secretary's remarks, version by version."""

    sitting = models.ForeignKey("council.Sitting", on_delete=models.PROTECT, related_name="minutes")
    version = models.PositiveSmallIntegerField(_("version"))
    # Read from the sitting when the draft is published; empty until then.
    record = models.JSONField(_("record"), default=dict, blank=True)
    # Point by point, by position; "0" is the sitting as a whole.
    remarks = models.JSONField(_("remarks"), default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    drafted_at = models.DateTimeField(_("drafted at"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approved_in = models.ForeignKey(
        "council.Sitting", on_delete=models.PROTECT, null=True, blank=True, related_name="minutes_approved"
    )

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        ordering = ["sitting", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "version"], name="minutes_version_once"),
            models.UniqueConstraint(
                fields=["sitting"], condition=Q(approved_at__isnull=True), name="minutes_one_in_hand"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, sha256="")
                | (Q(published_at__isnull=False) & ~Q(sha256="")),
                name="minutes_published_have_a_hash",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_in__isnull=True)
                | Q(approved_at__isnull=False, approved_in__isnull=False, published_at__isnull=False),
                name="minutes_approved_in_a_sitting",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="minutes_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="minutes_as_approved",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=APPROVED_AS_PUBLISHED,
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        place = self.sitting.body.code, self.sitting.number, self.version
        return reverse("council:minutes_version", args=place)

    @property
    def code(self) -> str:
        return f"{self.sitting.code}.v{self.version}"

    @property
    def subject(self) -> str:
        return f"council.minutes/{self.code}"

    @property
    def status(self) -> MinutesState:
        return rules.state(self.published_at, self.approved_at)

    @property
    def status_word(self) -> str:
        return str(MINUTES_STATES[self.status])
