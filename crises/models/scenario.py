from django.db import models
from django.utils.translation import gettext_lazy as _


class Template(models.Model):
    """How a biome's water is modelled: what its place does not say (depth, sources, gates, wind)."""

    biome = models.OneToOneField("biomes.Biome", on_delete=models.CASCADE, related_name="scenario_template")
    name = models.CharField(_("name"), max_length=80)
    depth_m = models.DecimalField(_("mean depth, m"), max_digits=6, decimal_places=2)
    # Sources, river mouths, gates by name, wind and the ranges that differ from the model's defaults.
    settings = models.JSONField(_("settings"), default=dict)

    class Meta:
        verbose_name = _("scenario template")
        verbose_name_plural = _("scenario templates")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(depth_m__gt=0, depth_m__lte=100), name="template_depth_is_a_depth"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Scenario(models.Model):
    """One question to the model, complete: a JSON document, named by its hash, never changed."""

    sha256 = models.CharField(max_length=64, unique=True)
    biome = models.ForeignKey("biomes.Biome", on_delete=models.PROTECT, related_name="scenarios")
    document = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def subject(self) -> str:
        return f"crises.scenario/{self.sha256}"
