"""Founding a coalition, joining it, pledging, reporting, judging."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import queries as accounts
from accounts.fields import AddressField
from biomes import queries as biomes
from petitions import actions, queries
from petitions.forms.fields import TextField
from petitions.models import Member
from petitions.queries import Hat
from petitions.rules import coalitions, pledges, texts
from petitions.rules.coalitions import Kind
from petitions.rules.pledges import Unit
from petitions.words import COALITION_SHELVES, UNITS

OF_THE_LIST = {
    "required": gettext_lazy("Choose one of the list"),
    "invalid_choice": gettext_lazy("Choose one of the list"),
    "invalid_list": gettext_lazy("Choose from the list"),
}


class CoalitionFilterForm(forms.Form):
    """What the list is narrowed by; anything unknown narrows nothing."""

    show = forms.ChoiceField(
        label=gettext_lazy("Show"), choices=list(COALITION_SHELVES.items()), required=False
    )
    biome = forms.ModelChoiceField(
        label=gettext_lazy("Living system"), queryset=biomes.askable_biomes(), to_field_name="slug", required=False,
        empty_label=gettext_lazy("All of them"),
    )  # fmt: skip
    q = forms.CharField(label=gettext_lazy("Words"), max_length=100, required=False)

    def wanted(self) -> dict[str, str]:
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        biome = data.get("biome")
        return {
            "show": data.get("show") or "", "biome": biome.slug if biome else "", "words": data.get("q") or "",
        }  # fmt: skip

    @property
    def is_narrowed(self) -> bool:
        return any(self.wanted().values())


class CoalitionBiomesForm(forms.Form):
    biomes = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Living systems"), queryset=biomes.askable_biomes(), to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        error_messages={**OF_THE_LIST, "required": gettext_lazy("Choose at least one living system")},
    )  # fmt: skip

    def clean_biomes(self) -> Any:
        found = self.cleaned_data["biomes"]
        if len(found) > coalitions.MOST_BIOMES:
            raise ValidationError(_("Choose at most ten living systems"))
        return found


class AroundForm(forms.Form):
    """Petitions and alerts about the chosen living systems."""

    around = forms.MultipleChoiceField(
        label=gettext_lazy("Petitions and alerts"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("At most twenty. A coalition may also stand around none yet."),
        error_messages=OF_THE_LIST,
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["around"].choices = list(choices)  # type: ignore[attr-defined]

    def clean_around(self) -> list[str]:
        found = list(self.cleaned_data["around"])
        if len(found) > coalitions.MOST_AROUND:
            raise ValidationError(_("Choose at most twenty petitions and alerts"))
        return found


class AimForm(forms.Form):
    title = TextField(
        label=gettext_lazy("Name of the coalition"), thing=gettext_lazy("the name"), longest=coalitions.TITLE,
        shortest=texts.SHORTEST_TITLE, help_text=gettext_lazy("At most 80 characters."),
    )  # fmt: skip
    aim = TextField(
        label=gettext_lazy("Aim"), thing=gettext_lazy("the aim"), longest=coalitions.AIM, shortest=1, block=True,
        help_text=gettext_lazy("What you want to bring about together, in at most 600 characters."),
    )  # fmt: skip


class HatForm(forms.Form):
    """As one of those the person speaks for now."""

    who = forms.ChoiceField(
        label=gettext_lazy("As whom?"), widget=forms.RadioSelect, error_messages=OF_THE_LIST
    )

    def __init__(self, *args: Any, hats: Sequence[Hat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hats = {hat.code: hat for hat in hats}
        kinds = {
            Kind.PERSON: _("%(name)s, for yourself"),
            Kind.BODY: _("%(name)s, as its office"),
            Kind.BIOME: _("%(name)s, as its guardian"),
        }
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            (hat.code, kinds[hat.kind] % {"name": hat.name}) for hat in hats
        ]
        self.fields["who"].initial = next(iter(self.hats), "")

    @property
    def hat(self) -> Hat:
        return self.hats[self.cleaned_data["who"]]


class MaybeAddressField(AddressField):
    """An address, or nothing."""

    def clean(self, value: Any) -> str:
        return super().clean(value) if str(value or "").strip() else ""


class InviteMemberForm(forms.Form):
    """One of three: a person by address, a body, a living system."""

    email = MaybeAddressField(
        label=gettext_lazy("A person, by e-mail address"), required=False,
        help_text=gettext_lazy(
            "If somebody here has this address, they are asked. Nobody is told whether it is known."
        ),
    )  # fmt: skip
    body = forms.ModelChoiceField(
        label=gettext_lazy("Or a body"), queryset=accounts.organisations(), to_field_name="slug", required=False,
        empty_label=gettext_lazy("No body"), error_messages=OF_THE_LIST,
    )  # fmt: skip
    biome = forms.ModelChoiceField(
        label=gettext_lazy("Or a living system, through its guardian"), queryset=biomes.public_biomes(),
        to_field_name="slug", required=False, empty_label=gettext_lazy("No living system"),
        error_messages=OF_THE_LIST,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        named = [name for name in ("email", "body", "biome") if cleaned.get(name)]
        if len(named) != 1 and not self.errors:
            self.add_error(named[1] if named else "email", _("Name one: a person, a body or a living system"))
        return cleaned

    def hat(self) -> Hat | None:
        """Whom to invite; None for an address nobody here has."""
        data = self.cleaned_data
        if data.get("body"):
            return Hat(Kind.BODY, data["body"], data["body"].name)
        if data.get("biome"):
            return Hat(Kind.BIOME, data["biome"], data["biome"].name)
        person = accounts.person_at(data["email"])
        return Hat(Kind.PERSON, person, person.get_short_name()) if person else None


class MemberField(forms.ChoiceField):
    """As which of the memberships one speaks for; asked only where there is more than one."""

    def __init__(self, members: Sequence[Member]) -> None:
        self.members = {str(member.uuid): member for member in members}
        super().__init__(
            label=_("As"), error_messages=OF_THE_LIST, required=len(members) > 1,
            choices=[(str(member.uuid), queries.name_of_member(member)) for member in members],
            widget=forms.RadioSelect if len(members) > 1 else forms.HiddenInput,
            initial=str(members[0].uuid) if members else "",
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        found = super().clean(value) or next(iter(self.members), "")
        return self.members.get(found)


class AmountField(forms.DecimalField):
    """A number as people type it; how large, how fine and of which sign, the rules say."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            error_messages={
                "required": gettext_lazy("Write how much as a number"),
                "invalid": gettext_lazy("Write how much as a number"),
            },
            widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"}),
            **options,
        )


