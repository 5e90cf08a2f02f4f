from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from council.rules.decision import Rule
from council.rules.reading import canonical, read_rule


class RuleProposal(models.Model):
    """A rule that a member would have instead of one in force. A motion takes it up; it never changes."""

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    # The version it would follow; once another follows that one, the proposal is overtaken.
    replaces = models.ForeignKey(
        "council.DecisionRule",
        on_delete=models.PROTECT,
        related_name="proposals",
        verbose_name=_("would replace"),
    )
    data = models.JSONField(_("rule"))
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="rule_proposals",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed at"))

    class Meta:
        verbose_name = _("proposed rule")
        verbose_name_plural = _("proposed rules")
        ordering = ["-proposed_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["replaces", "sha256"], name="rule_proposal_once")]
        triggers = [
            pgtrigger.Protect(name="rule_proposal_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("council:proposal", args=[self.code])

    @property
    def code(self) -> str:
        return self.key.hex

    @property
    def subject(self) -> str:
        return f"council.rule_proposal/{self.code}"

    @property
    def rule(self) -> Rule:
        return read_rule(self.data)

    @property
    def canonical(self) -> bytes:
        return canonical(self.data)
