"""What operators and auditors say about mail."""

from django import forms
from django.utils.translation import gettext_lazy

from accounts.fields import AddressField
from petitions.queries import MAIL_KINDS
from petitions.rules.mail import MailState
from petitions.words import LETTERS, MAIL_STATES

OF_THE_LIST = {"invalid_choice": gettext_lazy("Choose one of the list")}
SHOWN = (MailState.FAILED, MailState.BOUNCED, MailState.WAITING, MailState.HELD, MailState.DROPPED)


class MailForm(forms.Form):
    """Which mails to list."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[(state.value, MAIL_STATES[state]) for state in SHOWN],
        error_messages=OF_THE_LIST,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("All")), *((kind, LETTERS[kind]) for kind in MAIL_KINDS)],
        error_messages=OF_THE_LIST,
    )

    def wanted(self) -> dict[str, str]:
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        return {"state": data.get("state") or MailState.FAILED.value, "kind": data.get("kind") or ""}


class KindForm(forms.Form):
    """A whole kind to be tried again."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind, LETTERS[kind]) for kind in MAIL_KINDS],
        error_messages={
            **OF_THE_LIST,
            "required": gettext_lazy("Say which kind of mail is to be tried again"),
        },
    )


class WorksForm(forms.Form):
    """An address that takes mail again."""

    address = AddressField(
        label=gettext_lazy("Address that works again"),
        help_text=gettext_lazy("It is compared by its keyed hash and not kept."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off", "inputmode": "email"}),
    )
