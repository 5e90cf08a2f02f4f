"""What forms of every storey ask of a person in the same words. Part of the face of accounts, as its doors are."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules import addresses


class AddressField(forms.CharField):
    """An e-mail address that a mail can be sent to."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("E-mail"))
        options.setdefault(
            "widget", forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr", "inputmode": "email"})
        )
        super().__init__(strip=False, **options)
        # The rule of addresses refuses a NUL too, and says more.
        self.validators = []

    def clean(self, value: Any) -> str:
        text = str(value or "").strip()
        if not text:
            raise ValidationError(_("Write your e-mail address"))
        try:
            addresses.canonical(text)
        except addresses.NotAnAddress as error:
            raise ValidationError(_("Write an e-mail address in full, like ana@example.org")) from error
        return text.lower()
