"""Which readings somebody wants to take away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from biomes.models import Indicator, Station
from biomes.queries.streams import Asked
from biomes.rules import times

FORMATS = (("csv", "CSV"), ("json", "JSON"), ("parquet", "Parquet"))


class _Moment(forms.CharField):
    """A day, a month, a year or an instant; its first moment."""

    def clean(self, value: Any) -> datetime | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return times.read(text)[0]
        except times.CannotTell as why:
            raise forms.ValidationError(_("Write a day such as 2150-06-11, a month or a year.")) from why


class ExportForm(forms.Form):
    """Empty fields narrow nothing."""

    station = forms.CharField(label=_("Station"), max_length=40, required=False)
    indicator = forms.CharField(label=_("Indicator"), max_length=50, required=False)
    since = _Moment(
        label=_("Measured since"), max_length=40, required=False, help_text=_("A day, a month or a year.")
    )
    until = _Moment(label=_("Measured before"), max_length=40, required=False)
    depth_from = forms.DecimalField(
        label=_("Depth from (m)"), min_value=0, max_digits=8, decimal_places=2, required=False
    )
    depth_to = forms.DecimalField(
        label=_("Depth to (m)"), min_value=0, max_digits=8, decimal_places=2, required=False
    )

    def clean_station(self) -> str:
        code = str(self.cleaned_data["station"])
        if code and not Station.objects.public().filter(code=code).exists():
            raise forms.ValidationError(_("No station has this code."))
        return code

    def clean_indicator(self) -> str:
        code = str(self.cleaned_data["indicator"])
        if code and not Indicator.objects.filter(code=code).exists():
            raise forms.ValidationError(_("No indicator has this code."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for low, high in (("since", "until"), ("depth_from", "depth_to")):
            first, last = cleaned.get(low), cleaned.get(high)
            if (
                first is not None
                and last is not None
                and (first > last or (first == last and low == "since"))
            ):
                self.add_error(high, _("The end lies before the beginning."))
        return cleaned

    def asked(self, biome: str) -> Asked:
        narrowed = {name: value for name, value in self.cleaned_data.items() if value not in {"", None}}
        narrowed = {name: narrowed[name] for name in _NARROW if name in narrowed}
        return Asked(biome=biome, **narrowed)


_NARROW = ("station", "indicator", "since", "until", "depth_from", "depth_to")


class TakeForm(ExportForm):
    """The same on a page, with lists to choose from and the kind of file."""

    format = forms.ChoiceField(label=_("Kind of file"), choices=FORMATS, initial="csv")

    def __init__(
        self, *args: Any, stations: list[str], indicators: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["station"].widget = forms.Select(
            choices=[("", _("All stations")), *((one, one) for one in stations)]
        )
        self.fields["indicator"].widget = forms.Select(choices=[("", _("All indicators")), *indicators])
