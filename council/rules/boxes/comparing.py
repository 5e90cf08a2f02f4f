"""What differs between two packages, part by part, in the order of the format.

Parts are the same part when they have the same code (articles by number, charters by being, thresholds by
kind, a rule's chambers by body). The councils' own codes and where a package came from are names, not statutes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from council.rules.boxes.parts import Box
from council.rules.boxes.writing import as_data, called

ITSELF = "council"
NAMES = ("format", "code", "forked_from")
# By which of its fields an item of a list is known; an item without any of them by its place.
KEYS = ("code", "eid", "of", "kind", "body")
ORDER = {field.name: i for i, field in enumerate(fields(Box))} | {"calendar": 100}


class Change(StrEnum):
    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place: ``path`` is the way to it by codes, such as ``("seats", "state-1", "group")``."""

    path: tuple[str, ...]
    change: Change
    was: Any = None
    now: Any = None

    @property
    def where(self) -> str:
        """``seats[state-1].group``."""
        return "".join(self._steps()).removeprefix(".")

    def _steps(self) -> Iterator[str]:
        for step in self.path:
            yield step if step.startswith("[") else f".{step}"


def differences(one: Box, other: Box) -> tuple[Difference, ...]:
    """From ``one`` to ``other``; none where they say the same."""
    was, now = _comparable(one), _comparable(other)
    names = sorted(was.keys() | now.keys(), key=lambda name: (ORDER.get(name, 50), name))
    found: list[Difference] = []
    for name in names:
        found += _compared((name,), was.get(name), now.get(name))
    return tuple(found)


def _comparable(box: Box) -> dict[str, Any]:
    """Without names: a council calls itself the same in every package."""
    own = as_data(called(box, {box.code: ITSELF}))
    return {name: value for name, value in own.items() if name not in NAMES}


def _compared(path: tuple[str, ...], was: Any, now: Any) -> Iterator[Difference]:
    if was == now and type(was) is type(now):
        return
    if was is None or now is None:
        change = Change.ADDED if was is None else Change.GONE
        if isinstance(was or now, list) and _keyed(was or now):
            yield from _keys(path, _keyed(was or []) or {}, _keyed(now or []) or {})
        else:
            yield Difference(path=path, change=change, was=was, now=now)
    elif isinstance(was, Mapping) and isinstance(now, Mapping):
        for name in sorted(was.keys() | now.keys()):
            yield from _compared((*path, str(name)), was.get(name), now.get(name))
    elif isinstance(was, list) and isinstance(now, list) and (_keyed(was) or _keyed(now)):
        yield from _keys(path, _keyed(was) or {}, _keyed(now) or {})
    else:
        yield Difference(path=path, change=Change.CHANGED, was=was, now=now)


def _keys(path: tuple[str, ...], was: dict[str, Any], now: dict[str, Any]) -> Iterator[Difference]:
    for key in [*was, *(key for key in now if key not in was)]:
        yield from _compared((*path, f"[{key}]"), was.get(key), now.get(key))


def _keyed(rows: list[Any]) -> dict[str, Any] | None:
    """The items by what they are known by; None where they are plain values."""
    if not rows or not all(isinstance(row, Mapping) for row in rows):
        return None
    found: dict[str, Any] = {}
    for i, row in enumerate(rows):
        key = next(
            (str(row[name]) for name in KEYS if name in row and not isinstance(row[name], dict)), str(i)
        )
        found[key if key not in found else f"{key} {i}"] = row
    return found
