"""A package as data again, in the shortest form: what is as usual is left out. And under other names."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from enum import Enum
from typing import Any

from council.rules.boxes.parts import FORMAT, Box

# In the data the session and the sittings lie in the calendar.
CALENDAR = ("session", "sittings")


def as_data(box: Box) -> dict[str, Any]:
    """What `read_box` reads back to the same package."""
    found = plain(box)
    calendar = {name: found.pop(name) for name in CALENDAR if name in found}
    return {"format": FORMAT, **found, "seats": found.get("seats", []), "rules": found.get("rules", []),
            **({"calendar": calendar} if calendar else {})}  # fmt: skip


def plain(value: Any) -> Any:
    """A part as data, without what is as usual."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: plain(getattr(value, field.name))
            for field in fields(value)
            if not _is_usual(field, getattr(value, field.name))
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _is_usual(field: Any, value: Any) -> bool:
    if field.default is not MISSING:
        return bool(value == field.default)
    return field.default_factory is not MISSING and value == field.default_factory()


def renamed(box: Box, code: str) -> Box:
    """The same statutes as the council ``code``: its chambers, seats and rules carry that name in front.

    `M` with the chamber `hall` becomes, as `new`: `new`, `new-hall`; its rules' chambers follow.
    """
    front = f"{code}-"
    found = called(box, {box.code: code, **{one.code: front + one.code for one in box.chambers}})
    return replace(
        found,
        appointers=tuple(replace(one, code=front + one.code) for one in found.appointers),
        seats=tuple(
            replace(
                seat,
                code=front + seat.code,
                appointer=front + seat.appointer if seat.appointer else "",
            )
            for seat in found.seats
        ),
        rules=tuple(replace(one, code=front + one.code) for one in found.rules),
    )


def called(box: Box, names: Mapping[str, str]) -> Box:
    """The council and its chambers under other names, wherever seats, rules and calendar name them."""
    return replace(
        box,
        code=names.get(box.code, box.code),
        chambers=tuple(replace(one, code=names.get(one.code, one.code)) for one in box.chambers),
        seats=tuple(replace(one, body=names.get(one.body, one.body)) for one in box.seats),
        rules=tuple(replace(one, rule=with_bodies(one.rule, names)) for one in box.rules),
        sittings=tuple(replace(one, body=names.get(one.body, one.body)) for one in box.sittings),
    )


def with_bodies(rule: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A rule's data with its chambers under other names, those of its overrides too."""
    found: dict[str, Any] = {**rule, "chambers": _called(rule["chambers"], names)}
    veto = rule.get("veto")
    if isinstance(veto, Mapping):
        found["veto"] = _veto(veto, names)
    elif veto:
        found["veto"] = [_veto(one, names) for one in veto]
    return found


def _veto(veto: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    override = veto.get("override")
    if not override:
        return dict(veto)
    return {**veto, "override": {**override, "chambers": _called(override["chambers"], names)}}


def _called(chambers: Any, names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{**chamber, "body": names.get(chamber["body"], chamber["body"])} for chamber in chambers]
