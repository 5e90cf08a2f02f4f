from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biomes.rules.cells import CELLS


class Filing(models.Model):
    """How a living system came onto the map by anybody's hand, and what was decided about it.

    Its name stands in the row of the living system; until somebody has looked at it the name is in no address,
    no list and no record: the address is a code.
    """

    biome = models.OneToOneField("biomes.Biome", on_delete=models.CASCADE, related_name="filing")
    # The opaque code of the person, as the ledger knows them.
    filed_by = models.CharField(_("filed by"), max_length=32)
    filed_at = models.DateTimeField(_("filed at"))
    language = models.CharField(_("language"), max_length=8)
    about = models.TextField(_("in their words"), max_length=600, blank=True)
    cell_m = models.PositiveIntegerField(_("place known to (m)"))
    # When a moderator or a curator found that it may be shown in lists.
    looked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=32, blank=True)
    into = models.ForeignKey(
        "biomes.Biome", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    # Why it was refused: a published code of moderation, and words.
    code = models.SlugField(_("code"), blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        ordering = ["filed_at"]
        indexes = [models.Index(fields=["filed_at"], name="filing_in_turn")]
        constraints = [
            models.CheckConstraint(condition=Q(cell_m__in=CELLS), name="filing_cell_known"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(decided_at__gte=models.F("filed_at")),
                name="filing_decided_after_filed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.biome_id} {self.filed_at:%Y-%m-%d}"
