"""A petition's words as the search reads them; written by `petitions.actions.keep_words`, once they are public."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Words(models.Model):
    """Apart from the petition itself, whose row the count writes every ten seconds."""

    petition = models.OneToOneField(
        "petitions.Petition", on_delete=models.CASCADE, primary_key=True, related_name="words"
    )
    # Stems by the dictionary of its language: the title weighs most, then the asks, then the rest.
    stems = SearchVectorField()
    # All of it folded (`biomes.rules.folding`): accents, capitals and the letters that Arabic writes in two ways.
    letters = models.TextField()

    class Meta:
        verbose_name = _("words of a petition")
        verbose_name_plural = _("words of petitions")
        indexes = [
            GinIndex(fields=["stems"], name="petition_words_stems"),
            GinIndex(fields=["letters"], name="petition_words_letters", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return f"words of {self.petition_id}"
