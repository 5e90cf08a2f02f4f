"""Signing and what follows it: at most five fields, and one."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import AddressField
from biomes import queries as biomes
from petitions.forms.fields import NameField, TextField, ZoneField
from petitions.models import Petition
from petitions.models.response import VERDICTS
from petitions.queries import ORDERS, rights_at_stake
from petitions.rules import receipts, texts
from petitions.rules.answers import Verdict
from petitions.words import ORDERS as ORDER_WORDS
from petitions.words import RELATIONS, SHELVES

UPDATES = gettext_lazy("Tell me what becomes of it")


class RelationField(forms.ChoiceField):
    """How a signer is related to the place; nobody has to say."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=gettext_lazy("How are you related to the place?"),
            required=False,
            choices=[("", gettext_lazy("I would rather not say")), *RELATIONS.items()],
            error_messages={"invalid_choice": gettext_lazy("Choose how you are related to the place")},
            **options,
        )


class SignForm(forms.Form):
    """Five fields, and no more."""

    name = NameField()
    email = AddressField(
        help_text=gettext_lazy("We send one link. Nothing counts until you open it and confirm.")
    )
    zone = ZoneField()
    relation = RelationField()
    updates = forms.BooleanField(label=UPDATES, required=False)


class SignNowForm(forms.Form):
    """For a signed-in person: one press; the place is a help, not a need."""

    zone = ZoneField()
    updates = forms.BooleanField(label=UPDATES, required=False)


class ReceiptForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Receipt"),
        help_text=gettext_lazy("The 26 letters and digits you were given when you signed."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        max_length=100,
        error_messages={
            "required": gettext_lazy("Write the code of your receipt"),
            "max_length": gettext_lazy("A receipt has 26 letters and digits"),
        },
    )

    def clean_code(self) -> str:
        code = receipts.read(self.cleaned_data["code"])
        if code is None:
            raise ValidationError(_("A receipt has 26 letters and digits, from a to z and 2 to 7"))
        return code


class ReasonForm(forms.Form):
    reason = TextField(
        label=gettext_lazy("Reason, as it will be published"),
        thing=gettext_lazy("the reason"),
        longest=600,
        shortest=20,
        block=True,
        help_text=gettext_lazy("An error of law, or the order of a court: which, and where it can be read."),
    )


class AppealForm(forms.Form):
    reason = TextField(
        label=gettext_lazy("Why the decision is wrong"),
        thing=gettext_lazy("the reason"),
        longest=1_000,
        shortest=20,
        block=True,
        help_text=gettext_lazy("Another moderator reads this. You can appeal once; their answer is final."),
    )


class FilterForm(forms.Form):
    """The index page's query; anything unknown falls back to "all"."""

    show = forms.ChoiceField(label=gettext_lazy("Show"), required=False, choices=list(SHELVES.items()))
    biome = forms.ModelChoiceField(
        label=gettext_lazy("Living system"),
        required=False,
        queryset=biomes.askable_biomes(),
        to_field_name="slug",
        empty_label=gettext_lazy("Any"),
    )
    zone = forms.ModelChoiceField(
        label=gettext_lazy("Beside the zone"),
        required=False,
        queryset=biomes.named_zones(),
        to_field_name="slug",
        empty_label=gettext_lazy("Any"),
    )
    right = forms.ChoiceField(
        label=gettext_lazy("Right at stake"),
        required=False,
        choices=lambda: [("", gettext_lazy("Any")), *rights_at_stake()],
    )
    order = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        # Best match where words were asked for, else what moves.
        choices=[("", gettext_lazy("What fits best")), *((key, ORDER_WORDS[key]) for key in ORDERS)],
    )
    q = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def wanted(self) -> dict[str, str]:
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        return {
            "name": data.get("show") or "",
            "biome": data["biome"].slug if data.get("biome") else "",
            "zone": data["zone"].slug if data.get("zone") else "",
            "right": data.get("right") or "",
            "order": data.get("order") or ("match" if data.get("q") else "trending"),
            "words": data.get("q") or "",
        }

    @property
    def is_narrowed(self) -> bool:
        wanted = self.wanted()
        return any(wanted[key] for key in ("name", "biome", "zone", "right", "words"))


class ResponseForm(forms.Form):
    """A body's answer, ask by ask; an ask left without a verdict stands as it was."""

    summary = TextField(
        label=gettext_lazy("In one sentence"),
        thing=gettext_lazy("the sentence"),
        longest=texts.ASK,
        shortest=10,
        help_text=gettext_lazy("What you do, and by when. It opens the mail to those who signed."),
    )

    def __init__(self, *args: Any, petition: Petition, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.numbers = [ask.number for ask in petition.asks.all()]
        verdicts = [("", _("Not answered in this version")), *VERDICTS.items()]
        for ask in petition.asks.all():
            number = ask.number
            self.fields[f"verdict_{number}"] = forms.ChoiceField(
                label=_("Ask %(number)s: %(text)s") % {"number": number, "text": ask.text},
                required=False,
                choices=verdicts,
            )
            self.fields[f"text_{number}"] = TextField(
                label=_("Reasons for ask %(number)s") % {"number": number},
                thing=_("the reasons for ask %(number)s") % {"number": number},
                longest=texts.ANSWER,
                block=True,
            )
            self.fields[f"by_{number}"] = forms.DateField(
                label=_("By when, ask %(number)s") % {"number": number},
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}),
                error_messages={"invalid": gettext_lazy("Write the date as year, month and day")},
            )

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        given = [number for number in self.numbers if cleaned.get(f"verdict_{number}")]
        if self.numbers and not given:
            self.add_error(f"verdict_{self.numbers[0]}", _("Answer at least one of the asks"))
        for number in given:
            if not cleaned.get(f"text_{number}") and f"text_{number}" not in self.errors:
                self.add_error(
                    f"text_{number}",
                    _("Give the reasons for your answer to ask %(number)s") % {"number": number},
                )
            self._check_date(number, cleaned[f"verdict_{number}"], cleaned.get(f"by_{number}"))
        return cleaned

    def _check_date(self, number: int, verdict: str, by: date | None) -> None:
        name = f"by_{number}"
        if name in self.errors:
            return
        if by is None and verdict == Verdict.LATER:
            self.add_error(name, _("Say by which date ask %(number)s will be met") % {"number": number})
        elif by and by < self.today:
            self.add_error(
                name, _("Choose a date for ask %(number)s that is still to come") % {"number": number}
            )

    def answers(self) -> list[dict[str, Any]]:
        data = self.cleaned_data
        return [
            {
                "number": n,
                "verdict": Verdict(data[f"verdict_{n}"]),
                "text": data[f"text_{n}"],
                "by_date": data[f"by_{n}"],
            }
            for n in self.numbers
            if data.get(f"verdict_{n}")
        ]
