import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exhibits.rules import exhibit_life
from exhibits.rules.rights import Rights

STATES = [
    (exhibit_life.State.DRAFT.value, _("Draft")),
    (exhibit_life.State.REVIEW.value, _("In review")),
    (exhibit_life.State.PUBLISHED.value, _("Published")),
    (exhibit_life.State.WITHDRAWN.value, _("Withdrawn")),
]
RIGHTS = [
    (Rights.CC_BY.value, _("Free to use with the artist's name (CC BY 4.0)")),
    (Rights.CC_BY_SA.value, _("Free to use with the name, under the same terms (CC BY-SA 4.0)")),
    (Rights.CC_BY_NC.value, _("Free to use with the name, not for money (CC BY-NC 4.0)")),
    (Rights.RESERVED.value, _("All rights with the artist")),
]


class ExhibitQuerySet(models.QuerySet["Exhibit"]):
    def public(self) -> "ExhibitQuerySet":
        return self.filter(state__in=[s.value for s in exhibit_life.PUBLIC])


class Exhibit(models.Model):
    """A work made of a run's pictures and of words; the words come first."""

    slug = models.SlugField(_("slug"), unique=True, max_length=80)
    title = models.CharField(_("title"), max_length=80)
    lede = models.CharField(_("in one sentence"), max_length=300, blank=True)
    content_note = models.CharField(_("content note"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    # Null once the artist was erased: the work stays, without a name.
    artist = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="exhibits"
    )
    biome = models.ForeignKey("biomes.Biome", on_delete=models.PROTECT, related_name="exhibits")
    # Siblings below by their public names: they outlive rows.
    run = models.PositiveIntegerField(_("run"), null=True, blank=True)
    petition = models.SlugField(_("petition"), blank=True, max_length=120)
    rights = models.CharField(_("rights"), max_length=20, choices=RIGHTS, default=Rights.CC_BY.value)
    state = models.CharField(
        _("state"), max_length=10, default=exhibit_life.State.DRAFT.value, choices=STATES
    )
    drafted_at = models.DateTimeField(_("drafted"))
    submitted_at = models.DateTimeField(_("sent for review"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    # Hash of all texts as they were sent for review: what was read is what is published.
    texts_sha256 = models.CharField(max_length=64, blank=True)

    objects = ExhibitQuerySet.as_manager()

    class Meta:
        verbose_name = _("exhibit")
        verbose_name_plural = _("exhibits")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in exhibit_life.State]), name="exhibit_state_known"
            ),
            models.CheckConstraint(
                condition=Q(rights__in=[r.value for r in Rights]), name="exhibit_rights_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="exhibit_published_has_moment",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="no_scene_without_words",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__state="published"),
                func=(
                    "IF NOT EXISTS (SELECT 1 FROM exhibits_scene WHERE exhibit_id = NEW.id) OR EXISTS ("
                    "SELECT 1 FROM exhibits_scene WHERE exhibit_id = NEW.id AND btrim(text_twin) = '') THEN "
                    "RAISE EXCEPTION 'an exhibit is published with scenes, and every scene with its text twin' "
                    "USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("exhibits:exhibit", args=[self.slug])

    @property
    def subject(self) -> str:
        return f"exhibits.exhibit/{self.slug}"

    @property
    def is_public(self) -> bool:
        return self.state in exhibit_life.PUBLIC

    @property
    def is_editable(self) -> bool:
        return self.state in exhibit_life.EDITABLE


class ExhibitVersion(models.Model):
    """An exhibit's own words in another language."""

    exhibit = models.ForeignKey("exhibits.Exhibit", on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(_("language"), max_length=8)
    title = models.CharField(_("title"), max_length=80)
    lede = models.CharField(_("in one sentence"), max_length=300, blank=True)
    content_note = models.CharField(_("content note"), max_length=200, blank=True)
    by_machine = models.BooleanField(_("translated by a machine"), default=False)

    class Meta:
        verbose_name = _("language version of an exhibit")
        verbose_name_plural = _("language versions of exhibits")
        constraints = [
            models.UniqueConstraint(fields=["exhibit", "language"], name="exhibit_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.exhibit_id} {self.language}"
