from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from biomes.rules import coarse, typology
from biomes.rules.lifecycle import KINDLESS, PUBLIC, UNREGISTERED, Stage
from biomes.rules.words import RedList


class BiomeQuerySet(models.QuerySet["Biome"]):
    def public(self) -> BiomeQuerySet:
        return self.filter(stage__in=[s.value for s in PUBLIC])

    def unregistered(self) -> BiomeQuerySet:
        """On the map by anybody's hand, whether or not somebody has looked at it."""
        return self.filter(stage__in=[s.value for s in UNREGISTERED], filing__isnull=False)

    def listed(self) -> BiomeQuerySet:
        """What lists may show: the registry, and what is not in it yet but was looked at."""
        looked = Q(stage__in=[s.value for s in UNREGISTERED], filing__looked_at__isnull=False)
        return self.filter(Q(stage__in=[s.value for s in PUBLIC]) | looked)


class Biome(models.Model):
    """A living system. This row is what the public reads; newer drafts wait in `Revision`."""

    slug = models.SlugField(unique=True)
    # The name used in lists; `names` holds all of them, each with its language and, where known, its meaning.
    name = models.CharField(_("name"), max_length=80)
    names = models.JSONField(_("names in languages"), default=list, blank=True)
    functional_group = models.CharField(_("kind (IUCN functional group)"), max_length=8, blank=True)
    # GeoJSON Polygon or MultiPolygon, longitude first; checked by rules.place before it is stored. What anybody put
    # on the map has a Point, coarsened before it was stored.
    place = models.JSONField(_("place"), null=True, blank=True)
    story = models.TextField(_("story"), blank=True, max_length=8000)
    # Said at the head of the page where a reader could mistake the data for something official.
    notice = models.CharField(_("notice"), max_length=240, blank=True)
    mean_depth_m = models.DecimalField(
        _("mean depth (m)"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    red_list = models.CharField(_("Red List category"), max_length=2, default=RedList.NOT_EVALUATED.value)
    red_list_criteria = models.CharField(_("Red List criteria"), max_length=60, blank=True)
    red_list_on = models.DateField(_("Red List date"), null=True, blank=True)
    red_list_citation = models.CharField(_("Red List citation"), max_length=300, blank=True)
    # {name, role, url, organisation}: who tends it.
    stewards = models.JSONField(_("stewards"), default=list, blank=True)
    # The addresses (uuid) of its pictures in their order.
    pictures = models.JSONField(_("pictures"), default=list, blank=True)
    # A sensitive place is kept as squares of this size only (rules.coarse); 0 hides nothing.
    coarse_km = models.PositiveSmallIntegerField(_("squares of (km)"), default=0)
    zones = models.ManyToManyField("biomes.Zone", verbose_name=_("zones"), related_name="biomes", blank=True)
    stage = models.CharField(_("stage"), max_length=12, default=Stage.DRAFT.value)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    objects = BiomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("living system")
        verbose_name_plural = _("living systems")
        ordering = ["name"]
        # Beside these `biome_place_box`, over the box around each place (migration 0015, `queries.near`), and
        # `biome_name_folded` and `biome_names_folded`, for words of names (migration 0016, `queries.pins.named`).
        indexes = [
            models.Index(fields=["stage", "name"], name="biome_of_stage"),
            models.Index(Upper("name"), name="biome_name_upper"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=[s.value for s in Stage]), name="biome_stage_known"),
            models.CheckConstraint(
                condition=Q(functional_group__in=sorted(typology.FUNCTIONAL_GROUPS))
                | Q(functional_group="", stage__in=sorted(s.value for s in KINDLESS)),
                name="biome_group_known",
            ),
            models.CheckConstraint(
                condition=Q(red_list__in=[c.value for c in RedList]), name="biome_red_list_known"
            ),
            models.CheckConstraint(
                condition=Q(coarse_km__in=coarse.SIZES_KM), name="biome_coarse_size_known"
            ),
            # Whatever the public reads has a place and a day on which it was published.
            models.CheckConstraint(
                condition=~Q(stage=Stage.PUBLISHED.value)
                | Q(place__isnull=False, published_at__isnull=False),
                name="biome_published_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return f"biomes.biome/{self.slug}"

    @property
    def is_public(self) -> bool:
        return self.stage in PUBLIC

    @property
    def is_sensitive(self) -> bool:
        return self.coarse_km > 0

    @property
    def group(self) -> typology.Group:
        return typology.FUNCTIONAL_GROUPS.get(self.functional_group, typology.NOT_SAID)


class Revision(models.Model):
    """One version of a profile: who, why, and everything it said. Published or still waiting."""

    biome = models.ForeignKey("biomes.Biome", on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    # The opaque code of the person, as the ledger knows them.
    author = models.CharField(_("author"), max_length=32)
    reason = models.CharField(_("reason"), max_length=200)
    snapshot: models.JSONField[Any, Any] = models.JSONField(_("content"))
    made_at = models.DateTimeField(_("made at"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.CharField(_("published by"), max_length=32, blank=True)
    # A draft that a newer one replaced before it was ever published.
    dropped_at = models.DateTimeField(_("dropped at"), null=True, blank=True)
    reverts_to = models.PositiveIntegerField(_("returns to"), null=True, blank=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["biome", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["biome", "number"], name="revision_number_once"),
            # At most one draft waits; a newer edit drops the older draft.
            models.UniqueConstraint(
                fields=["biome"],
                condition=Q(published_at__isnull=True, dropped_at__isnull=True),
                name="revision_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(dropped_at__isnull=True),
                name="revision_published_or_dropped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.biome_id}/{self.number}"


class Condition(models.Model):
    """How a living system was found to be over ``[since, until)``, with its reasons as codes and numbers."""

    biome = models.ForeignKey("biomes.Biome", on_delete=models.CASCADE, related_name="conditions")
    state = models.CharField(_("state"), max_length=12)
    reasons: models.JSONField[Any, Any] = models.JSONField(_("reasons"), default=list)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    # When the first of its series falls silent and the answer must be looked at again.
    review_at = models.DateTimeField(_("to be reviewed at"), null=True, blank=True)
    # When its youngest reading stops speaking; from then on the answer is "unknown".
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ["biome", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["biome"], condition=Q(until__isnull=True), name="condition_one_now"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=models.F("until")),
                name="condition_since_before_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.since:%Y-%m-%d}"
