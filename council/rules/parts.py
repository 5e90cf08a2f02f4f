"""A rule as the fields of a form: its clauses one by one, and the data again from what was filled in.

What a form has no field for (veto, override, notice, sealing ...) stays as the data has it. What is
filled in is not judged here: `read_rule` does that, and names the place.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

AT_LEAST, MORE, COUNT = "least", "more", "count"
AT_LEAST_OF, ALL_OF_ANY = "at_least", "all_of_any"


@dataclass(frozen=True, slots=True)
class SharePart:
    """The fields of a quorum, a majority or a floor; ``how`` is empty where there is none."""

    name: str
    how: str = ""
    num: str = ""
    den: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class GroupPart:
    name: str
    how: str = ""
    count: str = ""
    groups: str = ""


@dataclass(frozen=True, slots=True)
class ChamberPart:
    body: str
    quorum: SharePart
    passes: tuple[SharePart, ...]
    floor: SharePart
    groups: tuple[GroupPart, ...]


def parts_of(data: Mapping[str, Any]) -> list[ChamberPart]:
    """Each chamber's fields, with one empty majority and one empty group clause to add. For a rule that reads."""
    return [_chamber(f"c{i}", row) for i, row in enumerate(data["chambers"])]


def _chamber(name: str, row: Mapping[str, Any]) -> ChamberPart:
    passes = [_share(f"{name}-pass{j}", share) for j, share in enumerate(row["pass"])]
    groups = [_group(f"{name}-group{j}", clause) for j, clause in enumerate(row.get("groups", ()))]
    return ChamberPart(
        body=row["body"],
        quorum=_share(f"{name}-quorum", row.get("quorum")),
        passes=(*passes, SharePart(f"{name}-pass{len(passes)}")),
        floor=_share(f"{name}-floor", row.get("floor_yes")),
        groups=(*groups, GroupPart(f"{name}-group{len(groups)}")),
    )


def _share(name: str, share: Any) -> SharePart:
    if share is None:
        return SharePart(name)
    if isinstance(share, int):
        return SharePart(name, COUNT, str(share))
    how = MORE if share.get("strict") else AT_LEAST
    return SharePart(name, how, str(share["num"]), str(share["den"]), share["base"])


def _group(name: str, clause: Mapping[str, Any]) -> GroupPart:
    if "all_of_any" in clause:
        return GroupPart(name, ALL_OF_ANY, "", ", ".join(clause["all_of_any"]))
    return GroupPart(name, AT_LEAST_OF, str(clause["at_least"]), clause["of"])


def refilled(parts: list[ChamberPart], filled: Mapping[str, str]) -> list[ChamberPart]:
    """The same fields as they were filled in: what was wrong is shown again, not what it was meant to replace."""

    def again(part: Any) -> Any:
        keys = [key for key in part.__slots__ if key != "name"]
        posted = {key: filled[f"{part.name}-{key}"] for key in keys if f"{part.name}-{key}" in filled}
        return replace(part, **posted)

    return [
        replace(
            part,
            quorum=again(part.quorum),
            passes=tuple(again(p) for p in part.passes),
            floor=again(part.floor),
            groups=tuple(again(p) for p in part.groups),
        )
        for part in parts
    ]


def with_parts(data: Mapping[str, Any], filled: Mapping[str, str]) -> dict[str, Any]:
    """The data as the fields have it; a clause whose ``how`` is empty is left out."""
    made = copy.deepcopy(dict(data))
    for i, part in enumerate(parts_of(data)):
        row, name = made["chambers"][i], f"c{i}"
        if f"{name}-quorum-how" not in filled:
            # A chamber that the form did not show yet.
            continue
        row["pass"] = [s for p in part.passes if (s := _read_share(p.name, filled)) is not None]
        _put(row, "quorum", _read_share(f"{name}-quorum", filled))
        _put(row, "floor_yes", _read_share(f"{name}-floor", filled))
        _put(row, "groups", [c for p in part.groups if (c := _read_group(p.name, filled))] or None)
    return _with_whole(made, filled)


def _with_whole(made: dict[str, Any], filled: Mapping[str, str]) -> dict[str, Any]:
    """What is said once for the whole rule: how chambers combine, a tie, recusal, a minority too small to block."""
    if "tie" not in filled:
        return made
    if combine := filled.get("combine"):
        made["combine"] = combine
        _put(made, "k", _number(filled.get("k", "")) if combine == "k_of_n" else None)
    made["tie"] = filled["tie"]
    made["recused_in_base"] = filled.get("recused_in_base") == "on"
    minority = filled.get("minority", "").strip()
    _put(made, "blocking_minority", {"min_members": _number(minority)} if minority else None)
    return made


def _put(row: dict[str, Any], key: str, value: Any) -> None:
    if value is None:
        row.pop(key, None)
    else:
        row[key] = value


def _read_share(name: str, filled: Mapping[str, str]) -> Any:
    how = filled.get(f"{name}-how", "")
    if not how:
        return None
    num = _number(filled.get(f"{name}-num", ""))
    if how == COUNT:
        return num
    return {
        "base": filled.get(f"{name}-base", ""),
        "of": "yes",
        "num": num,
        "den": _number(filled.get(f"{name}-den", "")),
        "strict": how == MORE,
    }


def _read_group(name: str, filled: Mapping[str, str]) -> dict[str, Any] | None:
    how = filled.get(f"{name}-how", "")
    named = [group.strip() for group in filled.get(f"{name}-groups", "").split(",") if group.strip()]
    if how == ALL_OF_ANY:
        return {"all_of_any": named}
    if how:
        return {"at_least": _number(filled.get(f"{name}-count", "")), "of": ", ".join(named)}
    return None


def _number(text: str) -> int | str:
    """The number written, or the text as it is: the reader will say that it is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else text
