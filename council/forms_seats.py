"""The shape of what holders and officers send about seats: interests, recusals, proxies, substitutes, an end."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from council import queries
from council.forms import SeatChangeForm, Words
from council.models import Body, Motion, Seat
from council.rules.composition import read_composition
from council.rules.reading import RuleFault
from council.rules.recusals import Ruling


class InterestForm(forms.Form):
    """What a holder has a stake in."""

    seat = forms.ChoiceField(label=_("Seat"))
    what = Words(
        label=_("The interest"),
        max_length=300,
        help_text=_(
            "An employment, a property, a family tie, a contract: what it is, and with whom. It is public."
        ),
    )

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["seat"]).choices = named_seats(seats)


def named_seats(seats: Sequence[Seat]) -> list[tuple[str, str]]:
    names = queries.seat_names(seats)
    return [(seat.code, names[seat.code]) for seat in seats]


class ReasonedSeatForm(forms.Form):
    """A seat and why: to recuse one's own, or to challenge another's."""

    seat = forms.ChoiceField(label=_("Seat"))
    reason = Words(label=_("Reason"), max_length=300, help_text=_("The reason is public."))

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["seat"]).choices = named_seats(seats)


class MandatoryForm(forms.Form):
    """The declared interest that takes a seat out of a motion."""

    interest = forms.ChoiceField(label=_("Declared interest"))

    def __init__(self, *args: Any, interests: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = queries.seat_names(one.seat for one in interests)
        field = cast(forms.ChoiceField, self.fields["interest"])
        field.choices = [(str(one.code), f"{names[one.seat.code]}: {one.what}") for one in interests]


class RulingForm(forms.Form):
    """The word on a challenge, with its reason."""

    ruling = forms.ChoiceField(
        label=_("Ruling"),
        choices=[
            (Ruling.UPHELD.value, _("Upheld: the seat is recused")),
            (Ruling.DISMISSED.value, _("Dismissed: the seat takes part")),
        ],
    )
    reason = Words(label=_("Why"), max_length=300, help_text=_("The reason is public."))


class ConcernRulingForm(RulingForm):
    """The word on what a living system's seat said of a motion, with its reason."""

    ruling = forms.ChoiceField(
        label=_("Does the motion touch it?"),
        choices=[
            (Ruling.UPHELD.value, _("Upheld: the motion touches the living system")),
            (Ruling.DISMISSED.value, _("Dismissed: it does not")),
        ],
    )


class ProxyForm(forms.Form):
    """Which seat votes for which."""

    seat = forms.ChoiceField(label=_("Your seat"))
    holder = forms.ChoiceField(label=_("The seat that votes for it"))

    def __init__(self, *args: Any, seats: Sequence[Seat], holders: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["seat"]).choices = named_seats(seats)
        cast(forms.ChoiceField, self.fields["holder"]).choices = named_seats(holders)


class SubstituteForm(SeatChangeForm):
    """Who stands in for a hand, and in what place of the order."""

    place = forms.IntegerField(label=_("Place in the order"), min_value=1, max_value=9, initial=1)
    field_order = ("seat", "email", "hand", "place", "instrument", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A substitute holds no mandate: nothing is attested of her.
        self.fields.pop("attests", None)


class NominationForm(SeatChangeForm):
    """A person for one seat, for a motion to give her the mandate."""

    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: from the day on which the motion is enacted."),
    )  # fmt: skip
    field_order = ("email", "hand", "since", "until", "attests")

    def __init__(self, *args: Any, of: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The motion is its instrument.
        for name in ("seat", "instrument", *(() if of.is_joint else ("hand",))):
            del self.fields[name]

    @property
    def the_hand(self) -> int:
        return int(self.cleaned_data.get("hand") or 1)

    @property
    def begins_at(self) -> datetime | None:
        day = self.cleaned_data["since"]
        return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


class CompositionForm(forms.Form):
    """The composition rules of one body, as JSON."""

    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none(), to_field_name="code")
    composition = forms.JSONField(
        label=_("Its composition, as JSON"),
        widget=forms.Textarea({"rows": "6", "dir": "ltr", "spellcheck": "false"}),
        help_text=_("A list of rules: apart, attested, quota. An empty list asks for nothing."),
        error_messages={"invalid": _("This is not JSON.")},
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(Any, self.fields["body"])
        field.queryset = queries.bodies()
        field.label_from_instance = lambda body: body.name

    def clean_composition(self) -> Any:
        data = self.cleaned_data["composition"]
        data = [] if data is None else data
        try:
            read_composition(data)
        except RuleFault as fault:
            raise forms.ValidationError(
                _("This cannot be a composition: %(path)s (%(code)s).")
                % {"path": fault.path or "[]", "code": fault.code}
            ) from fault
        return data


class HoldOverForm(forms.Form):
    """Until when the holder of a mandate that ran out goes on, and under what."""

    until = forms.DateField(label=_("Until, at the latest"), widget=forms.DateInput(attrs={"type": "date"}))
    instrument = Words(
        label=_("Instrument"),
        max_length=200,
        help_text=_("The act that lets the holder go on, as it is cited."),
    )

    @property
    def ends_at(self) -> datetime:
        day = self.cleaned_data["until"]
        return datetime(day.year, day.month, day.day, tzinfo=UTC)


class AbolishForm(forms.Form):
    """The seat that ceases."""

    seat = forms.ModelChoiceField(label=_("Seat"), queryset=Seat.objects.none(), to_field_name="code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(Any, self.fields["seat"])
        field.queryset = queries.public_seats()
        names = queries.seat_names(queries.public_seats())
        field.label_from_instance = lambda seat: f"{seat.body.name}: {names[seat.code]}"


class ApologiesForm(forms.Form):
    """To what one cannot come: one motion, or everything until a day."""

    motion = forms.ChoiceField(label=_("Motion"), required=False)
    until = forms.DateField(
        label=_("Or away until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, motions: Sequence[Motion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["motion"])
        field.choices = [("", _("Every motion until a day"))] + [
            (motion.number or "", f"{motion.number}: {motion.title}") for motion in motions
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("motion")) == bool(cleaned.get("until")):
            raise forms.ValidationError(_("Choose a motion, or name the day from which you are back."))
        return cleaned

    @property
    def ends_at(self) -> datetime | None:
        day = self.cleaned_data["until"]
        return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
