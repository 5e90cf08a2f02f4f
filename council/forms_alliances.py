"""The shape of what the parties of an alliance send."""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from accounts import queries as people
from biomes import queries as biomes
from council import actions, queries
from council.forms import Choices, Words
from council.models import Alliance, Commitment
from council.models.commitment import FINDINGS, HOWS, SIDES
from council.rules.alliances import Finding, Said, day_over
from council.rules.measures import How, Side
from ledger import queries as ledger
from ledger.rules.values import SUBJECT

DAY = forms.DateInput(attrs={"type": "date"})


def begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


class AllianceForm(forms.Form):
    """A proposal: purpose, period, who. What each owes is added on its page."""

    title = Words(
        label=_("What the alliance is called"),
        max_length=120,
        error_messages={"required": _("Give the alliance a name.")},
    )
    purpose = Words(
        label=_("What it is for"),
        max_length=2000,
        block=True,
        rows=5,
        help_text=_("The words its parties agree to. What each owes, and by when, is added next."),
        error_messages={"required": _("Say what the alliance is for.")},
    )
    first = forms.DateField(
        label=_("First day"), widget=DAY, error_messages={"required": _("Say on which day it begins.")}
    )
    last = forms.DateField(
        label=_("Last day"), widget=DAY, error_messages={"required": _("Say on which day it ends.")}
    )
    bodies = forms.MultipleChoiceField(
        label=_("Human bodies"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one human body.")},
    )
    beings = forms.MultipleChoiceField(
        label=_("Living systems"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each joins by the word of those who hold its seat: of both, where two hold it."),
        error_messages={"required": _("Choose at least one living system.")},
    )
    is_open = forms.BooleanField(label=_("Others may join it later, by their own word"), required=False)

    def __init__(self, *args: Any, viewer: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = queries.spoken_for(viewer, at)
        bodies = [(one.subject, one.name) for one in people.organisations()]
        own = [(subject, str(one)) for subject, one in spoken.biomes.items()]
        beings = dict([*queries.beings_seated(), *own])
        for name, offered in (("bodies", bodies), ("beings", list(beings.items()))):
            cast(forms.ChoiceField, self.fields[name]).choices = offered

    @property
    def proposal(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "title": told["title"],
            "purpose": told["purpose"],
            "since": begin(told["first"]),
            "until": day_over(told["last"]),
            "parties": [*told["bodies"], *told["beings"]],
            "is_open": told["is_open"],
        }


def renewal_of(old: Alliance) -> dict[str, Any]:
    """The new period as it is offered: as long as the old one, on the day after it, with the same parties."""
    sides = queries.by_side(queries.joined(queries.standing_parties(old)))
    return {
        "title": old.title,
        "purpose": old.purpose,
        "first": old.until.date(),
        "last": (old.until + (old.until - old.since) - timedelta(days=1)).date(),
        "bodies": [party.subject for party in sides[False]],
        "beings": [party.subject for party in sides[True]],
        "is_open": old.is_open,
    }


class CommitmentForm(forms.Form):
    """Who owes what by when, and by what it is seen: words, or an indicator with a limit."""

    owes = forms.ChoiceField(label=_("Who owes it"))
    to = forms.ChoiceField(label=_("To whom"), required=False)
    what = Words(
        label=_("What"),
        max_length=400,
        rows=3,
        error_messages={"required": _("Say what is owed.")},
    )
    due_on = forms.DateField(
        label=_("By"), widget=DAY, error_messages={"required": _("Say by which day it is owed.")}
    )
    shown_by = Words(
        label=_("Shown by, in words"),
        max_length=300,
        required=False,
        help_text=_("What everybody could look at. Not needed where an indicator shows it."),
    )
    indicator = forms.ChoiceField(label=_("Or by an indicator"), required=False)
    biome = forms.ChoiceField(label=_("Of which living system"), required=False)
    how = forms.ChoiceField(label=_("It"), choices=[("", "–"), *HOWS], required=False)
    side = forms.ChoiceField(label=_("Of the limit"), choices=[("", "–"), *SIDES], required=False)
    limit = forms.DecimalField(
        label=_("Limit, in the indicator’s unit"), max_digits=18, decimal_places=6, required=False
    )

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = queries.standing_parties(alliance)
        named: Choices = [(party.subject, str(party)) for party in parties]
        measures: Choices = [(one.code, f"{_name(one)} ({one.unit})") for one in biomes.indicators()]
        offered: dict[str, Choices] = {
            "owes": named,
            "to": [("", _("All the others")), *named],
            "indicator": [("", _("None: words show it")), *measures],
            "biome": [("", "–"), *((p.subject, str(p)) for p in parties if p.is_living)],
        }
        for name, choices in offered.items():
            cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("indicator"):
            if not cleaned.get("shown_by") and "shown_by" not in self.errors:
                self.add_error("shown_by", _("Say by what it is seen: words here, or an indicator below."))
            return cleaned
        for name, sentence in (
            ("biome", _("Say of which living system.")),
            ("how", _("Say whether it reaches the limit or stays there.")),
            ("side", _("Say on which side of the limit.")),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if cleaned.get("limit") is None and "limit" not in self.errors:
            self.add_error("limit", _("Say the limit."))
        return cleaned

    @property
    def owed(self) -> dict[str, Any]:
        told = self.cleaned_data
        plain = {name: told[name] for name in ("owes", "to", "what", "due_on", "shown_by")}
        return plain | {"measure": self._measure() if told["indicator"] else None}

    def _measure(self) -> actions.Shown:
        told = self.cleaned_data
        return actions.Shown(
            indicator=told["indicator"],
            biome=told["biome"],
            how=How(told["how"]),
            side=Side(told["side"]),
            limit=Decimal(told["limit"]),
        )


def _name(indicator: Any) -> str:
    card = ledger.card(indicator.subject)
    return card.title if card else str(indicator.name)


class EvidenceField(forms.CharField):
    """A page elsewhere (https), or something on the record here by its subject."""

    def clean(self, value: Any) -> Any:
        told = str(super().clean(value) or "").strip()
        if re.fullmatch(r"https://\S+", told):
            URLValidator(schemes=["https"])(told)
            return told
        if SUBJECT.fullmatch(told) and ledger.card(told) is not None:
            return told
        raise ValidationError(
            _("Give a link that begins with https://, or something on the record such as biomes.reading/12.")
        )


class FindingForm(forms.Form):
    """What a party found of a commitment, and on what evidence."""

    party = forms.ChoiceField(label=_("For which party"))
    finding = forms.ChoiceField(
        label=_("What you found"),
        choices=FINDINGS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose kept or broken.")},
    )
    evidence = EvidenceField(
        label=_("Evidence"),
        max_length=300,
        help_text=_("A link (https://…), or something on the record here, such as biomes.reading/12."),
        error_messages={"required": _("Say on what evidence: a link, or something on the record.")},
    )
    note = Words(label=_("In a few words"), max_length=600, rows=3, required=False)

    def __init__(self, data: Any = None, *, parties: Choices, one: Commitment) -> None:
        super().__init__(data, auto_id=f"id_{one.key.hex[:8]}_%s")
        cast(forms.ChoiceField, self.fields["party"]).choices = parties

    @property
    def found(self) -> dict[str, Any]:
        return {**self.cleaned_data, "finding": Finding(self.cleaned_data["finding"])}


# What a party says: the word, and whether it is given or taken back.
VERBS: dict[str, tuple[Said, bool]] = {
    "join": (Said.JOIN, True),
    "leave": (Said.LEAVE, True),
    "dissolve": (Said.DISSOLVE, True),
    "unjoin": (Said.JOIN, False),
    "stay": (Said.LEAVE, False),
    "keep": (Said.DISSOLVE, False),
}
