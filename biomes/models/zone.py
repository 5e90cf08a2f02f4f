import json
from hashlib import sha256

from django.db import models
from django.utils.translation import gettext_lazy as _

from biomes.rules.words import ZoneKind


class Zone(models.Model):
    """Where people live: a settlement area beside the living systems it touches."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=[(k.value, k.value) for k in ZoneKind])
    # GeoJSON geometry, longitude first; checked by rules.place before it is stored.
    polygon = models.JSONField(_("polygon"))
    population = models.PositiveIntegerField(_("population"))
    about = models.TextField(_("about"), blank=True, max_length=1000)

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[k.value for k in ZoneKind]), name="zone_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return f"biomes.zone/{self.slug}"

    @property
    def fingerprint(self) -> str:
        """What an editor has seen: another one's change in between gives another fingerprint."""
        said = [self.name, self.kind, self.polygon, self.population, self.about]
        return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]
