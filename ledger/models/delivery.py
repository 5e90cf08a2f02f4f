from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> DeliveryQuerySet:
        return self.filter(done_at__isnull=True, dead_at__isnull=True)

    def dead(self) -> DeliveryQuerySet:
        return self.filter(done_at__isnull=True, dead_at__isnull=False)


class Delivery(models.Model):
    """One reaction owed for one fact; written with the fact, claimed by the dispatcher."""

    fact = models.ForeignKey("ledger.Fact", on_delete=models.CASCADE, related_name="deliveries")
    reaction = models.CharField(max_length=160)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["fact", "reaction"], name="delivery_once")]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(done_at__isnull=True, dead_at__isnull=True),
                name="delivery_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reaction} <- {self.fact_id}"
