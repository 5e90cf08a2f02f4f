"""The shape of zones, links, guardianships and of naming who must answer."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import queries as people
from biomes import words
from biomes.forms.fields import PlaceField
from biomes.forms.finding import FIND, BiomeField, KnownField
from biomes.models import Biome, Zone
from biomes.rules import place
from biomes.rules.words import GuardianshipEnd, LinkKind, ZoneKind


class DayField(forms.DateField):
    """A day as its first instant in UTC."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        return datetime.combine(day, time(), UTC) if day else None


class ZoneForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    slug = forms.SlugField(
        label=_("Address"), max_length=50, help_text=_("The last part of its address, such as low-quay.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[(k.value, words.ZONE_KINDS[k]) for k in ZoneKind])
    population = forms.IntegerField(label=_("People who live here"), min_value=0, max_value=2_000_000_000)
    about = forms.CharField(
        label=_("About"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Markdown. Where the figures come from, and from which year."),
    )
    polygon = PlaceField(
        label=_("Outline"),
        help_text=_("GeoJSON, longitude first. Draw on the map or paste it here; both say the same."),
    )
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["seen"]
        else:
            del self.fields["slug"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        neighbour = Zone.objects.first()
        drawn = cleaned.get("polygon")
        if drawn and neighbour and place.looks_swapped(drawn, place.middle(neighbour.polygon)):
            self.add_error("polygon", words.PLACES["swapped"])
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        return self.cleaned_data | {"kind": ZoneKind(self.cleaned_data["kind"])}


class LinkForm(forms.Form):
    source = BiomeField(label=_("From"), help_text=FIND)
    target = BiomeField(label=pgettext_lazy("end of a link", "To"), help_text=FIND)
    kind = forms.ChoiceField(
        label=_("What passes between them"), choices=[(k.value, words.LINK_KINDS[k]) for k in LinkKind]
    )
    both_ways = forms.BooleanField(label=_("It passes both ways"), required=False)
    strength = forms.DecimalField(
        label=_("Strength"),
        min_value=0,
        max_value=1,
        max_digits=3,
        decimal_places=2,
        help_text=_("The share of the receiver’s need that comes through this link, from 0 to 1."),
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=300,
        help_text=_("Who found it, how, and when. Without evidence there is no link."),
    )
    evidence_url = forms.URLField(
        label=_("Address of the evidence"), required=False, max_length=200, assume_scheme="https"
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("source") and cleaned.get("source") == cleaned.get("target"):
            self.add_error("target", _("A link joins two different living systems."))
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        return self.cleaned_data | {"kind": LinkKind(self.cleaned_data["kind"])}


class EndLinkForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it no longer holds"),
        max_length=300,
        help_text=_("With its evidence. It stays beside the ended link for good."),
    )


class GuardianForm(forms.Form):
    biome = BiomeField(label=_("Living system"), help_text=FIND)
    email = forms.EmailField(
        label=_("Address of the person"), help_text=_("The e-mail address of their account here.")
    )
    hand = forms.TypedChoiceField(
        label=_("Hand"),
        choices=[(1, _("First hand")), (2, _("Second hand"))],
        coerce=int,
        help_text=_("A living system has two hands. One person holds one; the two act together."),
    )
    instrument = forms.CharField(
        label=_("Instrument"),
        max_length=200,
        help_text=_("What the guardianship rests on: which decision, of whom, on which day, which article."),
    )
    since = DayField(
        label=_("From"), required=False, help_text=_("Empty: from the moment the second curator agrees.")
    )
    until = DayField(label=_("Until"), required=False, help_text=_("Empty: until it is ended."))

    def clean_email(self) -> str:
        found = people.people().filter(email__iexact=self.cleaned_data["email"]).first()
        if found is None:
            raise forms.ValidationError(_("Nobody here has this address."))
        self.cleaned_data["user"] = found
        return str(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until <= since:
            self.add_error("until", _("The guardianship would end before it begins."))
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        return {key: value for key, value in self.cleaned_data.items() if key != "email"}


class EndGuardianshipForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why"), choices=[(r.value, words.GUARDIANSHIP_ENDS[r]) for r in GuardianshipEnd]
    )


class CompetentForm(forms.Form):
    about = KnownField(
        label=_("Living system or zone"), offers="known", zones=True, help_text=_("Its name or its address.")
    )
    organisation = forms.ChoiceField(label=_("Who must answer"))
    since = DayField(
        label=_("From"), help_text=_("Until then the organisation named before goes on answering.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._bodies = {one.slug: one for one in people.organisations()}
        chooser = self.fields["organisation"]
        if isinstance(chooser, forms.ChoiceField):
            bodies = [(slug, one.name) for slug, one in self._bodies.items()]
            chooser.choices = [("", _("Choose one")), *bodies]

    @property
    def said(self) -> dict[str, Any]:
        kind, _slash, slug = self.cleaned_data["about"].partition("/")
        return {
            "organisation": self._bodies[self.cleaned_data["organisation"]],
            "biome": Biome.objects.public().filter(slug=slug).first() if kind == "biome" else None,
            "zone": Zone.objects.filter(slug=slug).first() if kind == "zone" else None,
            "since": self.cleaned_data["since"],
        }
