from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Crisis(models.Model):
    """What belongs together: alerts, runs, measures, and by reference petitions, motions, exhibits."""

    slug = models.SlugField(unique=True)
    title = models.CharField(_("title"), max_length=100)
    summary = models.TextField(_("summary"), max_length=400)
    biome = models.ForeignKey("biomes.Biome", on_delete=models.PROTECT, related_name="crises")
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("crisis")
        verbose_name_plural = _("crises")
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__lt=F("closed_at")),
                name="crisis_opened_before_closed",
            ),
            # A new alert joins the open crisis of its biome, so there is one to join.
            models.UniqueConstraint(
                fields=["biome"], condition=Q(closed_at__isnull=True), name="crisis_one_open_per_biome"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("crises:crisis", args=[self.slug])

    @property
    def subject(self) -> str:
        return f"crises.crisis/{self.slug}"
