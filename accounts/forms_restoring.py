"""What a person without her second factor types: that it is lost, and later the new one."""

from typing import Any
from urllib.parse import quote, urlencode

from allauth.mfa.totp.internal.auth import generate_totp_secret, validate_totp_code
from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

SALT = "accounts.restoration.secret"
# As long as two officers and a code may take on a page that was opened before them.
SECRET_SECONDS = 2 * 3600


class LostForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class EnrolForm(LostForm):
    """The secret of the new app travels signed in the page: nothing of it is kept until it is in force."""

    code = forms.CharField(
        label=_("The code that the officers handed you"),
        max_length=40,
        help_text=_("Twelve signs, such as 7K2M-QX4T-9RWD. It can be used once, for a quarter of an hour."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    totp = forms.CharField(
        label=_("The six digits that the new app shows"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}),
    )
    secret = forms.CharField(widget=forms.HiddenInput, max_length=200)

    @classmethod
    def fresh(cls) -> "EnrolForm":
        return cls(initial={"secret": signing.dumps(generate_totp_secret(), salt=SALT)})

    @property
    def totp_secret(self) -> str:
        """The secret that the app was given; empty where the page is damaged or too old."""
        try:
            found: str = signing.loads(self["secret"].value() or "", salt=SALT, max_age=SECRET_SECONDS)
        except signing.BadSignature:
            return ""
        return found

    def totp_url(self, host: str) -> str:
        told = urlencode({"secret": self.totp_secret, "issuer": host}, quote_via=quote)
        return f"otpauth://totp/{quote(host)}?{told}"

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.totp_secret:
            self.add_error(None, _("This page is too old or damaged. Load it again and add the app again."))
        elif "totp" in given and not validate_totp_code(self.totp_secret, given["totp"]):
            self.add_error(
                "totp", _("These are not the digits that the new app shows now. Write the latest ones.")
            )
        return given
