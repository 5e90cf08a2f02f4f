import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from charters.rules import lifecycle
from charters.rules.founding import eid_at
from charters.rules.text import ArticleText

# What was tabled is what is voted on.
WORDS_OF_A_DRAFT = """
IF (TG_OP <> 'INSERT' AND NOT EXISTS (
        SELECT 1 FROM charters_charterdraft AS draft WHERE draft.id = OLD.draft_id AND draft.state = 'draft'))
   OR (TG_OP <> 'DELETE' AND NOT EXISTS (
        SELECT 1 FROM charters_charterdraft AS draft WHERE draft.id = NEW.draft_id AND draft.state = 'draft')) THEN
    RAISE EXCEPTION 'the words of a charter that was tabled are frozen' USING ERRCODE = 'check_violation';
END IF;
RETURN COALESCE(NEW, OLD);
"""


class CharterDraftQuerySet(models.QuerySet["CharterDraft"]):
    def public(self) -> "CharterDraftQuerySet":
        return self.filter(tabled_at__isnull=False)


class CharterDraft(models.Model):
    """A charter that nobody has adopted yet; frozen and public from the day it is tabled."""

    slug = models.SlugField(_("address"))
    title = models.CharField(_("title"), max_length=120)
    # As of a charter: the subject of whom it speaks; "" is every living system.
    of = models.CharField(_("of"), max_length=120, blank=True)
    preamble = models.TextField(_("preamble"), blank=True)
    reasons = models.TextField(_("reasons"), blank=True)
    state = models.CharField(
        _("state"),
        max_length=12,
        default=lifecycle.State.DRAFT.value,
        choices=[(s.value, s.value) for s in lifecycle.State],
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="charter_drafts"
    )
    drafted_at = models.DateTimeField(_("drafted at"))
    tabled_at = models.DateTimeField(_("tabled at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    # Of its words as tabled.
    sha256 = models.CharField(max_length=64, blank=True)
    charter = models.OneToOneField(
        "charters.Charter", on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )

    objects = CharterDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a charter")
        verbose_name_plural = _("drafts of charters")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in lifecycle.State]), name="charter_draft_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=lifecycle.State.ENACTED.value, charter__isnull=False)
                | (~Q(state=lifecycle.State.ENACTED.value) & Q(charter__isnull=True)),
                name="charter_draft_enacted_has_charter",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="charter_draft_words_stay",
                operation=pgtrigger.Delete
                | pgtrigger.UpdateOf("slug", "title", "of", "preamble", "reasons", "sha256", "tabled_at"),
                condition=pgtrigger.Q(old__tabled_at__isnull=False),
            ),
            pgtrigger.Protect(
                name="charter_draft_is_tabled_once",
                operation=pgtrigger.UpdateOf("state"),
                condition=pgtrigger.Q(old__tabled_at__isnull=False)
                & pgtrigger.Q(new__state=lifecycle.State.DRAFT.value),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        return f"charters.draft/{self.pk}"

    @property
    def status(self) -> lifecycle.State:
        return lifecycle.State(self.state)

    @property
    def is_public(self) -> bool:
        return self.tabled_at is not None

    @property
    def texts(self) -> list[ArticleText]:
        return [article.value for article in self.articles.all()]


class DraftArticle(models.Model):
    """One article of a draft; its number is its place."""

    draft = models.ForeignKey(CharterDraft, on_delete=models.CASCADE, related_name="articles")
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(_("heading"), max_length=160)
    text = models.TextField(_("text"))
    entrenched = models.BooleanField(_("entrenched"), default=False)

    class Meta:
        verbose_name = _("article of a draft")
        verbose_name_plural = _("articles of drafts")
        ordering = ["draft", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "position"],
                name="draft_article_position_once",
                # Those behind one that is taken out move up together.
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="draft_article_words_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=WORDS_OF_A_DRAFT,
            )
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.heading}"

    @property
    def value(self) -> ArticleText:
        return ArticleText(eid_at(self.position), self.heading, self.text, self.entrenched)
