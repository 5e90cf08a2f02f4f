"""A pseudonym for whoever files; and why an auditor asks for the name behind one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from petitions.forms.fields import NameField, TextField
from petitions.rules import sealing


class PseudonymField(NameField):
    """Empty, or a name as any other: shown in the place of one's own."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=gettext_lazy("Pseudonym, if you want one"),
            required=False,
            help_text=gettext_lazy(
                "Shown in the place of your name. Your name and address are then sealed: two auditors can open "
                "the name together, for a public reason, and you are told. Leave it empty to file under your name."
            ),
            widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
            **options,
        )

    def clean(self, value: Any) -> str:
        return super().clean(value) if str(value or "").strip() else ""


class PseudonymForm(forms.Form):
    """For somebody who is signed in: their name is known, so only the pseudonym is asked."""

    pseudonym = PseudonymField()

    def __init__(self, *args: Any, name: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.own_name = name

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        pseudonym, name = cleaned.get("pseudonym"), cleaned.get("name") or self.own_name
        if pseudonym and name and sealing.gives_away(pseudonym, name):
            self.add_error(
                "pseudonym", ValidationError(_("Choose a pseudonym that holds no part of your name"))
            )
        return cleaned


class NameReasonForm(forms.Form):
    """Why a sealed name is to be opened."""

    reason = TextField(
        label=gettext_lazy("Why it must be opened"),
        thing=gettext_lazy("the reason"),
        longest=sealing.LONGEST_REASON,
        shortest=sealing.SHORTEST_REASON,
        help_text=gettext_lazy("Published at once, in the log and to the filer. Name nobody."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
