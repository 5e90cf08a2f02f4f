"""The shape of a profile as a curator writes it, and of the steps around it. A form checks; it never saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from biomes import words
from biomes.forms.fields import NamesField, PlaceField
from biomes.models import Zone
from biomes.rules import place, typology
from biomes.rules.words import RedList


def kinds() -> list[tuple[str, Any]]:
    """The 110 functional groups under their biomes; the names are IUCN's own."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for code, group in typology.FUNCTIONAL_GROUPS.items():
        grouped.setdefault(group.broader, []).append((code, f"{code} {group.name}"))
    return [
        ("", _("Choose a kind")),
        *((f"{code} {typology.BIOMES[code].name}", rows) for code, rows in grouped.items()),
    ]


class BiomeForm(forms.Form):
    name = forms.CharField(label=words.FIELDS["name"], max_length=80)
    slug = forms.SlugField(
        label=_("Address"), max_length=50, help_text=_("The last part of its address, such as vessa-lagoon.")
    )
    names = NamesField(
        label=words.FIELDS["names"],
        required=False,
        help_text=_("One a line: language | name | meaning. For example: es | Laguna de Vessa"),
    )
    functional_group = forms.ChoiceField(
        label=_("Kind"), help_text=_("Functional group of the IUCN Global Ecosystem Typology 2.1.")
    )
    zones = forms.ModelMultipleChoiceField(
        label=words.FIELDS["zones"],
        queryset=Zone.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    place = PlaceField(
        label=words.FIELDS["place"],
        required=False,
        help_text=_("GeoJSON, longitude first. Draw on the map or paste it here; both say the same."),
    )
    mean_depth_m = forms.DecimalField(
        label=words.FIELDS["mean_depth_m"], required=False, min_value=0, max_digits=7, decimal_places=2
    )
    story = forms.CharField(
        label=words.FIELDS["story"],
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Markdown. Say who told you."),
    )
    notice = forms.CharField(
        label=words.FIELDS["notice"],
        required=False,
        max_length=240,
        help_text=_("Shown at the head of the page, where readers could mistake what they see."),
    )
    red_list = forms.ChoiceField(label=words.FIELDS["red_list"], choices=list(words.RED_LIST.items()))
    red_list_criteria = forms.CharField(
        label=words.FIELDS["red_list_criteria"], required=False, max_length=60
    )
    red_list_on = forms.DateField(
        label=words.FIELDS["red_list_on"],
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    red_list_citation = forms.CharField(
        label=words.FIELDS["red_list_citation"], required=False, max_length=300
    )
    reason = forms.CharField(
        label=_("Why this change"), max_length=200, help_text=_("Stays beside the revision for good.")
    )
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices("functional_group", kinds())
        zones = self.fields["zones"]
        if isinstance(zones, forms.ModelMultipleChoiceField):
            zones.queryset = Zone.objects.all()
        if not is_new:
            del self.fields["slug"]

    def choices(self, field: str, rows: list[tuple[str, Any]]) -> None:
        chooser = self.fields[field]
        if isinstance(chooser, forms.ChoiceField):
            chooser.choices = rows

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("red_list") not in {RedList.NOT_EVALUATED, None} and not cleaned.get(
            "red_list_citation"
        ):
            self.add_error("red_list_citation", _("Name the source of the Red List category."))
        drawn, zones = cleaned.get("place"), cleaned.get("zones")
        if drawn and zones:
            near = place.middle(zones[0].polygon)
            if place.looks_swapped(drawn, near):
                self.add_error("place", words.PLACES["swapped"])
        return cleaned

    @property
    def content(self) -> dict[str, Any]:
        return {k: v for k, v in self.cleaned_data.items() if k not in {"slug", "reason", "based_on"}}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=200)


class PublishForm(forms.Form):
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
