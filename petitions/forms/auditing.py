"""What auditors ask and set: which held attempts, whom to block or allow, the household rule."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules import addresses, limits
from petitions.forms.fields import TextField
from petitions.models import Listed
from petitions.words import RULES

LATEST = date(9998, 12, 31)
WAYS = {
    "block": gettext_lazy("Block: hold whatever comes from it"),
    "allow": gettext_lazy("Allow: no limits of number"),
}
CANNOT_HOLD = {
    Listed.What.PREFIX: gettext_lazy(
        "Write a network that ends in /16, /24 or /32, or for IPv6 in /32, /48, /56 or /64, like 192.0.2.0/24"
    ),
    Listed.What.DOMAIN: gettext_lazy(
        "Write a domain, like shore.example, or everything below one, like *.shore.example"
    ),
    Listed.What.ADDRESS: gettext_lazy("Write an e-mail address in full, like ana@example.org"),
}


class DayField(forms.DateField):
    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        said = {"invalid": gettext_lazy("Write the date as year, month and day")}
        said |= options.pop("error_messages", {})
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}), error_messages=said, **options)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and day > LATEST:
            raise ValidationError(_("Write the date as year, month and day"))
        return day


class HeldForm(forms.Form):
    """Which held attempts; anything unknown selects nothing narrower and says so beside its field."""

    rule = forms.ChoiceField(
        label=gettext_lazy("Rule that fired"),
        required=False,
        choices=[("", gettext_lazy("Any")), *((str(rule), words) for rule, words in RULES.items())],
    )
    petition = forms.SlugField(
        label=gettext_lazy("Petition"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("The last part of its address."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Write the last part of the petition\u2019s address")},
    )
    day = DayField(label=gettext_lazy("Day"))

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        return {
            "rule": data.get("rule") or "",
            "petition": data.get("petition") or "",
            "day": data.get("day"),
        }


class SenderForm(forms.Form):
    """Whom a list is about: shared by looking one up and adding one."""

    what = forms.ChoiceField(label=gettext_lazy("What it is"), choices=Listed.What.choices)
    text = forms.CharField(
        label=gettext_lazy("Network, domain or address"),
        max_length=260,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write the network, the domain or the address")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        what, text = cleaned.get("what"), cleaned.get("text")
        if what and text and not can_hold(what, text):
            self.add_error("text", str(CANNOT_HOLD[Listed.What(what)]))
        return cleaned


def can_hold(what: str, text: str) -> bool:
    if what == Listed.What.PREFIX:
        return limits.listed_prefix(text) is not None
    if what == Listed.What.DOMAIN:
        return addresses.listed_domain(text) is not None
    try:
        addresses.canonical(text)
    except addresses.NotAnAddress:
        return False
    return True


class ListingForm(SenderForm):
    """One more entry of the lists."""

    way = forms.ChoiceField(label=gettext_lazy("What happens"), choices=list(WAYS.items()))
    until = DayField(
        label=gettext_lazy("Until the end of"),
        help_text=gettext_lazy("Empty: until somebody ends it. A network is kept for a year at most."),
    )
    reason = TextField(
        label=gettext_lazy("Reason"),
        thing=gettext_lazy("the reason"),
        longest=200,
        shortest=10,
        help_text=gettext_lazy("For other auditors; without names and addresses of people."),
    )

    def ends_at(self) -> datetime | None:
        return end_of(self.cleaned_data["until"])


def end_of(day: date | None) -> datetime | None:
    """The last second of a day of the site."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


class HouseholdForm(forms.Form):
    """The household rule, from now or from the beginning of a day on."""

    since = DayField(
        label=gettext_lazy("From the beginning of"), help_text=gettext_lazy("Empty: from now on.")
    )
    reason = TextField(
        label=gettext_lazy("Reason, as it will be published"),
        thing=gettext_lazy("the reason"),
        longest=200,
        shortest=10,
    )

    def begins_at(self, at: datetime) -> datetime:
        """The first moment of the day; today begins now."""
        day = self.cleaned_data["since"]
        if day is None or day == timezone.localdate(at):
            return at
        return timezone.make_aware(datetime.combine(day, time.min))
