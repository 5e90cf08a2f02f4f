"""Fields that say more than a line of text: an outline, names in languages."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
            max_length=2_000_000,
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
            raise forms.ValidationError(words.bad_place(why)) from why


class NamesField(forms.CharField):
    """One name a line: language, name, and what it means where that is known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(
            " | ".join(part for part in (one["language"], one["name"], one.get("meaning", "")) if part)
            for one in value
        )

    def clean(self, value: Any) -> Any:
        rows = []
        for line in super().clean(value).splitlines():
            if not line.strip():
                continue
            parts = [part.strip() for part in line.split("|")]
            if len(parts) not in {2, 3} or not parts[0].replace("-", "").isalpha() or not parts[1]:
                raise forms.ValidationError(
                    _("Write each name as: language | name | meaning. This line does not fit: %(line)s"),
                    params={"line": line[:60]},
                )
            rows.append(
                {"language": parts[0][:12], "name": parts[1][:80], "meaning": "".join(parts[2:])[:120]}
            )
        return rows


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
