"""Fields that say more than a line of text: an outline, a photograph."""

from __future__ import annotations

import json
from typing import Any

from django import forms

from biomes import words
from biomes.rules import place
from biomes.rules.pictures import MOST_BYTES, Unfit
from biomes.words.pictures import UNFIT


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


class PictureField(forms.FileField):
    """A photograph, cleaned to its bytes (None where none was sent). Whether it is one, `keep_picture` finds out."""

    def __init__(self, **kwargs: Any) -> None:
        accept = {"accept": "image/jpeg,image/png,image/webp"}
        super().__init__(widget=forms.FileInput(attrs=accept), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = super().clean(data, initial)
        if not sent:
            return None
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(UNFIT[Unfit.TOO_HEAVY])
        return sent.read()
