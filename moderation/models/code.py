import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
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

    @property
    def ref(self) -> str:
        return f"moderation.code/{self.slug}"

    @property
    def used(self) -> bool:
        """A used code keeps its name and effect: decisions were published under them."""
        return self.decisions.exists()


class Draft(models.Model):
    """Words to begin a decision with, for one code in one language. A change is a new version."""

    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="drafts")
    language = models.CharField(_("language"), max_length=8)
    version = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("draft"), max_length=1000, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("draft of a reason")
        verbose_name_plural = _("drafts of reasons")
        ordering = ["code", "language", "-version"]
        triggers = [pgtrigger.Protect(name="draft_is_never_rewritten", operation=pgtrigger.Update)]
        constraints = [
            models.UniqueConstraint(fields=["code", "language", "version"], name="draft_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.language}, {self.version}"


class Notice(models.Model):
    """From how many waiting texts on the public is told that answers take longer; the newest row holds."""

    length = models.PositiveIntegerField(_("waiting texts"), validators=[MinValueValidator(1)])
    since = models.DateTimeField(_("since"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("length of the delay notice")
        verbose_name_plural = _("lengths of the delay notice")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(length__gte=1), name="notice_length_positive")
        ]

    def __str__(self) -> str:
        return str(self.length)
