from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class SittingQuerySet(models.QuerySet["Sitting"]):
    def coming(self, at: datetime) -> "SittingQuerySet":
        return self.filter(starts_at__gte=at).order_by("starts_at")


class Sitting(models.Model):
    """A meeting of a body, with its agenda."""

    body = models.ForeignKey("council.Body", on_delete=models.PROTECT, related_name="sittings")
    number = models.CharField(_("number"), max_length=16, unique=True)
    starts_at = models.DateTimeField(_("starts at"))
    place = models.CharField(_("place"), max_length=120, blank=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        return f"council.sitting/{self.number}"


class AgendaItem(models.Model):
    """A matter the council must take up: a petition over its threshold, a finished run, a motion."""

    body = models.ForeignKey("council.Body", on_delete=models.PROTECT, related_name="agenda")
    sitting = models.ForeignKey(
        Sitting, on_delete=models.SET_NULL, null=True, blank=True, related_name="items"
    )
    # What it is about, as a subject. One matter stands on an agenda once.
    source = models.CharField(_("matter"), max_length=120)
    motion = models.ForeignKey(
        "council.Motion", on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    urgent = models.BooleanField(_("urgent"), default=False)
    added_at = models.DateTimeField(_("added at"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    # Why the council will not debate it; published.
    declined_because = models.CharField(_("declined because"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["-urgent", "added_at", "id"]
        constraints = [models.UniqueConstraint(fields=["body", "source"], name="agenda_item_once")]

    def __str__(self) -> str:
        return self.source

    @property
    def subject(self) -> str:
        return f"council.agenda_item/{self.pk}"
