"""The shape of what a curator writes. A form checks; it never saves."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from biomes import words
from biomes.models import Biome, Indicator, Station, Zone
from biomes.rules import place, typology
from biomes.rules.words import LEVELS, Direction, RedList


def kinds() -> list[tuple[str, Any]]:
    """The 110 functional groups under their biomes; the names are IUCN's own."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for code, group in typology.FUNCTIONAL_GROUPS.items():
        grouped.setdefault(group.broader, []).append((code, f"{code} {group.name}"))
    return [
        ("", _("Choose a kind")),
        *((f"{code} {typology.BIOMES[code].name}", rows) for code, rows in grouped.items()),
    ]


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


class CorrectionForm(forms.Form):
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

    def clean_since(self) -> datetime:
        return datetime.combine(self.cleaned_data["since"], time(), UTC)


class ThresholdForm(forms.Form):
    indicator = forms.ModelChoiceField(
        label=_("Indicator"), queryset=Indicator.objects.all(), to_field_name="code"
    )
    direction = forms.ChoiceField(
        label=_("Harmful side"), choices=[(d.value, words.DIRECTIONS[d]) for d in Direction]
    )
    value = forms.DecimalField(label=_("Limit"), max_digits=18, decimal_places=6)
    level = forms.ChoiceField(
        label=_("Passing it means"), choices=[(level.value, words.STATES[level]) for level in LEVELS]
    )
    biome = forms.ModelChoiceField(
        label=_("Only for"),
        queryset=Biome.objects.public(),
        to_field_name="slug",
        required=False,
        empty_label=_("Everywhere"),
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

    def clean_since(self) -> datetime:
        return datetime.combine(self.cleaned_data["since"], time(), UTC)


class StationForm(forms.Form):
    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("Such as V-08; it cannot change later.")
    )
    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    biome = forms.ModelChoiceField(
        label=_("Living system"), queryset=Biome.objects.exclude(stage="discarded"), to_field_name="slug"
    )
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


class FilterForm(forms.Form):
    """The list's filters; unknown values count as none, so that an old link still opens."""

    state = forms.ChoiceField(label=_("State"), required=False)
    zone = forms.ChoiceField(label=_("Zone"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    q = forms.CharField(label=_("Name"), required=False, max_length=80)

    def __init__(self, *args: Any, kinds: list[str], zones: list[Zone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("All"))]
        self._choose("state", [*every, *words.STATES.items()])
        self._choose("zone", [*every, *((zone.slug, zone.name) for zone in zones)])
        self._choose("kind", [*every, *((code, f"{code} {typology.name_of(code)}") for code in kinds)])

    def _choose(self, field: str, rows: list[tuple[str, Any]]) -> None:
        chooser = self.fields[field]
        if isinstance(chooser, forms.ChoiceField):
            chooser.choices = rows

    @property
    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in ("state", "zone", "kind")} | {
            "words": str(self.cleaned_data.get("q") or "")
        }
