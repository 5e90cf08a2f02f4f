"""The shape of what is said when a counted election is corrected or annulled."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from council.forms_election import WhyForm
from council.models.correction import FAULTS, SEATINGS
from council.models.election import SOURCES
from council.rules.corrections import Fault, Seating
from council.rules.counts.papers import RANKED, Method
from council.rules.elections import Source


class CorrectionForm(WhyForm):
    """What was wrong with the ballots that were counted, and where the right ones come from."""

    fault = forms.ChoiceField(
        label=gettext_lazy("What was wrong"),
        choices=[("", gettext_lazy("Choose")), *FAULTS],
        error_messages={"required": gettext_lazy("Say what was wrong with the ballots.")},
    )
    source = forms.ChoiceField(label=gettext_lazy("Where the right ballots come from"), choices=SOURCES)
    field_order = ("fault", "source", "reason")

    def narrow(self) -> None:
        ranked = Method(self.election.method) in RANKED
        field = cast(Any, self.fields["source"])
        field.choices = [row for row in SOURCES if ranked or row[0] != Source.BLT.value]
        field.initial = self.election.source_now.value

    def clean_fault(self) -> Fault:
        return Fault(self.cleaned_data["fault"])

    def clean_source(self) -> Source:
        return Source(self.cleaned_data["source"])


class AnnulmentForm(WhyForm):
    """Why nobody is to be elected by it; it stands on the page of the correction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="annul_%s", **kwargs)
        self.fields["reason"].label = gettext_lazy("What makes it void")


class SeatingForm(WhyForm):
    """What became of somebody who had been declared elected."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        choices=[("", gettext_lazy("Choose")), *SEATINGS],
        error_messages={"required": gettext_lazy("Say what became of it.")},
    )
    # Which task: the number of the count that had elected them, and their code.
    count = forms.IntegerField(widget=forms.HiddenInput)
    candidate = forms.CharField(widget=forms.HiddenInput, max_length=32)
    field_order = ("outcome", "reason")

    def clean_outcome(self) -> Seating:
        return Seating(self.cleaned_data["outcome"])
