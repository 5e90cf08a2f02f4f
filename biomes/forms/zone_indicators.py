"""The shape of a figure about a zone: one by one, its correction, and a whole table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from biomes import tables
from biomes.models import ZoneMeasure
from biomes.rules import zone_table
from biomes.rules.numbers import Decimals
from biomes.words import imports
from biomes.words import zone_indicators as words


class _Sourced(forms.Form):
    """A value with its source; what the rule refuses is said at its field."""

    value = forms.CharField(
        label=_("Value"), max_length=30, help_text=_("With a point for the decimals: 1.5.")
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Who counted it, where it is published, which table.")
    )
    source_url = forms.CharField(label=_("Address of the source"), required=False, max_length=200)

    def measure(self) -> ZoneMeasure | None:
        """What the value is of; None while nobody has said it."""
        return None

    def clean_source(self) -> str:
        return str(self._judge(zone_table.source, self.cleaned_data["source"]))

    def clean_source_url(self) -> str:
        return str(self._judge(zone_table.address, self.cleaned_data["source_url"]))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        measure = self.measure()
        if measure and cleaned.get("value"):
            try:
                cleaned["value"] = zone_table.amount(cleaned["value"], measure.rule)
            except zone_table.BadCell as why:
                self.add_error("value", words.cell(why.code))
        return cleaned

    def _judge(self, rule: Any, sent: Any) -> Any:
        try:
            return rule(sent)
        except zone_table.BadCell as why:
            raise forms.ValidationError(words.cell(why.code)) from why


class FigureForm(_Sourced):
    code = forms.ChoiceField(label=_("What"))
    on = forms.CharField(
        label=_("Of which year or day"),
        max_length=10,
        help_text=_("2149, 2149-06 or 2149-06-30: as much as the source says."),
    )
    field_order = ("code", "on", "value", "source", "source_url")

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self._measures = {one.code: one for one in ZoneMeasure.objects.all()}
        chooser = self.fields["code"]
        if isinstance(chooser, forms.ChoiceField):
            chooser.choices = [
                ("", _("Choose one")),
                *(
                    (code, f"{words.measure_name(code, one.name)} ({words.unit(one.unit)})")
                    for code, one in self._measures.items()
                ),
            ]

    def measure(self) -> ZoneMeasure | None:
        return self._measures.get(self.cleaned_data.get("code", ""))

    def clean_on(self) -> Any:
        return self._judge(lambda sent: zone_table.day(sent, self._today), self.cleaned_data["on"])

    @property
    def said(self) -> dict[str, Any]:
        on, precision = self.cleaned_data["on"]
        kept = {name: self.cleaned_data[name] for name in ("value", "source", "source_url")}
        return kept | {"measure": self.measure(), "on": on, "precision": precision}


class CorrectFigureForm(_Sourced):
    reason = forms.CharField(
        label=_("Why it is corrected"),
        max_length=200,
        help_text=_("It stays beside the former row for good."),
    )

    def __init__(self, *args: Any, of: ZoneMeasure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._of = of

    def measure(self) -> ZoneMeasure:
        return self._of


class FigureTableForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("CSV in UTF-8, at most a megabyte, or XLSX; at most 2,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )
    text = forms.CharField(
        label=_("Or the rows themselves"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "code"}),
    )

    def clean_file(self) -> str:
        sent = self.cleaned_data["file"]
        if not sent:
            return ""
        if sent.size > 4 * zone_table.MOST_CHARACTERS:
            raise forms.ValidationError(words.TABLES["too_long"])
        if tables.kind_of(sent.read(4)) == tables.XLSX:
            return self._of_workbook(sent)
        sent.seek(0)
        try:
            return str(sent.read().decode("utf-8-sig"))
        except UnicodeDecodeError as not_text:
            raise forms.ValidationError(words.TABLES["not_text"]) from not_text

    def _of_workbook(self, sent: Any) -> str:
        """Its first sheet as the table that could have been pasted."""
        try:
            # The heading, and one more to see that there are too many.
            return b"".join(tables.unpack(sent, Decimals.POINT, zone_table.MOST_ROWS + 2)).decode()
        except tables.Broken as why:
            raise forms.ValidationError(imports.failure(why.code, why.line)) from why

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("file") or (cleaned.get("text") or "").strip()):
            self.add_error("text", _("Choose a file, or paste the rows."))
        return cleaned

    @property
    def table(self) -> str:
        return str(self.cleaned_data.get("file") or self.cleaned_data.get("text") or "")
