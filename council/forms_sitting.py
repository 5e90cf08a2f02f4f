"""The shape of what the secretary and the members send to a sitting."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from council import queries
from council.forms import Words
from council.models import Body, Motion, Seat, Sitting
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
        help_text=_("May stay empty where a motion is chosen."),
    )

    def narrow(self, sitting: Sitting, at: datetime) -> None:
        field = cast(Any, self.fields["motion"])
        field.queryset = queries.motions_for_agenda(sitting)
        field.label_from_instance = lambda motion: f"{motion.number}: {motion.title}"


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


# The secretary's steps: a form, and the action it calls by name.
SITTING_STEPS: dict[str, tuple[type[OfSitting], str]] = {
    "add": (PointForm, "add_point"),
    "remove": (PositionForm, "remove_point"),
    "raise": (PositionForm, "raise_point"),
    "publish": (OfSitting, "publish_agenda"),
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
}
# What a member does with a seat of her own.
SEAT_STEPS = {
    "arrive": "arrive",
    "leave": "leave",
    "ask": "ask_for_floor",
    "withdraw": "withdraw_request",
    "object": "object_to_consent",
}
