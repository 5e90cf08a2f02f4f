"""What a profile says, as plain data: the content of a revision, what may not be said, what differs between two."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from biomes.rules import coarse, red_list, tongues, typology
from biomes.rules.words import RedList

# In the order in which pages show them.
FIELDS = (
    "name",
    "names",
    "functional_group",
    "place",
    "coarse_km",
    "zones",
    "story",
    "notice",
    "mean_depth_m",
    "red_list",
    "red_list_criteria",
    "red_list_on",
    "red_list_citation",
    "stewards",
    "pictures",
)
MOST_ROWS = 30
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Snapshot = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What a field may not say: a code, and the words it is about."""

    field: str
    code: str
    about: str = ""


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """(field, then, now) for what differs; a field that one side lacks counts as empty."""
    return [
        (field, before.get(field), after.get(field))
        for field in FIELDS
        if (before.get(field) or None) != (after.get(field) or None)
    ]


def faults(content: Mapping[str, Any]) -> list[Fault]:
    """Everything that no page, no program and no file may say of a living system."""
    return [*_of_names(content), *_of_the_red_list(content), *_of_stewards(content), *_of_the_rest(content)]


def _of_names(content: Mapping[str, Any]) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    names = content.get("names") or []
    if len(names) > MOST_ROWS:
        yield Fault("names", "too_many_rows")
    for one in names:
        language, name = str(one.get("language", "")), str(one.get("name", "")).strip()
        if not tongues.tag(language):
            yield Fault("names", "not_a_language", language)
        if not name:
            yield Fault("names", "no_name", language)
        if (language, name) in seen:
            yield Fault("names", "said_twice", name)
        seen.add((language, name))


def _of_the_red_list(content: Mapping[str, Any]) -> Iterator[Fault]:
    category = str(content.get("red_list") or RedList.NOT_EVALUATED.value)
    said = str(content.get("red_list_criteria") or "")
    evaluated = category != RedList.NOT_EVALUATED
    if said and red_list.criteria(said) is None:
        yield Fault("red_list_criteria", "not_a_criterion", said)
    if not evaluated and (said or content.get("red_list_on")):
        yield Fault("red_list", "criteria_without_category")
    if evaluated and not content.get("red_list_citation"):
        yield Fault("red_list_citation", "no_citation")


def _of_stewards(content: Mapping[str, Any]) -> Iterator[Fault]:
    stewards = content.get("stewards") or []
    if len(stewards) > MOST_ROWS:
        yield Fault("stewards", "too_many_rows")
    for one in stewards:
        url = str(one.get("url", ""))
        if not str(one.get("name", "")).strip():
            yield Fault("stewards", "no_steward", str(one.get("role", "")))
        if url and not url.startswith(("https://", "http://")):
            yield Fault("stewards", "not_a_link", url)


def is_picture(address: object) -> bool:
    """A picture's address is a UUID in its usual writing."""
    return isinstance(address, str) and bool(_UUID.fullmatch(address))


def _of_the_rest(content: Mapping[str, Any]) -> Iterator[Fault]:
    group = str(content.get("functional_group") or "")
    if group not in typology.FUNCTIONAL_GROUPS:
        yield Fault("functional_group", "unknown_group", group)
    pictures = content.get("pictures") or []
    if len(pictures) > MOST_ROWS:
        yield Fault("pictures", "too_many_rows")
    for one in pictures:
        if not is_picture(one):
            yield Fault("pictures", "not_a_picture", str(one)[:60])
    if (content.get("coarse_km") or 0) not in coarse.SIZES_KM:
        yield Fault("coarse_km", "not_a_size", str(content.get("coarse_km")))


def tidy(content: Mapping[str, Any]) -> dict[str, Any]:
    """The same content as it is kept: language tags and criteria in their usual writing."""
    said = dict(content)
    said["names"] = [
        {
            "language": tongues.tag(str(one.get("language", ""))) or str(one.get("language", "")),
            "name": str(one.get("name", "")).strip(),
            "meaning": str(one.get("meaning", "") or "").strip(),
        }
        for one in content.get("names") or []
    ]
    said["red_list"] = content.get("red_list") or RedList.NOT_EVALUATED.value
    criteria = red_list.criteria(str(content.get("red_list_criteria") or ""))
    if criteria:
        said["red_list_criteria"] = "; ".join(criteria)
    return said
