"""The shape of a profile as a curator writes it, and of the steps around it. A form checks; it never saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from biomes import words
from biomes.forms.fields import PictureField, PlaceField
from biomes.forms.rows import NamesField, PicturesField, StewardsField
from biomes.models import Zone
from biomes.rules import place, profile, typology
from biomes.rules.pictures import ALT_LENGTH
from biomes.words import curation
from biomes.words.pictures import LICENCES
from biomes.words.typology import kind_name


def kinds() -> list[tuple[str, Any]]:
    """The 110 functional groups under their biomes."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for code, group in typology.FUNCTIONAL_GROUPS.items():
        grouped.setdefault(group.broader, []).append((code, f"{code} {kind_name(code)}"))
    return [
        ("", _("Choose a kind")),
        *((f"{code} {kind_name(code)}", rows) for code, rows in grouped.items()),
    ]


class BiomeForm(forms.Form):
    name = forms.CharField(label=words.FIELDS["name"], max_length=80)
    slug = forms.SlugField(
        label=_("Address"), max_length=50, help_text=_("The last part of its address, such as vessa-lagoon.")
    )
    names = NamesField(
        label=words.FIELDS["names"],
        help_text=_("The language as its tag, such as es, ar, pt-BR or yua; mis for one without a code."),
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
    coarse_km = forms.TypedChoiceField(
        label=curation.FIELDS["coarse_km"],
        coerce=int,
        empty_value=0,
        required=False,
        choices=list(curation.SIZES.items()),
        help_text=_(
            "Where showing a place would harm it: only the squares it touches are kept and shown, of it and of its stations. The outline you draw is not stored."
        ),
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
        label=words.FIELDS["red_list_criteria"],
        required=False,
        max_length=60,
        help_text=_("Criteria of the Red List of Ecosystems, A1 to E. For example: A2b; B1a(ii); D3"),
    )
    red_list_on = forms.DateField(
        label=words.FIELDS["red_list_on"],
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    red_list_citation = forms.CharField(
        label=words.FIELDS["red_list_citation"], required=False, max_length=300
    )
    stewards = StewardsField(
        label=curation.FIELDS["stewards"],
        help_text=_("Organisations or groups that care for it, what they do, and where to find them."),
    )
    pictures = PicturesField(label=curation.FIELDS["pictures"])
    photo = PictureField(
        label=_("Another picture"),
        required=False,
        help_text=_(
            "JPEG, PNG or WebP. Only its pixels are kept: where and when it was taken is thrown away. It shows when this revision is published."
        ),
    )
    photo_alt = forms.CharField(
        label=_("What the picture shows, for those who do not see it"), required=False, max_length=ALT_LENGTH
    )
    photo_licence = forms.ChoiceField(
        label=_("Licence of the picture"), required=False, choices=list(LICENCES.items())
    )
    photo_credit = forms.CharField(label=_("Who made the picture"), required=False, max_length=120)
    reason = forms.CharField(
        label=_("Why this change"), max_length=200, help_text=_("Stays beside the revision for good.")
    )
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices("functional_group", kinds())
        for field in self.fields.values():
            if isinstance(field, NamesField | StewardsField):
                field.offer()
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
        for one in profile.faults(cleaned):
            if one.field in self.fields and one.field not in self.errors:
                self.add_error(one.field, curation.fault(one))
        for field in ("photo_alt", "photo_credit"):
            if cleaned.get("photo") and not cleaned.get(field) and field not in self.errors:
                self.add_error(field, _("A picture needs these words."))
        drawn, zones = cleaned.get("place"), cleaned.get("zones")
        if drawn and zones:
            near = place.middle(zones[0].polygon)
            if place.looks_swapped(drawn, near):
                self.add_error("place", forms.ValidationError(words.PLACES["swapped"], code="swapped"))
        return cleaned

    @property
    def content(self) -> dict[str, Any]:
        return {field: self.cleaned_data.get(field) for field in profile.FIELDS}

    @property
    def said_of_photo(self) -> dict[str, Any] | None:
        """What is said of the picture that came along; None where none did."""
        if not self.cleaned_data.get("photo"):
            return None
        return {
            "data": self.cleaned_data["photo"],
            "alt": self.cleaned_data["photo_alt"],
            "licence": self.cleaned_data["photo_licence"],
            "credit": self.cleaned_data["photo_credit"],
        }


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=200)


class CompareForm(forms.Form):
    """Two revisions of one profile, by their numbers."""

    before = forms.TypedChoiceField(label=_("This one"), coerce=int)
    after = forms.TypedChoiceField(label=_("with this one"), coerce=int)

    def __init__(self, *args: Any, numbers: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side, chosen in (("before", numbers[1:2] or numbers[:1]), ("after", numbers[:1])):
            chooser = self.fields[side]
            if isinstance(chooser, forms.TypedChoiceField):
                chooser.choices = [(one, _("Revision %(number)s") % {"number": one}) for one in numbers]
            chooser.initial = chosen[0] if chosen else None


class PublishForm(forms.Form):
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
