"""The shape of what the portal's pages may be asked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions.rules import sms
from portal.queries import blindspots


class BlindSpotsForm(forms.Form):
    """How many sites, and how many days of work they may cost together."""

    most = forms.IntegerField(
        label=_("Sites"), min_value=1, max_value=blindspots.MOST_SITES, initial=blindspots.USUAL_SITES
    )
    budget = forms.IntegerField(
        label=_("Days of work"),
        min_value=1,
        max_value=blindspots.MOST_BUDGET,
        initial=blindspots.USUAL_BUDGET,
        help_text=_("A station costs 12, a sighting walk 2."),
    )

    @property
    def wanted(self) -> dict[str, int]:
        usual = {"most": blindspots.USUAL_SITES, "budget": blindspots.USUAL_BUDGET}
        return {name: self.cleaned_data[name] for name in usual} if self.is_bound else usual


class PhoneForm(forms.Form):
    """The phone of the demonstration."""

    number = forms.CharField(
        label=_("The number of your phone"),
        max_length=30,
        initial="+99 555 0199",
        # A number is read from the left in every language.
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"}),
        error_messages={"required": _("Write a telephone number with its country code.")},
    )
    text = forms.CharField(
        label=_("Your text"),
        max_length=sms.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write what you send.")},
    )

    def clean_number(self) -> str:
        number = sms.number_of(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError(_("Write a telephone number with its country code."))
        return number
