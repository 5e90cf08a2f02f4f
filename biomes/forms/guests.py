"""The same forms for somebody without an account: an address to confirm by, and nothing else of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules import addresses
from biomes.forms.everyone import PinForm, SightingForm


class AddressField(forms.CharField):
    """An e-mail address that a mail can be sent to."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "email", "dir": "ltr", "inputmode": "email"}
        super().__init__(
            label=gettext_lazy("E-mail"),
            help_text=gettext_lazy(
                "We send one link to it; only who opens it and presses the button puts this here. It is shown to nobody, "
                "and forgotten once we have told you what became of it."
            ),
            error_messages={"required": gettext_lazy("Write your e-mail address")},
            widget=forms.EmailInput(attrs=attrs),
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "").strip()
        if text:
            try:
                addresses.canonical(text)
            except addresses.NotAnAddress as error:
                raise ValidationError(_("Write an e-mail address in full, like ana@example.org")) from error
        return text.lower()


class GuestPinForm(PinForm):
    email = AddressField()


class GuestSightingForm(SightingForm):
    email = AddressField()
