"""The same forms for somebody without an account: an address to confirm by, and nothing else of them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import AddressField
from biomes.forms.everyone import PinForm, SightingForm, Wording

# Beside the field that asks for the address.
WHAT_FOR = _(
    "We send one link to it; only who opens it and presses the button puts this here. It is shown to nobody, "
    "and forgotten once we have told you what became of it."
)


class GuestAppealForm(forms.Form):
    reason = Wording(
        label=_("Why the decision is wrong"),
        max_length=1000,
        block=True,
        error_messages={"required": _("Say why the decision is wrong.")},
        help_text=_("Another moderator reads this. You can appeal once; their answer is final."),
    )


class GuestPinForm(PinForm):
    email = AddressField(help_text=WHAT_FOR)


class GuestSightingForm(SightingForm):
    email = AddressField(help_text=WHAT_FOR)
