from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biomes.rules.bulk import Noun


class Bulk(models.Model):
    """A file of profiles or zones as it was read: looked at first, then applied once or left."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    noun = models.CharField(_("what it holds"), max_length=8)
    name = models.CharField(_("file name"), max_length=120)
    # [{line, cells}]: the file's rows; sensitive places are coarse already.
    rows: models.JSONField[Any, Any] = models.JSONField(_("rows"), default=list)
    # The opaque code of the curator who sent it.
    sender = models.CharField(_("sent by"), max_length=32)
    sent_at = models.DateTimeField(_("sent at"))
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    # What was done with each row: [{line, verdict, slug, faults}].
    outcome: models.JSONField[Any, Any] = models.JSONField(_("outcome"), default=list)

    class Meta:
        verbose_name = _("import of a file")
        verbose_name_plural = _("imports of files")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(noun__in=[n.value for n in Noun]), name="bulk_noun_known"),
        ]

    def __str__(self) -> str:
        return f"{self.noun}: {self.name}"

    @property
    def subject(self) -> str:
        return f"biomes.bulk/{self.uuid}"
