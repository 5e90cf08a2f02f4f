"""The shape of what the secretary and the tellers send to an election."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council import queries
from council.forms import Words
from council.models import Body, Election
from council.models.election import HOWS, METHODS, REASON, SOURCES
from council.rules.counts.blt import FileFault
from council.rules.counts.bounds import MOST_SEATS, MOST_TEXT
from council.rules.counts.candidates import read_candidates
from council.rules.counts.papers import Method
from council.rules.counts.reading import MOST_POINTS
from council.rules.counts.typed import read_typed
from council.rules.elections import How, Source
from council.words import counts as words
from council.words.faults import fault_sentence


class ElectionForm(forms.Form):
    """A draft, whole."""

    title = Words(
        label=gettext_lazy("What is elected"),
        max_length=120,
        help_text=gettext_lazy("As people call it: “Two seats of the human chamber”."),
        error_messages={"required": gettext_lazy("Say what is elected.")},
    )
    held_on = forms.DateField(
        label=gettext_lazy("Held on"),
        widget=forms.DateInput({"type": "date"}),
        error_messages={"required": gettext_lazy("Say on which day it is held.")},
    )
    method = forms.ChoiceField(label=gettext_lazy("Method"), choices=METHODS)
    seats = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=MOST_SEATS, initial=1)
    max_points = forms.IntegerField(
        label=gettext_lazy("Most points"),
        required=False,
        min_value=0,
        max_value=MOST_POINTS,
        help_text=gettext_lazy("For score only: how many points an option gets at most."),
    )
    source = forms.ChoiceField(label=gettext_lazy("Where the ballots come from"), choices=SOURCES)
    candidates = forms.CharField(
        label=gettext_lazy("Candidates"),
        widget=forms.Textarea({"rows": "8", "dir": "auto"}),
        max_length=20_000,
        help_text=gettext_lazy(
            "A line for each, in the order of the ballot: a name, or a code, a colon and the name. Codes are what "
            "tellers type and what the public log holds; who gets none is given a letter."
        ),
        error_messages={"required": gettext_lazy("Name who may be elected.")},
    )

    def clean_candidates(self) -> list[tuple[str, str]]:
        text = Words(block=True).clean(self.cleaned_data["candidates"])
        try:
            return read_candidates(text)
        except FileFault as fault:
            raise forms.ValidationError(fault_sentence(fault)) from fault

    def given(self) -> dict[str, Any]:
        """For the action."""
        data = dict(self.cleaned_data)
        return data | {
            "method": Method(data["method"]),
            "source": Source(data["source"]),
            "max_points": data["max_points"] or 0,
        }

    @classmethod
    def of(cls, election: Election) -> "ElectionForm":
        lines = "\n".join(f"{code}: {name}" for code, name in election.names().items())
        plain = ("title", "held_on", "method", "seats", "max_points", "source")
        return cls(initial={name: getattr(election, name) for name in plain} | {"candidates": lines})


class NewElectionForm(ElectionForm):
    """A draft and the body it is for."""

    body = forms.ModelChoiceField(
        label=gettext_lazy("Body"), queryset=Body.objects.none(), to_field_name="code"
    )
    field_order = ("body",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(Any, self.fields["body"])
        field.queryset = queries.bodies()
        field.label_from_instance = lambda body: body.name


class OfElection(forms.Form):
    """A form that knows the election it is for."""

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.election = election
        self.narrow()

    def narrow(self) -> None:
        """Offer what this election has."""


class WhyForm(OfElection):
    reason = Words(
        label=gettext_lazy("Why"),
        block=True,
        rows=3,
        max_length=REASON,
        help_text=gettext_lazy("It is published with the election; name no voter."),
        error_messages={"required": gettext_lazy("Write why, in a sentence: it is published.")},
    )


class TieForm(WhyForm):
    """The act that settles a tie."""

    taken = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Say who of those who are level is taken.")},
    )
    how = forms.ChoiceField(label=gettext_lazy("By which act"), choices=HOWS)
    field_order = ("taken", "how", "reason")

    def narrow(self) -> None:
        tie, field = queries.tie_left_open(self.election), cast(Any, self.fields["taken"])
        names = self.election.names()
        field.choices = [(code, names[code]) for code in tie["options"]] if tie else []
        field.label = words.taken_means(tie["step"]) if tie else ""

    def clean_how(self) -> How:
        return How(self.cleaned_data["how"])


class PapersForm(OfElection):
    """Papers as a teller types them."""

    papers = forms.CharField(
        label=gettext_lazy("Papers"),
        max_length=MOST_TEXT,
        strip=False,
        widget=forms.Textarea({"rows": "12", "dir": "ltr", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": gettext_lazy("Type at least one paper.")},
    )

    def clean_papers(self) -> Any:
        try:
            return read_typed(self.cleaned_data["papers"], self.election.contest())
        except FileFault as fault:
            raise forms.ValidationError(fault_sentence(fault)) from fault


class NumbersForm(OfElection):
    """Numbers that no paper bears."""

    numbers = forms.CharField(
        label=gettext_lazy("Numbers that no paper bears"),
        max_length=400,
        help_text=gettext_lazy("With spaces between them."),
        error_messages={"required": gettext_lazy("Type at least one number.")},
    )

    def clean_numbers(self) -> set[int]:
        said = self.cleaned_data["numbers"].replace(",", " ").split()
        if wrong := [text for text in said if not (text.isascii() and text.isdigit() and len(text) < 7)]:
            raise forms.ValidationError(_("“%(what)s” is no whole number.") % {"what": wrong[0]})
        return {int(text) for text in said}


class BallotFileForm(OfElection):
    """The file of ballots, as this teller has it."""

    content = forms.FileField(
        label=gettext_lazy("The file"),
        widget=forms.FileInput({"accept": ".blt,.csv,.txt"}),
        error_messages={
            "required": gettext_lazy("Choose the file of ballots."),
            "empty": gettext_lazy("This file is empty."),
        },
    )

    def clean_content(self) -> bytes:
        sent = self.cleaned_data["content"]
        if sent.size > MOST_TEXT:
            raise forms.ValidationError(
                _("This file has more than %(number)s bytes.") % {"number": MOST_TEXT}
            )
        return bytes(sent.read())


class HandForm(OfElection):
    hand = forms.TypedChoiceField(choices=[("1", "1"), ("2", "2")], coerce=int)


# Steps of the secretary: a form, and the action it calls by name.
ELECTION_STEPS: dict[str, tuple[type[OfElection], str]] = {
    "open": (OfElection, "open_election"),
    "cancel": (WhyForm, "cancel_election"),
    "release": (HandForm, "release_entry"),
    "tie": (TieForm, "settle_tie"),
    "declare": (OfElection, "publish_election"),
}
# Steps of a teller.
TELLER_STEPS: dict[str, tuple[type[OfElection], str]] = {
    "papers": (PapersForm, "enter_papers"),
    "strike": (NumbersForm, "strike_papers"),
    "finish": (OfElection, "finish_entry"),
    "file": (BallotFileForm, "enter_ballot_file"),
}
