"""What every reader of data is made of: one kind of fault with its place, one canonical form, and the plain fields.

`RuleFault.path` names the place (`chambers[0].pass[1].den`), `RuleFault.code` the reason.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, TypeVar

import rfc8785

T = TypeVar("T")
SAFE = 2**53 - 1
CODE = re.compile(r"[\w.:/-]{1,80}")
MOST_CLAUSES = 8


class RuleFault(Exception):
    """The data is not what it should be; ``path`` says where and ``code`` why."""

    def __init__(self, path: str, code: str) -> None:
        super().__init__(f"{path}: {code}")
        self.path = path
        self.code = code


def canonical(data: Any) -> bytes:
    """RFC 8785 bytes with every string in NFC: one rule, one form."""
    return rfc8785.dumps(nfc(data))


def fingerprint(data: Any) -> str:
    return sha256(canonical(data)).hexdigest()


def nfc(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {nfc(key): nfc(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [nfc(item) for item in value]
    return value


def read_json(text: str, longest: int) -> Any:
    """The data of the text; RuleFault where it is none, or says one thing twice."""
    if len(text) > longest:
        raise RuleFault("", "too_many")
    try:
        return json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as broken:
        raise RuleFault("", "not_json") from broken


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _value in pairs]
        raise RuleFault(next(key for key in keys if keys.count(key) > 1), "twice")
    return found


def table(data: Any, path: str, allowed: frozenset[str], needed: frozenset[str]) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise RuleFault(path, "not_an_object")
    for key in data:
        if key not in allowed:
            raise RuleFault(under(path, str(key)), "unknown_field")
    for key in sorted(needed):
        if key not in data:
            raise RuleFault(under(path, key), "missing")
    return data


def under(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def whole(data: Any, path: str, *, least: int, most: int = SAFE) -> int:
    # bool is an int in Python; true is not a number here.
    if isinstance(data, bool) or not isinstance(data, int):
        raise RuleFault(path, "not_a_whole_number")
    if not least <= data <= most:
        raise RuleFault(path, "out_of_range")
    return data


def flag(data: Any, path: str) -> bool:
    if not isinstance(data, bool):
        raise RuleFault(path, "not_true_or_false")
    return data


def word(data: Any, path: str) -> str:
    if not isinstance(data, str) or not CODE.fullmatch(data):
        raise RuleFault(path, "not_a_code")
    return unicodedata.normalize("NFC", data)


def one_of(data: Any, path: str, choices: frozenset[str]) -> str:
    if not isinstance(data, str) or data not in choices:
        raise RuleFault(path, "not_a_choice")
    return data


def rows(
    data: Any, path: str, read: Callable[[Any, str], T], *, least: int = 0, most: int = MOST_CLAUSES
) -> tuple[T, ...]:
    if not isinstance(data, Sequence) or isinstance(data, str | bytes):
        raise RuleFault(path, "not_a_list")
    if len(data) < least:
        raise RuleFault(path, "too_few")
    if len(data) > most:
        raise RuleFault(path, "too_many")
    return tuple(read(item, f"{path}[{i}]") for i, item in enumerate(data))


def once(values: Iterable[Any], path: str, field: str = "") -> None:
    """No value twice in a list, whether the items are the values or have them as a field."""
    seen: set[Any] = set()
    for i, value in enumerate(values):
        if value in seen:
            raise RuleFault(f"{path}[{i}].{field}" if field else f"{path}[{i}]", "twice")
        seen.add(value)
