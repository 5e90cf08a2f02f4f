from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _

LONGEST_TWIN = 8000
ARMS = [("baseline", _("without the plan")), ("plan", _("with the plan"))]


class Scene(models.Model):
    """One picture and its words. The text twin is the source; the picture is its other form."""

    exhibit = models.ForeignKey("exhibits.Exhibit", on_delete=models.CASCADE, related_name="scenes")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=60)
    text_twin = models.TextField(_("text twin"), max_length=LONGEST_TWIN, blank=True)
    alt_text = models.CharField(_("the picture in words"), max_length=400, blank=True)
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    run = models.PositiveIntegerField(_("run"))
    arm = models.CharField(_("with or without the plan"), max_length=8, choices=ARMS)
    day = models.PositiveSmallIntegerField(_("day of the run"))
    # The frame the picture was drawn from, and what was drawn: the work outlives the run's files.
    frame_sha256 = models.CharField(max_length=64)
    picture = models.JSONField(default=dict)
    numbers = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("scene")
        verbose_name_plural = _("scenes")
        ordering = ["exhibit", "number"]
        constraints = [
            # Checked at commit, so that two scenes can change places.
            models.UniqueConstraint(
                fields=["exhibit", "number"], name="scene_numbered_once", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(arm__in=[a for a, _l in ARMS]), name="scene_arm_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def subject(self) -> str:
        return f"exhibits.scene/{self.exhibit.slug}/{self.number}"


class SceneVersion(models.Model):
    """A scene's words in another language; the numbers are the scene's own."""

    scene = models.ForeignKey("exhibits.Scene", on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(_("language"), max_length=8)
    title = models.CharField(_("title"), max_length=60)
    text_twin = models.TextField(_("text twin"), max_length=LONGEST_TWIN)
    alt_text = models.CharField(_("the picture in words"), max_length=400, blank=True)
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    by_machine = models.BooleanField(_("translated by a machine"), default=False)

    class Meta:
        verbose_name = _("language version of a scene")
        verbose_name_plural = _("language versions of scenes")
        constraints = [
            models.UniqueConstraint(fields=["scene", "language"], name="scene_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.scene_id} {self.language}"


class Source(models.Model):
    """What a scene is made of besides its run: a station, a statement, an article, by its subject."""

    scene = models.ForeignKey("exhibits.Scene", on_delete=models.CASCADE, related_name="sources")
    subject = models.CharField(_("subject"), max_length=160)
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["scene", "pk"]
        constraints = [models.UniqueConstraint(fields=["scene", "subject"], name="source_once")]

    def __str__(self) -> str:
        return self.subject