class KeyedForm(forms.Form):
    """Carries a key of its own, so that a press repeated counts once."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, error_messages={
        "invalid": gettext_lazy("Open this page anew and try again"),
    })  # fmt: skip

    def __init__(self, *args: Any, members: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"] = MemberField(members)
        self.order_fields(["member"])
        if not self.is_bound:
            self.initial["key"] = uuid4()

    def clean_key(self) -> UUID:
        return self.cleaned_data["key"] or uuid4()

    def refuse_amount(self, name: str, unit: Unit, *, may_be_nothing: bool = False) -> None:
        amount: Decimal | None = self.cleaned_data.get(name)
        if amount is not None and (
            fault := pledges.amount_fault(amount, unit, may_be_nothing=may_be_nothing)
        ):
            self.add_error(name, actions.amount_sentence(fault))


class PledgeForm(KeyedForm):
    what = TextField(
        label=gettext_lazy("What"), thing=gettext_lazy("the pledge"), longest=pledges.WHAT,
        shortest=pledges.SHORTEST_WHAT,
        help_text=gettext_lazy("One thing that others can see was done, in at most 200 characters."),
    )  # fmt: skip
    amount = AmountField(label=gettext_lazy("How much"))
    unit = forms.ChoiceField(
        label=gettext_lazy("Of what"), choices=list(UNITS.items()), error_messages=OF_THE_LIST
    )
    due_on = forms.DateField(
        label=gettext_lazy("By when"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("Say by when"),
            "invalid": gettext_lazy("Write the date as year, month and day"),
        },
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_due_on(self) -> date:
        found: date = self.cleaned_data["due_on"]
        if fault := pledges.date_fault(found, self.today):
            raise ValidationError(actions.date_sentence(fault))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if cleaned.get("unit"):
            self.refuse_amount("amount", Unit(cleaned["unit"]))
        return cleaned


class ReportForm(KeyedForm):
    done = AmountField(label=gettext_lazy("How much is done in all"))
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"), choices=list(UNITS.items()), widget=forms.HiddenInput,
        error_messages=OF_THE_LIST,
    )  # fmt: skip
    says = TextField(
        label=gettext_lazy("Evidence"), thing=gettext_lazy("the evidence"), longest=pledges.SAYS,
        shortest=pledges.SHORTEST_SAYS, block=True,
        help_text=gettext_lazy("What was done, where and when, so that another member can check it."),
    )  # fmt: skip
    link = forms.CharField(
        label=gettext_lazy("Where to see it"), required=False, max_length=pledges.LINK,
        widget=forms.URLInput(attrs={"dir": "ltr"}),
        error_messages={"max_length": gettext_lazy("Write an address of at most 300 characters")},
    )  # fmt: skip

    def __init__(self, *args: Any, pledged_in: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pledged_in = pledged_in
        self.initial["unit"] = pledged_in
        self.fields["done"].help_text = UNITS[pledged_in]

    def clean_link(self) -> str:
        link = str(self.cleaned_data["link"]).strip()
        if link:
            try:
                URLValidator(schemes=["https", "http"])(link)
            except ValidationError as error:
                raise ValidationError(_("Write the address in full, beginning with https://")) from error
        return link

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if cleaned.get("unit") and cleaned["unit"] != self.pledged_in:
            self.add_error("done", _("Report in the unit of the pledge."))
        self.refuse_amount("done", Unit(self.pledged_in), may_be_nothing=True)
        return cleaned


class JudgeForm(forms.Form):
    confirms = forms.TypedChoiceField(
        label=gettext_lazy("Is it as reported?"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", gettext_lazy("I confirm it")), ("no", gettext_lazy("I contest it"))],
        empty_value=None,
        error_messages={
            "required": gettext_lazy("Choose whether you confirm or contest it"),
            "invalid_choice": gettext_lazy("Choose whether you confirm or contest it"),
        },
    )  # fmt: skip
    says = TextField(
        label=gettext_lazy("Why"), thing=gettext_lazy("the reason"), longest=pledges.SAYS, block=True,
        help_text=gettext_lazy("Needed if you contest it: what you saw, where and when."),
    )  # fmt: skip

    def __init__(self, *args: Any, members: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"] = MemberField(members)
        self.order_fields(["member"])

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if cleaned.get("confirms") is False and not cleaned.get("says") and "says" not in self.errors:
            self.add_error("says", _("Say why you contest it."))
        return cleaned


class BeaconForm(forms.Form):
    why = TextField(
        label=gettext_lazy("Why a beacon, and why now?"), thing=gettext_lazy("the reason"),
        longest=coalitions.REASON, shortest=coalitions.SHORTEST_REASON, block=True,
        help_text=gettext_lazy("In at most 300 characters. A moderator reads it before anybody is called."),
    )  # fmt: skip
