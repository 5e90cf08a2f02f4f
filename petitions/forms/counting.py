"""What auditors look for, and what operators switch."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import AddressField
from accounts.rules import addresses, limits
from biomes import queries as biomes
from petitions.forms.fields import TextField
from petitions.forms.paper import NumberField
from petitions.rules import invalidation, switches
from petitions.words import RULES

ELSEWHERE = "elsewhere"


def moment_field(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": gettext_lazy("Write day and time, like 2040-06-11T14:30")},
    )


class OptionalAddress(AddressField):
    def clean(self, value: Any) -> str:
        return super().clean(value) if str(value or "").strip() else ""


class CriteriaForm(forms.Form):
    """What to look for among the signatures of one petition; what is left empty is not asked."""

    domain = forms.CharField(
        label=gettext_lazy("Domain of the addresses"), required=False, max_length=200,
        help_text=gettext_lazy("Like example.org, without @."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none"}),
    )  # fmt: skip
    address = OptionalAddress(
        label=gettext_lazy("One address"),
        required=False,
        help_text=gettext_lazy("In any of its spellings. Only its hash is kept."),
    )
    prefix = forms.CharField(
        label=gettext_lazy("Network"), required=False, max_length=50,
        help_text=gettext_lazy("Like 192.0.2.0/24: /16, /24, /32, or /32, /48, /56, /64. Only the last week can be met."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )  # fmt: skip
    since = moment_field(gettext_lazy("Signed from"))
    until = moment_field(gettext_lazy("Signed until"))
    zone = forms.ChoiceField(label=gettext_lazy("Zone"), required=False)
    sheet = NumberField(
        label=gettext_lazy("Sheet of paper"), required=False,
        help_text=gettext_lazy("Its number, to take off a whole sheet, like abcd-efgh."),
    )  # fmt: skip
    held_by = forms.ChoiceField(
        label=gettext_lazy("Held by the rule"),
        required=False,
        choices=[
            ("", gettext_lazy("Any, held or not")),
            *((str(k), v) for k, v in RULES.items() if k != "invalidated"),
        ],
        help_text=gettext_lazy("Only attempts that wait are held; nothing counted is among them."),
    )
    reason = TextField(
        label=gettext_lazy("Why"), thing=gettext_lazy("the reason"), longest=invalidation.REASON,
        shortest=invalidation.SHORTEST_REASON,
        help_text=gettext_lazy("For other auditors; not published. Name nobody."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = [(zone.slug, zone.name) for zone in biomes.named_zones()]
        self.fields["zone"].choices = [  # type: ignore[attr-defined]
            ("", _("Any zone")), *zones, (ELSEWHERE, _("Somewhere else, or not said")),
        ]  # fmt: skip

    def clean_domain(self) -> str:
        domain = self.cleaned_data["domain"].strip().lower().lstrip("@")
        if domain:
            try:
                addresses.canonical(f"a@{domain}")
            except addresses.NotAnAddress as error:
                raise forms.ValidationError(_("Write a domain like example.org")) from error
        return domain

    def clean_prefix(self) -> str:
        prefix = self.cleaned_data["prefix"].strip()
        if prefix and limits.listed_prefix(prefix) is None:
            raise forms.ValidationError(_("Write a network of one of these lengths, like 192.0.2.0/24"))
        return prefix

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since >= until:
            self.add_error("until", _("Choose an end that is later than the beginning"))
        if not self.errors and not any(
            cleaned.get(name) for name in ("domain", "address", "prefix", "since", "zone", "sheet", "held_by")
        ):
            self.add_error(
                "domain", _("Say what to look for: one thing at least besides the end of the time")
            )
        return cleaned

    def wanted(self) -> dict[str, Any]:
        """As `actions.criteria_of` takes it."""
        data = self.cleaned_data
        zone = data["zone"]
        return {
            "domain": data["domain"], "address": data["address"], "prefix": data["prefix"],
            "since": data["since"], "until": data["until"], "held_by": data["held_by"],
            "sheet": data["sheet"], "elsewhere": zone == ELSEWHERE,
            "zone": biomes.zone(zone) if zone and zone != ELSEWHERE else None,
        }  # fmt: skip


class WhyForm(forms.Form):
    """A reason, where an act is put on record."""

    reason = TextField(
        label=gettext_lazy("Why"), thing=gettext_lazy("the reason"), longest=invalidation.REASON,
        shortest=invalidation.SHORTEST_REASON,
    )  # fmt: skip


class PauseForm(forms.Form):
    reason = TextField(
        label=gettext_lazy("Why signing is paused"), thing=gettext_lazy("the reason"), longest=switches.REASON,
        shortest=10, help_text=gettext_lazy("Published on every open petition."),
    )  # fmt: skip


class IntervalForm(forms.Form):
    seconds = forms.IntegerField(
        label=gettext_lazy("Seconds between two counts"), min_value=switches.SHORTEST, max_value=switches.LONGEST,
        error_messages={
            "required": gettext_lazy("Write a number from 10 to 60"),
            "invalid": gettext_lazy("Write a number from 10 to 60"),
            "min_value": gettext_lazy("Write a number from 10 to 60"),
            "max_value": gettext_lazy("Write a number from 10 to 60"),
        },
    )  # fmt: skip
