"""A field that says more than a line of text: an outline."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biomes import words
from biomes.models import Biome, Zone
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


class KnownField(forms.CharField):
    """A published living system, or a zone where ``zones`` says so, by its name or its address.

    A list of thousands is no choice: the page offers a few in the datalist named by ``offers``.
    Cleaned to ``biome/<address>`` or ``zone/<address>``; empty where nothing was said.
    """

    def __init__(self, *, offers: str, zones: bool = False, **said: Any) -> None:
        super().__init__(max_length=120, **said)
        self.widget.attrs |= {"list": offers, "autocomplete": "off"}
        self.kinds = {"biome": Biome.objects.public()} | ({"zone": Zone.objects.all()} if zones else {})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        kind, slash, address = text.partition("/")
        wanted = {kind: self.kinds[kind]} if slash and kind in self.kinds else self.kinds
        address = address if wanted is not self.kinds else text
        found = [
            f"{key}/{slug}"
            for key, rows in wanted.items()
            for slug in rows.filter(Q(slug=address) | Q(name__iexact=address)).values_list("slug", flat=True)[
                :2
            ]
        ]
        if not found:
            raise forms.ValidationError(_("Nothing here has this name or address."))
        if len(found) > 1:
            raise forms.ValidationError(
                _("Several have this name; say which one: %(addresses)s.") % {"addresses": ", ".join(found)}
            )
        return found[0]
