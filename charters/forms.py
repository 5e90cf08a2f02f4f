"""The shape of what readers and drafters of charters send."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from charters.models import Charter, Edition
from charters.rules.amend import Change, Operation
from charters.rules.lifecycle import Legal
from charters.rules.text import EID, LONGEST_TEXT

LEGAL_CHOICES = [
    (Legal.RECOGNISED.value, _("Recognised")),
    (Legal.CHALLENGED.value, _("Challenged")),
    (Legal.UPHELD.value, _("Upheld")),
    (Legal.NARROWED.value, _("Narrowed")),
]


class AsOf(forms.Form):
    """Which day's text, and marked against which edition."""

    on = forms.DateField(
        label=_("As in force on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as year-month-day, for instance 2150-06-14.")},
        input_formats=["%Y-%m-%d"],
    )
    compare = forms.TypedChoiceField(label=_("Compared with"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, editions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["compare"].choices = [("", _("Nothing")), *editions]  # type: ignore[attr-defined]

    def day(self, today: date) -> date:
        found = self.cleaned_data.get("on") if self.is_bound and hasattr(self, "cleaned_data") else None
        return found or today


class DutyFilter(forms.Form):
    """Which duties: those owed now, the late ones, the ended ones; of one holder."""

    STATES = [
        ("", _("Owed now")),
        ("late", _("Late")),
        ("discharged", _("Discharged")),
        ("withdrawn", _("Withdrawn")),
        ("all", _("Every duty")),
    ]
    state = forms.ChoiceField(label=_("Which"), choices=STATES, required=False)
    holder = forms.SlugField(required=False, max_length=50, widget=forms.HiddenInput())


class DraftForm(forms.Form):
    """A draft's name and reasons."""

    title = forms.CharField(label=_("What the amendment does, in one line"), max_length=120)
    reasons = forms.CharField(
        label=_("Why"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Those who decide read this beside the words."),
    )


OPERATIONS = [
    (Operation.REPLACE.value, _("Put new words in its place")),
    (Operation.INSERT_AFTER.value, _("Insert a new article behind it")),
    (Operation.REPEAL.value, _("Take it out")),
]


class StepForm(forms.Form):
    """One instruction on one article, with the hash of the words its drafter saw."""

    operation = forms.ChoiceField(
        label=_("What to do with this article"), choices=OPERATIONS, widget=forms.RadioSelect
    )
    new_eid = forms.CharField(
        label=_("Number of the new article"),
        max_length=8,
        required=False,
        help_text=_("Only when you insert one: 3a, or the next free number."),
    )
    heading = forms.CharField(
        label=_("Heading"), max_length=160, error_messages={"required": _("Write it here.")}
    )
    text = forms.CharField(
        label=_("Words"),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Write it here.")},
        widget=forms.Textarea(attrs={"rows": 12, "class": "spoken"}),
        help_text=_("An empty line begins a new paragraph."),
    )
    expected_sha256 = forms.CharField(
        widget=forms.HiddenInput(),
        validators=[RegexValidator(r"^[0-9a-f]{64}\Z", _("The form was changed on its way."))],
    )

    def clean_new_eid(self) -> str:
        number = self.cleaned_data["new_eid"].strip().lower().removeprefix("art_")
        if number and not EID.fullmatch(f"art_{number}"):
            raise forms.ValidationError(_("An article’s number looks like 3 or 3a."))
        return f"art_{number}" if number else ""

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        operation = found.get("operation")
        if operation == Operation.REPEAL.value:
            # An article that is taken out needs no words; whatever stood in the fields does not matter.
            for field in ("heading", "text"):
                self.errors.pop(field, None)
        if (
            operation == Operation.INSERT_AFTER.value
            and not found.get("new_eid")
            and "new_eid" not in self.errors
        ):
            self.add_error("new_eid", _("Give the new article a number."))
        return found

    def change(self, eid: str) -> Change:
        told = self.cleaned_data
        operation = Operation(told["operation"])
        return Change(
            operation=operation,
            eid=eid,
            expected_sha256=told["expected_sha256"],
            new_eid=told["new_eid"] if operation is Operation.INSERT_AFTER else "",
            heading="" if operation is Operation.REPEAL else told["heading"],
            text="" if operation is Operation.REPEAL else told["text"],
        )


def edition_choices(charter: Charter, editions: list[Edition]) -> list[tuple[str, str]]:
    """(number, words) of the editions that once stood in force, the newest first."""
    from django.utils.formats import date_format

    return [
        (
            str(e.number),
            _("Edition %(number)d, from %(since)s") % {"number": e.number, "since": date_format(e.since)},
        )
        for e in reversed(editions)
        if e.merged_into_id is None
    ]


class LegalForm(forms.Form):
    """What the law outside said, since when, and where it is written."""

    status = forms.ChoiceField(label=_("What was said"), choices=LEGAL_CHOICES)
    since = forms.DateField(
        label=_("Since"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("The judgment or the law, as one would cite it.")
    )
