"""What admins send about the numbers: how many sponsors, how many signatures, from when on, and why."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import queries as accounts
from biomes import queries as biomes
from petitions import queries
from petitions.forms.auditing import DayField, HouseholdForm
from petitions.forms.fields import TextField
from petitions.rules import numbers
from petitions.rules.thresholds import MOST_SPONSORS, Kind
from petitions.words import THRESHOLDS


def number_field(label: Any, most: int, said: Any, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=1, max_value=most,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), said), **options,
    )  # fmt: skip


class NumberForm(forms.Form):
    """From when on, and why."""

    since = DayField(
        label=gettext_lazy("From the beginning of"),
        help_text=gettext_lazy("Empty: from now on. A day that has passed is refused."),
    )
    reason = TextField(
        label=gettext_lazy("Reason or source, as it will be published"),
        thing=gettext_lazy("the reason"),
        longest=numbers.LONGEST_REASON,
        shortest=numbers.SHORTEST_REASON,
        help_text=gettext_lazy("The decision it rests on. Name no person."),
    )

    begins_at = HouseholdForm.begins_at

    def choose(self, name: str, empty: Any, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = [("", empty), *choices]  # type: ignore[attr-defined]


class ThresholdForm(NumberForm):
    body = forms.ChoiceField(
        label=gettext_lazy("Body"),
        error_messages={
            "required": gettext_lazy("Choose a body"),
            "invalid_choice": gettext_lazy("Choose a body of the list"),
        },
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("For"),
        choices=list(THRESHOLDS.items()),
        error_messages={
            "required": gettext_lazy("Choose an answer or a debate"),
            "invalid_choice": gettext_lazy("Choose an answer or a debate"),
        },
    )
    count = number_field(
        gettext_lazy("Signatures in total"),
        numbers.MOST_SIGNATURES,
        gettext_lazy("Write a number from 1 to 10,000,000"),
    )
    field_order = ("body", "kind", "count")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        bodies = [(one.slug, one.name) for one in queries.bodies_addressed()]
        self.choose("body", _("Choose a body"), bodies)
        zones = [(zone.slug, zone.name) for zone in biomes.zones()]
        for number in range(1, numbers.MOST_ZONES + 1):
            self._add_zone(number, zones)
        self.order_fields([*self.field_order, *self.zone_fields(), "since", "reason"])

    @staticmethod
    def zone_fields() -> list[str]:
        return [f"{part}_{n}" for n in range(1, numbers.MOST_ZONES + 1) for part in ("zone", "of_zone")]

    def _add_zone(self, number: int, zones: list[tuple[str, str]]) -> None:
        said = gettext_lazy("Write a number of signatures from this zone")
        self.fields[f"zone_{number}"] = forms.ChoiceField(
            label=_("Also from a zone (%(number)s)") % {"number": number}, required=False, choices=[("", _("No zone in particular")), *zones],
            error_messages={"invalid_choice": gettext_lazy("Choose one of the zones of the list")},
        )  # fmt: skip
        self.fields[f"of_zone_{number}"] = number_field(
            _("Signatures from that zone (%(number)s)") % {"number": number},
            numbers.MOST_SIGNATURES,
            said,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        cleaned, seen = dict(super().clean() or {}), set()
        for number in range(1, numbers.MOST_ZONES + 1):
            zone, count = cleaned.get(f"zone_{number}"), cleaned.get(f"of_zone_{number}")
            if zone and not count and f"of_zone_{number}" not in self.errors:
                self.add_error(f"of_zone_{number}", _("Write a number of signatures from this zone"))
            if count and not zone and f"zone_{number}" not in self.errors:
                self.add_error(f"zone_{number}", _("Choose the zone that this number is about"))
            if zone and zone in seen:
                self.add_error(f"zone_{number}", _("This zone is named above already"))
            seen.add(zone)
        return cleaned

    def wanted(self, at: datetime) -> dict[str, Any]:
        """As `actions.change_threshold` takes it."""
        data = self.cleaned_data
        zones = {
            biomes.zone(data[f"zone_{n}"]): data[f"of_zone_{n}"]
            for n in range(1, numbers.MOST_ZONES + 1)
            if data[f"zone_{n}"]
        }
        return {
            "body": accounts.organisation(data["body"]), "kind": Kind(data["kind"]), "count": data["count"],
            "zones": zones, "since": self.begins_at(at), "reason": data["reason"],
        }  # fmt: skip


class SponsorNeedForm(NumberForm):
    zone = forms.ChoiceField(
        label=gettext_lazy("Zone"),
        error_messages={
            "required": gettext_lazy("Choose a zone"),
            "invalid_choice": gettext_lazy("Choose one of the zones of the list"),
        },
    )
    count = number_field(
        gettext_lazy("Sponsors beside the filer"), MOST_SPONSORS, gettext_lazy("Write a number from 1 to 20")
    )
    field_order = ("zone", "count")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.choose("zone", _("Choose a zone"), [(zone.slug, zone.name) for zone in biomes.zones()])

    def wanted(self, at: datetime) -> dict[str, Any]:
        """As `actions.change_sponsor_need` takes it."""
        data = self.cleaned_data
        return {
            "zone": biomes.zone(data["zone"]), "count": data["count"], "since": self.begins_at(at),
            "reason": data["reason"],
        }  # fmt: skip
