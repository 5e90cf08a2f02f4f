"""The shape of what the secretary and the members send to a sitting."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import queries as people
from council import queries
from council.forms import Words
from council.models import Body, Motion, Seat, Sitting
from council.models.action_item import OFFICES
from council.models.sitting import POINT_KINDS

HOUR = {"type": "datetime-local"}


class CallForm(forms.Form):
    """A sitting to call."""

    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none(), to_field_name="code")
    starts_at = forms.DateTimeField(label=_("Starts (UTC)"), widget=forms.DateTimeInput(attrs=HOUR))
    place = Words(label=_("Place"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(Any, self.fields["body"])
        field.queryset = queries.bodies()
        field.label_from_instance = lambda body: body.name

    @classmethod
    def proposed(cls, at: datetime) -> "CallForm":
        """Two weeks from now, at two in the afternoon."""
        day = (at + timedelta(days=14)).astimezone(UTC)
        return cls(initial={"starts_at": f"{day:%Y-%m-%d}T14:00"})


class OfSitting(forms.Form):
    """A form that knows the sitting it is for."""

    def __init__(self, *args: Any, sitting: Sitting, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.narrow(sitting, at)

    def narrow(self, sitting: Sitting, at: datetime) -> None:
        """Offer what this sitting has."""


class PointForm(OfSitting):
    """A point for the agenda: a motion, or something said in its title."""

    kind = forms.ChoiceField(label=_("Kind"), choices=POINT_KINDS)
    motion = forms.ModelChoiceField(
        label=_("Motion"), queryset=Motion.objects.none(), to_field_name="number", required=False
    )
    title = Words(
        label=_("Title"),
        max_length=160,
        required=False,
        help_text=_("May stay empty where a motion or minutes are chosen."),
    )
    minutes = forms.ChoiceField(label=_("Minutes to approve"), required=False)

    def narrow(self, sitting: Sitting, at: datetime) -> None:
        field = cast(Any, self.fields["motion"])
        field.queryset = queries.motions_for_agenda(sitting)
        field.label_from_instance = lambda motion: f"{motion.number}: {motion.title}"
        waiting = [
            (one.code, _("Sitting %(number)s") % {"number": one.sitting.number})
            for one in queries.minutes_for_agenda(sitting)
        ]
        cast(forms.ChoiceField, self.fields["minutes"]).choices = [("", "–"), *waiting]

    def clean_minutes(self) -> Any:
        code = self.cleaned_data["minutes"]
        return queries.minutes_by_code(code) if code else None


class PositionForm(OfSitting):
    position = forms.IntegerField(min_value=1, max_value=9999)


class ResumeForm(OfSitting):
    resumes_at = forms.DateTimeField(
        label=_("Resumes (UTC)"), required=False, widget=forms.DateTimeInput(attrs=HOUR)
    )


class SeatForm(OfSitting):
    seat = forms.ModelChoiceField(queryset=Seat.objects.none(), to_field_name="code")

    def narrow(self, sitting: Sitting, at: datetime) -> None:
        cast(Any, self.fields["seat"]).queryset = queries.seats_of_sitting(sitting, at)


class MoveForm(OfSitting):
    """Another hour or place."""

    hour = forms.DateTimeField(label=_("Meets (UTC)"), widget=forms.DateTimeInput(attrs=HOUR))
    place = Words(label=_("Place"), max_length=120, required=False)

    def narrow(self, sitting: Sitting, at: datetime) -> None:
        hour = queries.hour_of(sitting).astimezone(UTC)
        self.initial = {"hour": f"{hour:%Y-%m-%dT%H:%M}", "place": sitting.place}


class GiveActionForm(OfSitting):
    """What somebody is to do: one holder, one day, from a point that was taken up."""

    position = forms.TypedChoiceField(label=_("From point"), coerce=int)
    what = Words(label=_("What is to be done"), max_length=300)
    holder = forms.ChoiceField(label=_("Who does it"))
    due_on = forms.DateField(label=_("By"), widget=forms.DateInput(attrs={"type": "date"}))

    def narrow(self, sitting: Sitting, at: datetime) -> None:
        points = [p for p in queries.points(sitting) if p.taken_up_at]
        seats = list(queries.seats_of_sitting(sitting, at))
        names = queries.seat_names(seats)
        cast(forms.ChoiceField, self.fields["position"]).choices = [
            (p.position, f"{p.position}. {p.heading}") for p in points
        ]
        cast(forms.ChoiceField, self.fields["holder"]).choices = [
            (_("Offices"), OFFICES),
            (_("Seats"), [(seat.subject, names[seat.code]) for seat in seats]),
            (_("Organisations"), [(one.subject, one.name) for one in people.organisations()]),
        ]

    def clean(self) -> dict[str, Any]:
        """The one holder as the action takes it."""
        given = dict(super().clean() or {})
        holder = given.pop("holder", "")
        kind, slash, code = holder.partition("/")
        given["seat"] = queries.seat(code) if kind == "council.seat" else None
        given["organisation"] = holder if kind == "accounts.organisation" else ""
        given["office"] = "" if slash else holder
        return given


# The secretary's steps: a form, and the action it calls by name.
SITTING_STEPS: dict[str, tuple[type[OfSitting], str]] = {
    "add": (PointForm, "add_point"),
    "remove": (PositionForm, "remove_point"),
    "raise": (PositionForm, "raise_point"),
    "publish": (OfSitting, "publish_agenda"),
    "remind": (OfSitting, "remind_silent"),
    "move": (MoveForm, "move_sitting"),
    "open": (OfSitting, "open_sitting"),
    "adjourn": (ResumeForm, "adjourn_sitting"),
    "close": (OfSitting, "close_sitting"),
    "take-up": (PositionForm, "take_up_point"),
    "finish": (PositionForm, "finish_point"),
    "roll-call": (PositionForm, "open_roll_call"),
    "arrive": (SeatForm, "arrive"),
    "leave": (SeatForm, "leave"),
    "ask": (SeatForm, "ask_for_floor"),
    "call": (SeatForm, "give_floor"),
    "done": (SeatForm, "end_turn"),
    "object": (SeatForm, "object_to_consent"),
    "adopt": (OfSitting, "adopt_unopposed"),
    "give": (GiveActionForm, "give_action"),
}
# What a member does with a seat of her own.
SEAT_STEPS = {
    "arrive": "arrive",
    "leave": "leave",
    "ask": "ask_for_floor",
    "withdraw": "withdraw_request",
    "object": "object_to_consent",
}
