"""The shape of what people type about themselves and others."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.fields import AddressField
from accounts.models.role import LABELS
from accounts.rules import names
from accounts.rules.roles import Role

LAST_DAY = date(2999, 12, 31)
NAME_FAULTS = {
    names.Fault.TOO_LONG: _("Use at most 80 characters."),
    names.Fault.CONTROL: _("Use letters; this name holds invisible control characters."),
    names.Fault.FORMULA: _("Begin with a letter, not with = + - or @."),
    names.Fault.LINK: _("A name cannot hold a web address."),
}


class DetailsForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=names.LONGEST,
        required=False,
        help_text=_("Shown beside what you do under your own name. Empty: you appear as a code."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language of pages and letters"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def clean_name(self) -> str:
        name = names.clean(self.cleaned_data["name"])
        if fault := names.fault(name):
            raise forms.ValidationError(NAME_FAULTS[fault])
        return name


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """allauth's, in our words: a key is a passkey unless its owner wants to be asked for a password as well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this key")
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = _("Let me sign in with this key alone, without a password")
        self.fields["passwordless"].help_text = _("The key then asks for your finger, face or PIN each time.")


class EraseForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Yes, erase my account and everything personal in it"),
        error_messages={"required": _("Tick the box to show that you mean it.")},
    )


class AppointForm(forms.Form):
    """A role and, if it ends, its last day (UTC)."""

    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, LABELS[role]) for role in Role])
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("The role ends when this day ends, in UTC. Empty: until somebody ends it."),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Write a date as 2150-06-30.")},
    )

    @property
    def until(self) -> datetime | None:
        last: Any = self.cleaned_data["last_day"]
        return datetime.combine(last + timedelta(days=1), time.min, UTC) if last else None

    def clean_last_day(self) -> Any:
        last = self.cleaned_data["last_day"]
        if last and last > LAST_DAY:
            raise forms.ValidationError(_("Write a date before the year 3000."))
        return last


class KeepForm(forms.Form):
    """Where the log's checkpoints shall go."""

    email = AddressField(
        help_text=_(
            "We send one link to it; only when you open it and press the button do letters come. The address serves "
            "nothing else, is shown to nobody, and is deleted when you leave."
        )
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=[(role.value, LABELS[role]) for role in Role])


class SearchForm(forms.Form):
    """Who is looked for, among people: part of a name, an address or a code."""

    q = forms.CharField(
        label=_("Name, address or code"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("any")), *[(r.value, LABELS[r]) for r in Role]]
    )
