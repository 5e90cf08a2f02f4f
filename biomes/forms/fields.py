"""A field that says more than a line of text: an outline."""

from __future__ import annotations

import json
from typing import Any

from django import forms

from biomes import words
from biomes.rules import place


class PlaceField(forms.CharField):
    """GeoJSON as text; the map on the page writes into it and reads from it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.Textarea(
                attrs={"rows": 8, "spellcheck": "false", "class": "code", "data-place": ""}
            ),
            # A hundred thousand points fit, so that thinning them out can be offered.
            max_length=6_000_000,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return json.dumps(value) if isinstance(value, dict) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return place.read(text)
        except place.BadPlace as why:
            raise forms.ValidationError(words.bad_place(why), code=why.code, params={"why": why}) from why
