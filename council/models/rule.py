import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from council.rules.decision import Rule
from council.rules.kinds import MotionKind
from council.rules.reading import canonical, read_rule

MOTION_KINDS = [
    (MotionKind.RESOLUTION.value, _("Resolution")),
    (MotionKind.CHARTER_AMENDMENT.value, _("Charter amendment")),
    (MotionKind.CHARTER_ADOPTION.value, _("Charter adoption")),
    (MotionKind.CRISIS_RESPONSE.value, _("Crisis response")),
    (MotionKind.PACT_ACT.value, _("Act under the pact")),
    (MotionKind.RULE_CHANGE.value, _("Rule change")),
    (MotionKind.APPOINTMENT.value, _("Appointment")),
    (MotionKind.ALLIANCE.value, _("Alliance")),
    (MotionKind.PETITION_ANSWER.value, _("Answer to a petition")),
    (MotionKind.EMERGENCY.value, _("Emergency measure")),
    (MotionKind.FLOOR_AMENDMENT.value, _("Amendment from the floor")),
    (MotionKind.URGENCY.value, _("Urgency")),
    (MotionKind.DIVISION.value, _("Vote by parts")),
]


class DecisionRule(models.Model):
    """A version of a rule by which a council decides. It never changes; a new one is a new version."""

    body = models.ForeignKey("council.Body", on_delete=models.PROTECT, related_name="decision_rules")
    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=80)
    # The kinds of motion it decides.
    applies_to = ArrayField(models.CharField(max_length=20, choices=MOTION_KINDS), verbose_name=_("decides"))
    data = models.JSONField(_("rule"))
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    created_at = models.DateTimeField(_("in force since"))

    class Meta:
        verbose_name = _("decision rule")
        verbose_name_plural = _("decision rules")
        ordering = ["code", "-version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="decision_rule_version_once")]
        triggers = [
            pgtrigger.Protect(name="decision_rule_immutable", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def subject(self) -> str:
        return f"council.rule/{self.code}.v{self.version}"

    @property
    def rule(self) -> Rule:
        return read_rule(self.data)

    @property
    def canonical(self) -> bytes:
        return canonical(self.data)
