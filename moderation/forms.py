"""The shape of a decision and of an appeal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation import queries
from moderation.models import Code


class CodeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One list of codes; the code says whether it approves, and what it does to the text."""

    def label_from_instance(self, code: Any) -> str:
        if code.approves:
            return str(_("Approve: %(label)s") % {"label": code.label})
        if code.hides:
            return str(_("Reject and hide: %(label)s") % {"label": code.label})
        return str(_("Reject: %(label)s") % {"label": code.label})


class DecisionForm(forms.Form):
    code = CodeChoice(
        label=_("Decision"),
        queryset=Code.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the published codes."),
            "invalid_choice": _("Choose one of the published codes."),
        },
    )
    text = forms.CharField(
        label=_("In your words"),
        max_length=1000,
        required=False,
        help_text=_("Published beside the code. Say what would have to change; never repeat personal data."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].queryset = queries.codes()  # type: ignore[attr-defined]


class AppealForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the decision is wrong"),
        max_length=1000,
        help_text=_("Another moderator reads this. You can appeal once; their answer is final."),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )


class QueueForm(forms.Form):
    """Which part of the queue: allow-listed by what is in it."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("all"))]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            *every,
            *[(kind, queries.kind_label(kind)) for kind in queries.kinds_in_queue()],
        ]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            *every,
            *[(code, code) for code in queries.languages_in_queue()],
        ]

    def wanted(self) -> dict[str, str]:
        """What was asked for; nonsense asks for everything."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("kind", "language")}
