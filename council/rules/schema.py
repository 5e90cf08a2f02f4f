"""The rule language as a JSON Schema (draft 2020-12), for editors and other people's programs.

It holds the shape: fields, kinds of values, ranges, how many of each. What a shape cannot say is left to
`read_rule`: a share that can never be reached, a chamber or consent twice, a `k` above the chambers.
"""

from typing import Any

from council.rules.decision import AFFECTED, BASES, GROUP, WEIGHT, Combine, Tie
from council.rules.reading import MOST_CHAMBERS, MOST_CLAUSES, MOST_SEATS, PROXIES, SAFE
from crises.rules.severity import Severity

# What a code never holds: spaces, control characters, ASCII punctuation but - . / : _
NOT_IN_A_CODE = r"[\s\u0000-\u002c\u003b-\u0040\u005b-\u005e\u0060\u007b-\u007f]"


def _whole(least: int, most: int = SAFE) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}


def _table(needed: list[str], **fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": needed, "additionalProperties": False}


def _list(of: dict[str, Any], least: int = 0, most: int = MOST_CLAUSES) -> dict[str, Any]:
    return {"type": "array", "items": of, "minItems": least, "maxItems": most}


def _or_null(of: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"type": "null"}, of]}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


FLAG = {"type": "boolean"}
A_WEIGHT = {"type": "string", "pattern": rf"^{WEIGHT}[\s\S]"}
A_BASE = {"anyOf": [{"enum": sorted(BASES)}, A_WEIGHT]}


def _share(base: dict[str, Any]) -> dict[str, Any]:
    part = _whole(1, 10**9)
    return _table(["base", "num", "den"], base=base, of={"const": "yes"}, num=part, den=part, strict=FLAG)


DEFS: dict[str, Any] = {
    "code": {"type": "string", "minLength": 1, "maxLength": 80, "not": {"pattern": NOT_IN_A_CODE}},
    "share": _share(A_BASE),
    # A quorum of those present would be met by any one of them.
    "quorum": _share({"anyOf": [{"const": "in_office"}, A_WEIGHT]}),
    "group_clause": {
        "anyOf": [
            _table(["all_of_any"], all_of_any=_list(_ref("code"), 1)),
            _table(["at_least", "of"], at_least=_whole(1), of=_ref("code")),
        ]
    },
    "chamber": _table(
        ["body", "pass"],
        body=_ref("code"),
        quorum=_or_null(_ref("quorum")),
        **{"pass": _list(_ref("share"), 1)},
        floor_yes=_or_null({"anyOf": [_whole(0), _ref("share")]}),
        groups=_list(_ref("group_clause")),
    ),
    "chambers": _list(_ref("chamber"), 1, MOST_CHAMBERS),
    "override": _table(["chambers"], chambers=_ref("chambers"), cooling_days=_whole(0, 3660)),
    "emergency": _table(
        [],
        severity={"enum": sorted(Severity)},
        guardians=FLAG,
        request=_table(["num", "den"], num=_whole(1, 10**9), den=_whole(1, 10**9)),
        lasts_days=_whole(1, 3660),
        renewals=_whole(0, 12),
        confirm_days=_whole(1, 3660),
    ),
    "veto": {
        **_table(
            ["who"],
            who={
                "anyOf": [
                    {"const": AFFECTED},
                    {"allOf": [_ref("code"), {"pattern": rf"^{GROUP}[\s\S]"}]},
                ]
            },
            needs=_whole(1),
            window_days=_whole(0, 3660),
            override=_or_null(_ref("override")),
        ),
        # Those who may object after adoption need time to do it in.
        "if": {"properties": {"who": {"const": AFFECTED}}},
        "then": {"properties": {"window_days": {"minimum": 1}}, "required": ["window_days"]},
    },
}

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Decision rule",
    "description": "What must be met for a motion to be adopted.",
    **_table(
        ["chambers"],
        chambers=_ref("chambers"),
        combine={"enum": [way.value for way in Combine]},
        k=_whole(1, MOST_CHAMBERS),
        tie={"enum": [way.value for way in Tie]},
        fallback=_or_null(_ref("share")),
        veto={"anyOf": [{"type": "null"}, _ref("veto"), _list(_ref("veto"))]},
        blocking_minority=_or_null(_table(["min_members"], min_members=_whole(1))),
        recused_in_base=FLAG,
        proxies={"enum": sorted(PROXIES)},
        proxies_in_quorum=FLAG,
        sole_holder_acts=FLAG,
        hands_see_each_other=FLAG,
        min_notice_hours=_whole(0, 8784),
        min_movers=_whole(1, MOST_SEATS),
        no_objection=FLAG,
        emergency=_or_null(_ref("emergency")),
        max_recalls=_whole(0, 12),
        sealed=FLAG,
    ),
    # How many chambers is said where some of them are enough, and nowhere else.
    "if": {"properties": {"combine": {"const": Combine.K_OF_N.value}}, "required": ["combine"]},
    "then": {"required": ["k"]},
    "else": {"properties": {"k": False}},
    "$defs": DEFS,
}
