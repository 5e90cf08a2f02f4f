"""A field of several lines, each of small parts: names in languages, stewards. Works without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from accounts import queries as people
from biomes import queries
from biomes.rules import tongues
from biomes.rules.profile import MOST_ROWS
from biomes.words import curation as words

BLANK_ROWS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    key: str
    label: Any
    most: int
    type: str = "text"
    offered: bool = False


class RowsWidget(forms.Widget):
    template_name = "biomes/widgets/rows.html"
    use_fieldset = True

    def __init__(self, columns: Sequence[Column], label: Any) -> None:
        super().__init__()
        self.columns, self.label = columns, label
        self.choices: Mapping[str, Sequence[tuple[str, str]]] = {}
        self.offered: Sequence[tuple[str, str]] = ()

    def id_for_label(self, id_: str) -> str:
        return ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        said = [one for one in value or () if isinstance(one, Mapping)]
        count = min(len(said) + BLANK_ROWS, MOST_ROWS)
        said += [{}] * (count - len(said))
        base = context["widget"]["attrs"].get("id", f"id_{name}")
        context["widget"] |= {
            "label": self.label,
            "offered": self.offered,
            "rows": [
                [
                    {
                        "key": column.key,
                        "label": column.label,
                        "name": f"{name}-{number}-{column.key}",
                        "value": row.get(column.key) or "",
                        "most": column.most,
                        "type": column.type,
                        "choices": self.choices.get(column.key),
                        "list": f"{base}-offered" if column.offered else "",
                    }
                    for column in self.columns
                ]
                for number, row in enumerate(said)
            ],
        }
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[dict[str, str]]:
        rows = [
            {
                column.key: str(data.get(f"{name}-{number}-{column.key}", "")).strip()
                for column in self.columns
            }
            for number in range(MOST_ROWS)
        ]
        return [row for row in rows if any(row.values())]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)


class RowsField(forms.Field):
    """Cleans to a list of rows; what a row may say is for `rules.profile.faults`."""

    columns: tuple[Column, ...] = ()

    def __init__(self, **said: Any) -> None:
        super().__init__(required=False, widget=RowsWidget(self.columns, said.get("label")), **said)

    def clean(self, value: Any) -> list[dict[str, str]]:
        no_nul = ProhibitNullCharactersValidator()
        for row in value or ():
            for column in self.columns:
                no_nul(row[column.key])
                if len(row[column.key]) > column.most:
                    raise ValidationError(
                        _("“%(part)s” is too long; at most %(most)s characters fit."),
                        params={"part": column.label, "most": column.most},
                    )
        return list(value or ())


class NamesField(RowsField):
    columns = (
        Column(key="language", label=_("Language"), most=tongues.LONGEST, offered=True),
        Column(key="name", label=_("Name in that language"), most=80),
        Column(key="meaning", label=_("What it means"), most=120),
    )

    def offer(self) -> None:
        self.widget.offered = [(tag, f"{words.language(tag)} ({tag})") for tag in tongues.OFFERED]


class StewardsField(RowsField):
    """An organisation that is registered here lends its name; any other group is named by itself."""

    columns = (
        Column(key="organisation", label=_("Organisation"), most=50),
        Column(key="name", label=_("or a group"), most=80),
        Column(key="role", label=_("What they do"), most=80),
        Column(key="url", label=_("Address on the web"), most=200, type="url"),
    )

    def offer(self) -> None:
        rows = [(one.slug, one.name) for one in people.organisations()]
        self.widget.choices = {"organisation": [("", _("None of these")), *rows]}

    def clean(self, value: Any) -> list[dict[str, str]]:
        rows = super().clean(value)
        known = {one.slug: one.name for one in people.organisations()}
        for row in rows:
            if row["organisation"] and row["organisation"] not in known:
                raise ValidationError(
                    _("No organisation has this address: %(slug)s"), params={"slug": row["organisation"]}
                )
            row["name"] = row["name"] or known.get(row["organisation"], "")
        return rows


class PicturesWidget(forms.Widget):
    """The pictures there are, each with its place in the order and a box to leave it out."""

    template_name = "biomes/widgets/pictures.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        found = {str(one.uuid): one for one in queries.pictures_named(value or ())}
        context["widget"]["rows"] = [
            {"number": number, "picture": found[one]}
            for number, one in enumerate((one for one in value or () if one in found), start=1)
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        rows = []
        for number in range(1, MOST_ROWS + 1):
            uuid = str(data.get(f"{name}-{number}-uuid", ""))
            if uuid and not data.get(f"{name}-{number}-out"):
                order = str(data.get(f"{name}-{number}-order", ""))
                rows.append((int(order[:4]) if order.isascii() and order.isdigit() else number, number, uuid))
        return [uuid for _order, _number, uuid in sorted(rows)]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False


class PicturesField(forms.Field):
    def __init__(self, **said: Any) -> None:
        super().__init__(required=False, widget=PicturesWidget(), **said)

    def clean(self, value: Any) -> list[str]:
        return list(value or ())
