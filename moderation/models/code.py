from django.db import models
from django.utils.translation import gettext_lazy as _


class CodeQuerySet(models.QuerySet["Code"]):
    def offered(self, *, approve: bool) -> "CodeQuerySet":
        return self.filter(approves=approve, retired=False)


class Code(models.Model):
    """A published reason for a decision. Once used it can be retired, never deleted."""

    slug = models.SlugField(unique=True)
    label = models.CharField(_("label"), max_length=80)
    public_text = models.TextField(_("public text"), max_length=600)
    approves = models.BooleanField(_("is a reason to approve"), default=False)
    # Removes title and text from every surface; without it a rejected text stays readable.
    hides = models.BooleanField(_("hides the text"), default=False)
    retired = models.BooleanField(_("no longer offered"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = CodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("moderation code")
        verbose_name_plural = _("moderation codes")
        ordering = ["-approves", "order", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(approves=True, hides=True), name="code_approving_hides_nothing"
            ),
        ]

    def __str__(self) -> str:
        return self.label
