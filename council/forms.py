"""The shape of what people send to the council."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from charters import queries as charters
from council import actions, queries, words
from council.models import Motion, Seat
from council.models.ballot import CHOICES
from council.models.instruction import ANSWERS
from council.rules import division
from council.rules.instructions import Answer
from council.rules.kinds import Ended
from council.rules.seats import Choice
from council.rules.signing import MOST_BYTES, Assertion, read_assertion
from petitions.rules import texts

Choices = list[tuple[Any, Any]]


class Words(forms.CharField):
    """What a person writes for others to read: tidied, and without characters that nobody sees."""

    def __init__(self, *, block: bool = False, rows: int = 0, **options: Any) -> None:
        self.tidy = texts.tidy_block if block else texts.tidy_line
        look = {"dir": "auto"}
        widget = forms.Textarea({**look, "rows": str(rows)}) if rows else forms.TextInput(look)
        super().__init__(widget=widget, strip=False, **options)

    def clean(self, value: Any) -> Any:
        text = str(value or "")
        if texts.has_control(text):
            raise forms.ValidationError(_("Remove the invisible characters from this text."))
        return super().clean(self.tidy(text))


class AssertionField(forms.CharField):
    """A passkey's answer as a browser sends it: JSON of three base64url texts, the signature in DER."""

    default_error_messages = {"damaged": _("The signature is damaged. Cast the ballot again.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=4 * MOST_BYTES, **kwargs)

    def clean(self, value: Any) -> Assertion | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_assertion(json.loads(text))
        except (ValueError, TypeError, KeyError, RecursionError) as wrong:
            raise forms.ValidationError(self.error_messages["damaged"]) from wrong


class BallotForm(forms.Form):
    """One choice and the key that makes a retry harmless."""

    choice = forms.ChoiceField(
        label=_("Your choice"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes, no or abstain.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    signature = AssertionField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("key", uuid4())
        super().__init__(*args, **kwargs)

    @property
    def chosen(self) -> Choice:
        return Choice(self.cleaned_data["choice"])

    @property
    def assertion(self) -> Assertion | None:
        """What her passkey answered, where it was asked."""
        return self.cleaned_data["signature"] or None

    @property
    def once(self) -> UUID:
        key: UUID = self.cleaned_data["key"]
        return key


class ReasonForm(forms.Form):
    """Why a living system's seat votes as it does, and the articles it rests on."""

    reason = Words(
        label=_("Why, and on what evidence"),
        max_length=1200,
        block=True,
        rows=4,
        error_messages={
            "required": _("A living system’s vote carries a public reason: say why, and on what evidence.")
        },
    )
    articles = forms.MultipleChoiceField(
        label=_("Articles it rests on"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cite at least one article of a charter in force.")},
    )

    departure = Words(
        label=_("Why you vote otherwise than you were instructed"),
        max_length=1200,
        block=True,
        rows=3,
        required=False,
        help_text=_("Only where your choice departs from the instruction. Public from the close, beside it."),
    )

    def __init__(
        self, *args: Any, citable: Sequence[tuple[str, str]], instructed: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not instructed:
            del self.fields["departure"]
        cast(forms.ChoiceField, self.fields["articles"]).choices = citable
        if not citable:
            del self.fields["articles"]

    @property
    def reasoning(self) -> actions.Reasoning:
        given = self.cleaned_data
        return actions.Reasoning(
            given["reason"], tuple(given.get("articles", ())), given.get("departure", "")
        )


class ReasonedBallotForm(ReasonForm, BallotForm):
    """The ballot of a seat that speaks for a living system: a choice, and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "Public from the close, under the name of the living system. Sealed before."
        )


def ballot_form(seat: Seat, motion: Motion, at: datetime, data: Any = None, **initial: Any) -> BallotForm:
    """The form of this seat's ballot."""
    if not seat.represents:
        return BallotForm(data, initial=initial)
    return ReasonedBallotForm(
        data, initial=initial, citable=citable_for(seat, at), instructed=_binds(motion, seat)
    )


def room_reason_form(seat: Seat, motion: Motion, at: datetime, data: Any = None, **more: Any) -> ReasonForm:
    """The form of its reason after a vote in the room."""
    return ReasonForm(data, citable=citable_for(seat, at), instructed=_binds(motion, seat), **more)


def _binds(motion: Motion, seat: Seat) -> bool:
    told = queries.instruction_for(motion, seat)
    return told is not None and told.answer != Answer.FREE.value


class InstructionForm(forms.Form):
    """What those who appointed a guardian tell her seat, and why."""

    answer = forms.ChoiceField(
        label=_("How the seat should vote"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes, no, abstain or free.")},
    )
    reason = Words(
        label=_("Why"),
        max_length=1200,
        block=True,
        rows=4,
        help_text=_("Published at the close, beside the vote. Sealed before to all but you and the seat."),
        error_messages={"required": _("Say why; the reason is published at the close.")},
    )

    @property
    def answered(self) -> Answer:
        return Answer(self.cleaned_data["answer"])


def citable_for(seat: Seat, at: datetime) -> Choices:
    """Articles that a seat may cite, numbered as in their charter."""
    found = charters.articles_for([seat.biome_slug], at)
    return [(article.subject, f"{article.number}. {article.heading}") for article in found]


class RefuseForm(forms.Form):
    reason = Words(
        label=_("Why it is inadmissible"),
        max_length=400,
        help_text=_("The reason is published with the motion."),
    )


class DeclineForm(forms.Form):
    reason = Words(
        label=_("Why there will be no debate"),
        max_length=400,
        help_text=_("Published, and sent to those who signed and asked for news."),
        error_messages={"required": _("Say why there will be no debate; the reason is published.")},
    )


class ScheduleForm(forms.Form):
    """When voting opens and closes."""

    # What that day meets in the calendars of the living systems the motion touches; the door fills it in.
    meets: Sequence[str] = ()
    opens_at = forms.DateTimeField(
        label=_("Voting opens (UTC)"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    closes_at = forms.DateTimeField(
        label=_("Voting closes (UTC)"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    in_room = forms.BooleanField(
        label=_("Called in the room"),
        required=False,
        help_text=_(
            "In a sitting within these hours the roll is called and two tellers write it down; no ballot is cast."
        ),
    )

    @classmethod
    def proposed(cls, motion: Motion, at: datetime) -> "ScheduleForm":
        """The earliest the rule's notice allows, at the next full hour, for three days."""
        hours = motion.rule.rule.min_notice_hours if motion.rule and not motion.urgent_at else 0
        opens = (at + timedelta(hours=hours + 1)).astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        fmt = "%Y-%m-%dT%H:%M"
        return cls(
            initial={"opens_at": f"{opens:{fmt}}", "closes_at": f"{opens + timedelta(days=3):{fmt}}"},
            auto_id=f"id_{motion.number}_%s",
        )


class DivideForm(forms.Form):
    """With which paragraphs a part begins; none chosen is each paragraph a part."""

    starts = forms.MultipleChoiceField(
        label=_("A part begins with"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, motion: Motion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = division.paragraphs(motion.text)
        cast(forms.ChoiceField, self.fields["starts"]).choices = [
            (str(n), words[:80]) for n, words in enumerate(self.words) if n
        ]

    def clean_starts(self) -> list[int]:
        chosen = [int(n) for n in self.cleaned_data["starts"]]
        return chosen or list(range(1, len(self.words)))


class CloseForm(forms.Form):
    closes_at = forms.DateTimeField(
        label=_("Voting closes (UTC)"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )


# Each step of a motion's life that is the secretary's: its form, and the action it calls by name.
STEPS: dict[str, tuple[type[forms.Form] | None, str]] = {
    "admit": (None, "admit_motion"),
    "refuse": (RefuseForm, "refuse_motion"),
    "schedule": (ScheduleForm, "schedule_motion"),
    "debate": (None, "open_debate"),
    "postpone": (None, "postpone_motion"),
    "recall": (ScheduleForm, "recall_motion"),
    "open": (CloseForm, "open_voting"),
    "override": (CloseForm, "open_override"),
}


class SeatChangeForm(forms.Form):
    """A mandate that one officer proposes and another agrees to."""

    seat = forms.ModelChoiceField(label=_("Seat"), queryset=Seat.objects.none(), to_field_name="code")
    email = forms.EmailField(label=_("The person’s e-mail address"))
    hand = forms.TypedChoiceField(
        label=_("Hand"),
        choices=[(1, _("First (or only) hand")), (2, _("Second hand of a joint seat"))],
        coerce=int,
        initial=1,
    )
    instrument = Words(
        label=_("Instrument"), max_length=200, help_text=_("The act that gives the mandate, as it is cited.")
    )
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    attests = forms.MultipleChoiceField(
        label=_("What you attest of this person"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As the composition of the body asks; public on its roster."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(clause.code, words.quality(clause)) for clause in queries.attestable_clauses()]
        cast(forms.ChoiceField, self.fields["attests"]).choices = offered
        if not offered:
            del self.fields["attests"]
        field = cast(Any, self.fields["seat"])
        field.queryset = queries.public_seats()
        names = queries.seat_names(queries.public_seats())
        field.label_from_instance = lambda seat: f"{seat.body.name}: {names[seat.code]}"

    @property
    def attested(self) -> list[str]:
        found: list[str] = self.cleaned_data.get("attests", [])
        return found

    @property
    def ends_at(self) -> datetime | None:
        day = self.cleaned_data["until"]
        return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


class EndForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[
            (Ended.RESIGNATION.value, _("resigned")),
            (Ended.REMOVAL.value, _("removed")),
            (Ended.RECALL.value, _("recalled")),
            (Ended.DEATH.value, _("died")),
            (Ended.REVOKED.value, _("hold-over revoked")),
        ],
    )


class ObjectionForm(forms.Form):
    """A living system's objection: articles and evidence."""

    articles = forms.MultipleChoiceField(
        label=_("Articles it rests on"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cite at least one article of a charter in force.")},
    )
    evidence = Words(
        label=_("Evidence"),
        max_length=2000,
        block=True,
        rows=6,
        help_text=_("Readings, runs, statements: what shows that these articles would be breached."),
    )

    def __init__(self, *args: Any, seat: Seat, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["articles"]).choices = citable_for(seat, at)
