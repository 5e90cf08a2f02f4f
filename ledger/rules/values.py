"""Which values a fact may carry, so that its bytes are the same in every language that reads them.

Strings in NFC, integers below 2^53, no floats at all (a ratio is "65/100", a measure is "11.6"),
ASCII keys, dates as ISO 8601, moments in UTC to the second with `Z`.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from unicodedata import is_normalized
from uuid import UUID

LARGEST = 2**53 - 1
DEEPEST = 8
PERSON = re.compile(r"p-[0-9b-df-hj-np-tv-xz]{16}|accounts\.user/")
KIND = re.compile(r"[a-z]+\.[a-z_]+\.[a-z_]+")
SUBJECT = re.compile(r"[a-z]+\.[a-z_]+/\S{1,100}")
DOCUMENT = re.compile(r"(rules|charters|readings|elections)/[a-z0-9][a-z0-9._-]*|(rolls|openings)\.jsonl")


class BadValue(ValueError):
    """A fact with such a value could not be checked by others; a bug of the caller."""


def stamp(moment: datetime) -> str:
    """A moment as the log writes it."""
    if moment.tzinfo is None:
        raise BadValue(f"{moment} has no time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def checked(value: object, where: str = "body", depth: int = 0) -> object:
    """The value in JSON's own types, or BadValue that says where and why."""
    if depth > DEEPEST:
        raise BadValue(f"{where} is nested too deeply")
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise BadValue(f"{where}: {value} is 2^53 or more")
        return value
    if isinstance(value, str):
        return _string(value, where)
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {_key(k, where): checked(v, f"{where}.{k}", depth + 1) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [checked(v, f"{where}[{i}]", depth + 1) for i, v in enumerate(value)]
    raise BadValue(f"{where}: a {type(value).__name__} has no exact form; write it as a string")


def _string(value: str, where: str) -> str:
    text = str(value)
    if not is_normalized("NFC", text):
        raise BadValue(f"{where}: {text!r} is not in Unicode form NFC")
    if any(c == "\x00" or 0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise BadValue(f"{where}: a character that cannot be stored")
    return text


def _key(key: object, where: str) -> str:
    if not isinstance(key, str) or not key.isascii():
        raise BadValue(f"{where}: key {key!r} is not an ASCII string")
    return str(key)


def names_a_person(value: object) -> bool:
    """Whether a person's opaque code stands anywhere inside."""
    if isinstance(value, str):
        return PERSON.match(value) is not None
    if isinstance(value, Mapping):
        return any(names_a_person(v) for v in value.values())
    return isinstance(value, list | tuple) and any(names_a_person(v) for v in value)


def office_of(actor: str) -> str:
    """The actor as the log may tell: a seat, an office, an organisation, a station; never a person."""
    return actor if "/" in actor and not names_a_person(actor) else ""
