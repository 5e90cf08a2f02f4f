"""The shape of what people send to the council."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from charters import queries as charters
from council import actions, queries
from council.models import Motion, Seat
from council.models.ballot import CHOICES
from council.models.rule import MOTION_KINDS
from council.rules.kinds import Ended, MotionKind
from council.rules.seats import Choice
from crises import queries as crises
from ledger import queries as ledger
from petitions import queries as petitions
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


class BallotForm(forms.Form):
    """One choice and the key that makes a retry harmless."""

    choice = forms.ChoiceField(
        label=_("Your choice"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes, no or abstain.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("key", uuid4())
        super().__init__(*args, **kwargs)

    @property
    def chosen(self) -> Choice:
        return Choice(self.cleaned_data["choice"])

    @property
    def once(self) -> UUID:
        key: UUID = self.cleaned_data["key"]
        return key


class ReasonedBallotForm(BallotForm):
    """The ballot of a seat that speaks for a living system: a choice, and why."""

    reason = Words(
        label=_("Why, and on what evidence"),
        max_length=1200,
        block=True,
        rows=4,
        help_text=_("Public from the close, under the name of the living system. Sealed before."),
        error_messages={
            "required": _("A living system’s vote carries a public reason: say why, and on what evidence.")
        },
    )
    articles = forms.MultipleChoiceField(
        label=_("Articles it rests on"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cite at least one article of a charter in force.")},
    )

    def __init__(self, *args: Any, citable: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["articles"]).choices = citable
        if not citable:
            del self.fields["articles"]

    @property
    def reasoning(self) -> actions.Reasoning:
        return actions.Reasoning(self.cleaned_data["reason"], tuple(self.cleaned_data.get("articles", ())))


def ballot_form(seat: Seat, at: datetime, data: Any = None, **initial: Any) -> BallotForm:
    """The form of this seat's ballot."""
    if not seat.represents:
        return BallotForm(data, initial=initial)
    return ReasonedBallotForm(data, initial=initial, citable=citable_for(seat, at))


def citable_for(seat: Seat, at: datetime) -> Choices:
    """Articles that a seat may cite, numbered as in their charter."""
    found = charters.articles_for([seat.biome_slug], at)
    return [(article.subject, f"{article.number}. {article.heading}") for article in found]


class MotionForm(forms.Form):
    """A member's draft; what it enacts and what it answers are picked, never typed."""

    kind = forms.ChoiceField(label=_("Kind of motion"), choices=MOTION_KINDS)
    title = Words(
        label=_("The question"),
        max_length=160,
        help_text=_("As members will answer it: “Shall the Council …?”"),
    )
    summary = Words(
        label=_("In one or two sentences"),
        max_length=400,
        rows=3,
        help_text=_("What changes, for whom, at what cost."),
    )
    text = Words(
        label=_("What is resolved"),
        max_length=8000,
        block=True,
        rows=8,
        help_text=_("The words that are voted on. They are frozen when the motion is scheduled."),
    )
    act = forms.ChoiceField(
        label=_("What it takes up"),
        required=False,
        help_text=_("A tabled amendment or a finished simulation; adopting the motion acts on it."),
    )
    origin = forms.ChoiceField(
        label=_("What it answers"),
        required=False,
        help_text=_("The petition or the alert that asks for it, if one does."),
    )

    affects = forms.MultipleChoiceField(
        label=_("Living systems it touches"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their seats are asked for consent. What it takes up or answers adds its own."),
    )

    def __init__(self, *args: Any, viewer: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {"act": takeable(viewer), "origin": answerable(viewer), "affects": queries.beings_seated()}
        for name, choices in offered.items():
            cast(forms.ChoiceField, self.fields[name]).choices = choices
        if not offered["affects"]:
            del self.fields["affects"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, act, origin = (cleaned.get(name, "") for name in ("kind", "act", "origin"))
        if kind == MotionKind.CHARTER_AMENDMENT and not act.startswith("charters.amendment/"):
            self.add_error("act", _("A charter amendment takes up a tabled amendment: pick it here."))
        if act.startswith("charters.amendment/") and kind != MotionKind.CHARTER_AMENDMENT:
            self.add_error("kind", _("A tabled amendment is taken up by a charter amendment."))
        if act.startswith("council.rule_proposal/") and kind != MotionKind.RULE_CHANGE:
            self.add_error("kind", _("A proposed rule is taken up by a rule change."))
        if kind == MotionKind.PETITION_ANSWER and not origin.startswith("petitions.petition/"):
            self.add_error("origin", _("An answer to a petition names the petition: pick it here."))
        return cleaned


def words_of(data: dict[str, Any]) -> dict[str, Any]:
    """From the form to the motion: what it answers and takes up is its evidence, and adds to what it touches."""
    evidence = [subject for subject in (data["origin"], data["act"]) if subject]
    touched = {biome for subject in evidence for biome in queries.biomes_touched(subject)}
    affects = sorted(touched | set(data.get("affects", [])))
    return {**data, "kind": MotionKind(data["kind"]), "evidence": evidence, "affects": affects}


def takeable(viewer: Any) -> Choices:
    """What a motion may enact, grouped by where it comes from."""
    amendments = [(a.subject, f"{a.charter.title}: {a.title}") for a in charters.tabled_amendments()]
    runs = [(r.subject, _card_title(r.subject, viewer)) for r in crises.finished_runs()[:20]]
    return _grouped(
        _("Nothing: the words alone"),
        (_("Tabled amendments"), amendments),
        (_("Finished simulations"), runs),
        (_("Proposed rules"), _proposed(viewer)),
    )


def _proposed(viewer: Any) -> Choices:
    """Proposals for the rules of the viewer's own council."""
    council = queries.council_for(viewer, ledger.now())
    found = queries.open_proposals(council)[:20] if council else []
    return [(p.subject, f"{p.replaces.title}, {p.sha256[:8]}") for p in found]


def answerable(viewer: Any) -> Choices:
    """What a motion may be an answer to: every petition owed a debate, others as far as the list goes."""
    public = petitions.public_petitions()
    listed = [*public.filter(debate_track__in=("owed", "on_agenda")), *public[:50]]
    asked = list({p.subject: p.title for p in listed}.items())
    alerts = [(a.subject, _card_title(a.subject, viewer)) for a in crises.live_alerts()[:20]]
    return _grouped(
        _("Nothing: a member’s own motion"), (_("Petitions"), asked), (_("Alerts in force"), alerts)
    )


def _grouped(nothing: Any, *groups: tuple[Any, Choices]) -> Choices:
    return [("", nothing), *[(name, rows) for name, rows in groups if rows]]


def _card_title(subject: str, viewer: Any) -> str:
    card = ledger.card(subject, viewer)
    return card.title if card else subject


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
        hours = motion.rule.rule.min_notice_hours if motion.rule else 0
        opens = (at + timedelta(hours=hours + 1)).astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        fmt = "%Y-%m-%dT%H:%M"
        return cls(
            initial={"opens_at": f"{opens:{fmt}}", "closes_at": f"{opens + timedelta(days=3):{fmt}}"},
            auto_id=f"id_{motion.number}_%s",
        )


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(Any, self.fields["seat"])
        field.queryset = queries.public_seats()
        names = queries.seat_names(queries.public_seats())
        field.label_from_instance = lambda seat: f"{seat.body.name}: {names[seat.code]}"

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
