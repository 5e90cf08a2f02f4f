"""The shape of what readers of the log may ask."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from ledger import queries
from ledger.rules.values import LARGEST, SUBJECT


class LogFilter(forms.Form):
    """Search and paging of the log's page; every field may be left out."""

    q = forms.CharField(
        label=_("Words, a number or a hash"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    about = forms.CharField(
        label=_("About"),
        required=False,
        max_length=120,
        widget=forms.HiddenInput(),
        validators=[RegexValidator(SUBJECT.pattern + r"\Z", _("This is not the name of anything here."))],
    )
    before = forms.IntegerField(required=False, min_value=0, max_value=LARGEST, widget=forms.HiddenInput())
    after = forms.IntegerField(required=False, min_value=0, max_value=LARGEST, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = queries.kinds()
        self.fields["kind"].choices = [("", _("Every kind"))] + [  # type: ignore[attr-defined]
            (kind, kind) for kind in kinds
        ]


class Range(forms.Form):
    """`from` and `to` of the machine addresses: 0 <= from <= to."""

    first = forms.IntegerField(min_value=0, max_value=LARGEST)
    after = forms.IntegerField(min_value=0, max_value=LARGEST)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "first" in found and "after" in found and found["first"] > found["after"]:
            raise forms.ValidationError(_("“from” may not be larger than “to”."))
        return found
