from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

# Then it is given up; a day has passed.
MOST_ATTEMPTS = 12


class LetterQuerySet(models.QuerySet["Letter"]):
    def given_up(self) -> LetterQuerySet:
        return self.filter(attempts__gte=MOST_ATTEMPTS)


class Letter(models.Model):
    """A mail that waits to be sent; the row goes when it has gone."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    due_at = models.DateTimeField(_("due at"), db_index=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # The page whose POST ends letters of this kind, where they come again and again.
    leave = models.CharField(max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def message_id(self) -> str:
        return f"<{self.uuid}@letters.biolattice.example>"
