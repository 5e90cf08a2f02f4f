"""What a curator looks for among all readings."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from biomes import queries, words
from biomes.rules.words import Flag, Quality

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReadingsForm(forms.Form):
    station = forms.CharField(label=_("Station"), required=False, max_length=40)
    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    flag = forms.ChoiceField(label=_("Flag"), required=False)
    quality = forms.ChoiceField(label=_("Quality"), required=False)
    since = forms.DateField(label=_("Measured from"), required=False, widget=DAY)
    until = forms.DateField(label=_("Measured before"), required=False, widget=DAY)
    # Where the former page ended: when its last reading came in, and its number.
    after = forms.RegexField(
        r"\A[0-9T:.Z+-]{20,40}~[0-9]{1,18}\Z", required=False, widget=forms.HiddenInput, strip=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("All"))
        choices: dict[str, list[tuple[str, Any]]] = {
            "indicator": [
                (one.code, words.indicator_name(one.code, one.name)) for one in queries.indicators()
            ],
            "flag": [(one.value, words.FLAGS[one]) for one in Flag],
            "quality": [(one.value, words.QUALITIES[one]) for one in Quality],
        }
        for name, rows in choices.items():
            self.fields[name].choices = [every, *rows]  # type: ignore[attr-defined]

    def clean_station(self) -> str:
        code: str = self.cleaned_data["station"]
        if code and "\x00" not in code and not queries.desk.any_station(code):
            raise forms.ValidationError(_("No station has this code."))
        return code

    def clean_after(self) -> tuple[datetime, int] | None:
        said: str = self.cleaned_data["after"]
        if not said:
            return None
        moment, _tilde, number = said.partition("~")
        try:
            at = datetime.fromisoformat(moment)
        except ValueError as no_moment:
            raise forms.ValidationError(_("This page does not exist; begin with the first.")) from no_moment
        if at.tzinfo is None:
            raise forms.ValidationError(_("This page does not exist; begin with the first."))
        return at, int(number)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("since") and said.get("until") and said["since"] >= said["until"]:
            self.add_error("until", _("The end must come after the beginning."))
        if self.errors.get("after"):
            self.add_error(None, self.errors["after"][0])
        return said

    @property
    def wanted(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}

    def address_after(self, last: tuple[datetime, int]) -> str:
        """The query of the next page."""
        kept = (
            {name: value for name, value in self.wanted.items() if name != "after"} if self.is_bound else {}
        )
        return urlencode(kept | {"after": f"{last[0].isoformat()}~{last[1]}"})
