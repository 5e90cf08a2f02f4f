from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from biomes.models.sighting import SHOWN_WITH
from biomes.rules.consent import EXPORTED, QUOTED, Capacity, Label, Method
from biomes.rules.sighted import State


class StatementQuerySet(models.QuerySet["Statement"]):
    def published(self) -> StatementQuerySet:
        """Published, whatever its label, of a living system that is itself readable."""
        looked = Q(biome__filing__isnull=True) | Q(biome__filing__looked_at__isnull=False)
        # An erased person's text is empty before anybody hears of it.
        return self.filter(looked, state=State.ACCEPTED.value, biome__stage__in=SHOWN_WITH).exclude(text="")

    def labelled(self, labels: Iterable[Label]) -> StatementQuerySet:
        return self.filter(label__in=[one.value for one in labels])

    def exported(self) -> StatementQuerySet:
        """What may leave its own page: API, feeds, search."""
        return self.published().labelled(EXPORTED)

    def quoted(self) -> StatementQuerySet:
        return self.published().labelled(QUOTED)


class Statement(models.Model):
    """What a person says for a living system, in which capacity, from what. Nothing is ever said *by* one."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    biome = models.ForeignKey("biomes.Biome", on_delete=models.PROTECT, related_name="statements")
    # The opaque code of the person; the page names them.
    author = models.CharField(_("author"), max_length=32)
    capacity = models.CharField(_("capacity"), max_length=12)
    # Of which people or place: "of the night fishers of Low Quay".
    standing = models.CharField(_("of whom"), max_length=80, blank=True)
    method = models.CharField(_("method"), max_length=12)
    text = models.TextField(_("what is said"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=8)
    # [{"title": ..., "url": ...}]; where there is none, `no_evidence` says why.
    evidence: models.JSONField[Any, Any] = models.JSONField(_("evidence"), default=list, blank=True)
    no_evidence = models.CharField(_("why there is no evidence"), max_length=300, blank=True)
    label = models.CharField(_("consent"), max_length=8, default=Label.OPEN.value)
    filed_at = models.DateTimeField(_("filed at"))
    state = models.CharField(_("state"), max_length=10, default=State.WAITING.value)
    # Whether a guardian's mandate stood behind it when it was filed.
    by_guardian = models.BooleanField(_("by a guardian"), default=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        # Guardians first, then the newest.
        ordering = ["-by_guardian", "-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__in=[c.value for c in Capacity]), name="statement_capacity_known"
            ),
            models.CheckConstraint(
                condition=Q(method__in=[m.value for m in Method]), name="statement_method_known"
            ),
            models.CheckConstraint(
                condition=Q(label__in=[one.value for one in Label]), name="statement_label_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="statement_state_known"
            ),
            # Withdrawn is withdrawn: the words are gone from the row itself.
            models.CheckConstraint(
                condition=~Q(state=State.WITHDRAWN.value)
                | Q(text="", no_evidence="", standing="", evidence=[], withdrawn_at__isnull=False),
                name="statement_withdrawn_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(by_guardian=False) | Q(capacity=Capacity.GUARDIAN.value),
                name="statement_guardian_speaks_as_one",
            ),
        ]
        indexes = [models.Index(fields=["biome", "state"], name="statement_of_biome")]

    def __str__(self) -> str:
        return f"{self.capacity} {self.filed_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("biomes:statement", args=[self.uuid])

    @property
    def subject(self) -> str:
        return f"biomes.statement/{self.uuid}"
