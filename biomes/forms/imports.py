"""A file of readings as a curator hands it over, and what they say of its columns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from biomes import tables, words, workbooks
from biomes.forms.finding import FIND, BiomeField
from biomes.models import Station
from biomes.queries.finding import Among
from biomes.rules import columns as rule
from biomes.rules import times, units
from biomes.rules.numbers import Decimals, NumberFormat, SameSign, Thousands
from biomes.words import imports as said

MOST_BYTES = 256 * 1024 * 1024
BEGINNING = 64 * 1024


class UploadForm(forms.Form):
    biome = BiomeField(
        label=_("Living system or survey"),
        among=Among.ALL,
        help_text=FIND,
        error_messages={"required": _("Say which living system or survey was measured.")},
    )
    station = forms.CharField(
        label=_("Only for the station"),
        max_length=40,
        required=False,
        help_text=_(
            "Its code, where all of the file is of one station. Else a column says it for each line."
        ),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV in UTF-8, at most 256 MB, or XLSX, at most 20 MB; its first line names the columns."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={
            "required": _("Choose the file with the readings."),
            "empty": _("This file is empty. Choose the file with the readings."),
        },
    )

    def clean_station(self) -> Station | None:
        code = str(self.cleaned_data["station"]).strip()
        if not code:
            return None
        found = Station.objects.filter(code=code).first()
        if found is None:
            raise forms.ValidationError(_("No station has this code."))
        return found

    def clean_file(self) -> Any:
        """What the bytes say it is, and its heading; the file's name is only a name."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 256 MB; split it."))
        beginning = file.read(BEGINNING)
        self.kind = tables.kind_of(beginning)
        if not self.kind:
            raise forms.ValidationError(
                _("This is neither CSV nor XLSX. Pictures and documents hold no readings.")
            )
        if self.kind == tables.XLSX and file.size > workbooks.MOST_BYTES:
            raise forms.ValidationError(_("The workbook is larger than 20 MB; save it as CSV."))
        self.separator = "," if self.kind == tables.XLSX else tables.separator_of(beginning)
        try:
            if self.kind == tables.XLSX:
                self.header = tables.sheet_header(file)
            else:
                self.header = tables.header_of(file, self.separator)[0]
        except tables.Broken as why:
            raise forms.ValidationError(said.failure(why.code, why.line)) from why
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        station, biome = cleaned.get("station"), cleaned.get("biome")
        if station and biome and station.biome_id != biome.pk:
            self.add_error("station", _("This station measures another living system."))
        return cleaned


