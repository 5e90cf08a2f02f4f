"""The shape of limits and stations as a curator writes them."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from biomes import words
from biomes.forms.finding import FIND, BiomeField
from biomes.models import Indicator, Station
from biomes.queries.finding import Among
from biomes.rules import place
from biomes.rules.words import LEVELS, Direction, Verification
from biomes.words.signs import CHECKS


class CheckForm(forms.Form):
    """How the value was checked; without it a limit decides nothing, so it is not set."""

    verification = forms.ChoiceField(
        label=_("How you checked the value"),
        choices=[
            ("", _("Choose one")),
            *((v.value, CHECKS[v]) for v in Verification if v is not Verification.EARLIER),
        ],
    )
    verified_on = forms.DateField(
        label=_("Checked on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    verified_note = forms.CharField(
        label=_("Where you read it"),
        max_length=200,
        required=False,
        help_text=_("Page or table of the document, or the works that quote it."),
    )


class CorrectionForm(CheckForm):
    value = forms.DecimalField(label=_("New limit"), max_digits=18, decimal_places=6)
    label = forms.CharField(
        label=_("Short name"), max_length=40, required=False, help_text=_("For the line on a chart.")
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Who set it, in which document, on which page.")
    )
    source_year = forms.IntegerField(label=_("Year of the source"), min_value=1800, max_value=2200)
    source_url = forms.URLField(label=_("Address of the source"), required=False, assume_scheme="https")
    since = forms.DateField(
        label=_("In force since"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The former limit holds until then and stays on record."),
    )
    reason = forms.CharField(label=_("Why this correction"), max_length=200)

    field_order = ("value", "label", "source", "source_year", "source_url", *CheckForm.base_fields)

    def clean_since(self) -> datetime:
        return datetime.combine(self.cleaned_data["since"], time(), UTC)


class ThresholdForm(CheckForm):
    indicator = forms.ModelChoiceField(
        label=_("Indicator"),
        queryset=Indicator.objects.all(),
        to_field_name="code",
        empty_label=_("Choose one"),
    )
    direction = forms.ChoiceField(
        label=_("Harmful side"), choices=[(d.value, words.DIRECTIONS[d]) for d in Direction]
    )
    value = forms.DecimalField(label=_("Limit"), max_digits=18, decimal_places=6)
    level = forms.ChoiceField(
        label=_("Passing it means"), choices=[(level.value, words.STATES[level]) for level in LEVELS]
    )
    biome = BiomeField(
        label=_("Only for"),
        required=False,
        help_text=_("Empty: everywhere. Else its name, some words of it, or its address."),
    )
    label = forms.CharField(
        label=_("Short name"), max_length=40, required=False, help_text=_("For the line on a chart.")
    )
    source = forms.CharField(label=_("Source"), max_length=300)
    source_year = forms.IntegerField(label=_("Year of the source"), min_value=1800, max_value=2200)
    source_url = forms.URLField(label=_("Address of the source"), required=False, assume_scheme="https")
    since = forms.DateField(
        label=_("In force since"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    field_order = (
        "indicator",
        "direction",
        "value",
        "level",
        "biome",
        "label",
        "source",
        "source_year",
        "source_url",
        *CheckForm.base_fields,
    )

    def clean_since(self) -> datetime:
        return datetime.combine(self.cleaned_data["since"], time(), UTC)


class StationForm(forms.Form):
    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("Such as V-08; it cannot change later.")
    )
    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    biome = BiomeField(label=_("Living system"), among=Among.ALL, help_text=FIND)
    lon = forms.DecimalField(
        label=_("Longitude"), min_value=-180, max_value=180, max_digits=9, decimal_places=6
    )
    lat = forms.DecimalField(label=_("Latitude"), min_value=-90, max_value=90, max_digits=8, decimal_places=6)
    checks_itself = forms.BooleanField(
        label=_("Values that pass the automatic checks count as checked"), required=False, initial=True
    )

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        for validator in Station._meta.get_field("code").validators:
            validator(code)
        if Station.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Another station has this code."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        biome, lon, lat = cleaned.get("biome"), cleaned.get("lon"), cleaned.get("lat")
        if biome and biome.place and lon is not None and lat is not None:
            west, south, east, north = place.bounds(biome.place)
            inside = west - 1 <= lon <= east + 1 and south - 1 <= lat <= north + 1
            swapped = west - 1 <= lat <= east + 1 and south - 1 <= lon <= north + 1
            if not inside:
                self.add_error(
                    "lon",
                    _("Longitude and latitude look swapped.")
                    if swapped
                    else _("This is more than a degree away from the living system."),
                )
        return cleaned
