"""Which living systems are to be heard together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from biomes import words
from biomes.models import Biome
from biomes.rules.sonification import MOST_TOGETHER


class ListenForm(forms.Form):
    biome = forms.MultipleChoiceField(
        label=_("Living systems"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Up to four; each sounds on its own degree of one chord."),
        error_messages={
            "required": _("Choose at least one living system."),
            "invalid_choice": _("No living system has the address “%(value)s”."),
        },
    )

    def __init__(self, *args: Any, rows: Sequence[Any], **how: Any) -> None:
        super().__init__(*args, **how)
        self.biomes: dict[str, Biome] = {row.biome.slug: row.biome for row in rows}
        field: Any = self.fields["biome"]
        field.choices = [
            (row.biome.slug, f"{row.biome.name}: {str(words.STATES[row.finding.state]).lower()}")
            for row in rows
        ]

    def clean_biome(self) -> list[str]:
        chosen = list(dict.fromkeys(self.cleaned_data["biome"]))
        if len(chosen) > MOST_TOGETHER:
            raise forms.ValidationError(
                _("At most four can sound together; you chose %(count)s.") % {"count": len(chosen)}
            )
        return chosen

    @property
    def chosen(self) -> list[Biome]:
        return [self.biomes[slug] for slug in self.cleaned_data["biome"]]
