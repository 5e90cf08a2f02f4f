"""The shape of a calendar entry as a curator writes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from biomes.rules import calendar as rule
from biomes.words.calendar import KINDS, WHOSE


class DayOfYearField(forms.CharField):
    """ "11-20" for 20 November."""

    def __init__(self, **said: Any) -> None:
        super().__init__(max_length=5, required=False, **said)
        self.widget.attrs |= {"placeholder": "11-20", "class": "ltr", "size": "6"}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = rule.day_of_year(text)
        if found is None:
            raise forms.ValidationError(
                _("This is no day of the year; write the month and the day, such as 11-20.")
            )
        return found


class DateField(forms.DateField):
    def __init__(self, **said: Any) -> None:
        super().__init__(
            required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **said
        )

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and not rule.FIRST_YEAR <= day.year <= rule.LAST_YEAR:
            raise forms.ValidationError(_("No year between 1800 and 2400."))
        return day


class CalendarForm(forms.Form):
    title = forms.CharField(label=_("What it is"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=[(one.value, word) for one, word in KINDS.items()])
    whose = forms.ChoiceField(
        label=_("Whose time"),
        choices=[(one.value, word) for one, word in WHOSE.items()],
        widget=forms.RadioSelect,
        initial=rule.Whose.BIOME.value,
    )
    first_day = DayOfYearField(
        label=_("Every year from"), help_text=_("Month and day, such as 11-20. It may last beyond New Year.")
    )
    last_day = DayOfYearField(label=_("Every year to"))
    first_on = DateField(label=_("Or once, from"))
    last_on = DateField(label=_("Once, to"))
    note = forms.CharField(
        label=_("What to respect"),
        max_length=300,
        required=False,
        help_text=_("What others should leave be on these days."),
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Who says so, or where it is written.")
    )
    source_url = forms.URLField(label=_("Link to the source"), required=False, assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        yearly = [bool(cleaned.get(one)) for one in ("first_day", "last_day")]
        once = [bool(cleaned.get(one)) for one in ("first_on", "last_on")]
        if any(yearly) and any(once):
            self.add_error(
                "first_on", _("Give two days of the year, or two dates; one of the two and not both.")
            )
        elif any(yearly) and not all(yearly):
            self.add_error("last_day" if yearly[0] else "first_day", _("The other day is missing."))
        elif any(once) and not all(once):
            self.add_error("last_on" if once[0] else "first_on", _("The other date is missing."))
        elif not any(yearly + once):
            self.add_error("first_day", _("When is it? Give two days of the year, or two dates."))
        elif all(once) and cleaned["last_on"] < cleaned["first_on"]:
            self.add_error("last_on", _("It ends before it begins."))
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {**cleaned, "kind": rule.Kind(cleaned["kind"]), "whose": rule.Whose(cleaned["whose"])}


class EndEntryForm(forms.Form):
    reason = forms.CharField(label=_("Why it is taken out"), max_length=300)