class ColumnsForm(forms.Form):
    """One role, unit and limit for each column of the heading, and how the file writes times and numbers."""

    decimals = forms.ChoiceField(
        label=_("Decimals are written with"),
        choices=list(said.DECIMALS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say with which sign decimals are written.")},
    )
    thousands = forms.ChoiceField(
        label=_("Thousands are parted by"),
        choices=list(said.THOUSANDS.items()),
        widget=forms.RadioSelect,
        initial=Thousands.NONE.value,
        error_messages={"required": _("Say how thousands are parted.")},
    )
    time = forms.CharField(
        label=_("One time for all lines"),
        max_length=32,
        required=False,
        help_text=_("Such as 2007 or 2007-06, where no column says it."),
    )
    clock = forms.CharField(
        label=_("Clock of the times that name none"),
        max_length=6,
        required=False,
        help_text=_("Z for UTC, or an offset such as +02:00. Left empty, such times are refused."),
    )

    def __init__(
        self, *args: Any, header: list[str], indicators: dict[str, str], one_station: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.header, self.indicators, self.one_station = header, indicators, one_station
        plain = {
            role: name
            for role, name in said.ROLES.items()
            if not (one_station and role in {"station", "lon", "lat"})
        }
        roles = [*plain.items(), (_("Indicators"), list(indicators.items()))]
        for number, column in enumerate(header):
            if not column:
                continue
            self.fields[f"role_{number}"] = forms.ChoiceField(
                label=pgettext_lazy("column of a table", "What it is"), choices=roles, required=False
            )
            self.fields[f"unit_{number}"] = forms.CharField(label=_("Unit"), max_length=12, required=False)
            self.fields[f"limit_{number}"] = forms.CharField(
                label=_("Below this it was not detected"), max_length=20, required=False
            )

    @property
    def rows(self) -> list[tuple[str, Any, Any, Any]]:
        """The table on the page: the column's name and its three fields."""
        return [
            (column, self[f"role_{n}"], self[f"unit_{n}"], self[f"limit_{n}"])
            for n, column in enumerate(self.header)
            if column
        ]

    def clean_clock(self) -> str:
        clock = str(self.cleaned_data["clock"])
        if clock and not rule.OFFSET.fullmatch(clock):
            raise forms.ValidationError(_("Write Z, or an offset such as +02:00."))
        return clock

    def clean_time(self) -> str:
        text = str(self.cleaned_data["time"])
        if text:
            try:
                times.read(text)
            except times.CannotTell as why:
                raise forms.ValidationError(words.refusal("not_a_time")) from why
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        roles: dict[str, int] = {}
        for number, column in enumerate(self.header):
            role = cleaned.get(f"role_{number}", "") if column else ""
            if role in rule.PLAIN and role in roles:
                self.add_error(f"role_{number}", _("Two columns cannot both be this."))
            if role:
                roles[role] = number
            self._check_cell(number, role, cleaned)
        self._check_needs(roles, cleaned)
        try:
            NumberFormat(Decimals(cleaned.get("decimals")), Thousands(cleaned.get("thousands")))
        except SameSign:
            self.add_error("thousands", _("One sign cannot be the decimal one and part the thousands too."))
        except ValueError:
            pass  # its own field says it
        return cleaned

    def _check_cell(self, number: int, role: str, cleaned: dict[str, Any]) -> None:
        if role not in self.indicators:
            return
        if unit := cleaned.get(f"unit_{number}"):
            try:
                units.canonical(unit)
            except units.UnknownUnit:
                self.add_error(f"unit_{number}", words.refusal("unknown_unit"))
        try:
            rule.limit_of(cleaned.get(f"limit_{number}"))
        except rule.BadMap:
            self.add_error(f"limit_{number}", _("A limit is a number above zero, with a point for decimals."))

    def _check_needs(self, roles: dict[str, int], cleaned: dict[str, Any]) -> None:
        if "time" not in roles and not cleaned.get("time"):
            self.add_error("time", _("Say which column is the time, or one time for all lines."))
        if "time" in roles and cleaned.get("time"):
            self.add_error("time", _("A column says the time already; leave this empty."))
        if not self.one_station and "station" not in roles:
            self.add_error(None, _("Say which column names the station."))
        if ("lon" in roles) != ("lat" in roles):
            self.add_error(None, _("A longitude needs a latitude, and the other way round."))
        if not set(roles) & set(self.indicators):
            self.add_error(None, _("Say which column holds readings, and of what."))

    @property
    def said(self) -> dict[str, Any]:
        """What `rules.columns.from_said` reads."""
        cleaned = self.cleaned_data
        return {
            "columns": [
                {
                    "column": column,
                    "role": cleaned[f"role_{n}"],
                    "unit": cleaned[f"unit_{n}"] if cleaned[f"role_{n}"] in self.indicators else "",
                    "limit": cleaned[f"limit_{n}"] if cleaned[f"role_{n}"] in self.indicators else "",
                }
                for n, column in enumerate(self.header)
                if column
            ],
            **{key: cleaned[key] for key in ("decimals", "thousands", "time", "clock")},
        }


class SeparatorForm(forms.Form):
    """Asked for before the columns, because the columns depend on it."""

    separator = forms.ChoiceField(
        label=_("Columns are parted by"),
        choices=list(said.SEPARATORS.items()),
        error_messages={"required": _("Say which sign parts the columns.")},
    )


class RunForm(forms.Form):
    is_checked = forms.BooleanField(
        label=_("The publisher has checked these values"),
        required=False,
        help_text=_("Else each stays “not checked” until a person has looked."),
    )
    is_whole = forms.BooleanField(
        label=_("All or nothing"),
        required=False,
        help_text=_("Store nothing at all while one row would be refused."),
    )
