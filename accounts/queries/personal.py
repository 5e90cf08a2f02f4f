"""What the site holds about a person, from the columns every app declares (`personal.py`).

A declared column is tied to its person by `Personal.of`, a lookup in its own model that ends at a person
(`user`), at a person's code (`author`), at an address (`email`) or at a mark (`owner_mark`); without it the tie is found by shape.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts.models import User
from accounts.queries.sealing import marks_of
from ledger.registry import Personal, personal_columns

CODE_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column: its model, its field, what was declared, and how its rows find their person."""

    model: type[models.Model]
    field: models.Field[Any, Any]
    declared: Personal

    @property
    def name(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"

    def rows(self, user: User) -> models.QuerySet[Any]:
        tie = tie_of(self.model, self.field, self.declared)
        if tie.endswith("_mark"):
            return self.model._default_manager.filter(**{f"{tie}__in": marks_of(user)})
        return self.model._default_manager.filter(**{tie: _held_in(self.model, tie, user)})


def declared_columns() -> list[Column]:
    found = []
    for name, declared in sorted(personal_columns().items()):
        label, _, field = name.rpartition(".")
        model = apps.get_model(label)
        found.append(Column(model, model._meta.get_field(field), declared))  # type: ignore[arg-type]
    return found


def tie_of(model: type[models.Model], field: models.Field[Any, Any], declared: Personal) -> str:
    """The lookup from a row of ``model`` to its person."""
    if model is User:
        return "pk"
    if of := getattr(declared, "of", ""):
        return str(of)
    if _points_at_people(field):
        return field.name
    people = [other.name for other in model._meta.concrete_fields if _points_at_people(other)]
    if len(people) == 1:
        return people[0]
    return field.name


def export_of(user: User, at: datetime) -> dict[str, Any]:
    """Everything declared as exportable, by column, with why it is held and for how long."""
    return {
        "person": user.code,
        "exported_at": at.isoformat(),
        "held": [
            {
                "column": column.name,
                "purpose": column.declared.purpose,
                "retention": column.declared.retention,
                "values": list(_plain(column.rows(user).values_list(column.field.name, flat=True))),
            }
            for column in declared_columns()
            if column.declared.export
        ],
    }


def _points_at_people(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.ForeignKey) and field.related_model is User


def _held_in(model: type[models.Model], tie: str, user: User) -> Any:
    """The person, their code, or their address: whatever the end of the tie holds."""
    if tie == "pk":
        return user.pk
    holder, field = model, None
    for step in tie.split("__"):
        field = holder._meta.get_field(step)
        holder = getattr(field, "related_model", None) or holder
    if isinstance(field, models.ForeignKey):
        return user
    if isinstance(field, models.EmailField) or "email" in tie or "address" in tie:
        return user.email or user.code
    return user.code


def _plain(values: Iterable[Any]) -> Iterable[Any]:
    """Values as JSON can hold them; times as ISO, bytes as hex."""
    encoder = DjangoJSONEncoder()
    for value in values:
        if isinstance(value, bytes | memoryview):
            yield bytes(value).hex()
        elif value is None or isinstance(value, str | int | bool | dict | list):
            yield value
        else:
            yield encoder.default(value)
