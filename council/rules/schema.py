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


def whole(least: int, most: int = SAFE) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}


def table(needed: list[str], **fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": needed, "additionalProperties": False}


def list_of(of: dict[str, Any], least: int = 0, most: int = MOST_CLAUSES) -> dict[str, Any]:
    return {"type": "array", "items": of, "minItems": least, "maxItems": most}


def or_null(of: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"type": "null"}, of]}


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


FLAG = {"type": "boolean"}
A_WEIGHT = {"type": "string", "pattern": rf"^{WEIGHT}[\s\S]"}
A_BASE = {"anyOf": [{"enum": sorted(BASES)}, A_WEIGHT]}


def _share(base: dict[str, Any]) -> dict[str, Any]:
    part = whole(1, 10**9)
    return table(["base", "num", "den"], base=base, of={"const": "yes"}, num=part, den=part, strict=FLAG)


DEFS: dict[str, Any] = {
    "code": {"type": "string", "minLength": 1, "maxLength": 80, "not": {"pattern": NOT_IN_A_CODE}},
    "share": _share(A_BASE),
    # A quorum of those present would be met by any one of them.
    "quorum": _share({"anyOf": [{"const": "in_office"}, A_WEIGHT]}),
    "group_clause": {
        "anyOf": [
            table(["all_of_any"], all_of_any=list_of(ref("code"), 1)),
            table(["at_least", "of"], at_least=whole(1, MOST_SEATS), of=ref("code")),
        ]
    },
    "chamber": table(
        ["body", "pass"],
        body=ref("code"),
        quorum=or_null(ref("quorum")),
        **{"pass": list_of(ref("share"), 1)},
        floor_yes=or_null({"anyOf": [whole(0, MOST_SEATS), ref("share")]}),
        groups=list_of(ref("group_clause")),
    ),
    "chambers": list_of(ref("chamber"), 1, MOST_CHAMBERS),
    "override": table(["chambers"], chambers=ref("chambers"), cooling_days=whole(0, 3660)),
    "emergency": table(
        [],
        severity={"enum": sorted(Severity)},
        guardians=FLAG,
        request=table(["num", "den"], num=whole(1, 10**9), den=whole(1, 10**9)),
        lasts_days=whole(1, 3660),
        renewals=whole(0, 12),
        confirm_days=whole(1, 3660),
    ),
    "veto": {
        **table(
            ["who"],
            who={
                "anyOf": [
                    {"const": AFFECTED},
                    {"allOf": [ref("code"), {"pattern": rf"^{GROUP}[\s\S]"}]},
                ]
            },
            needs=whole(1, MOST_SEATS),
            window_days=whole(0, 3660),
            override=or_null(ref("override")),
        ),
        # Those who may object after adoption need time to do it in; a no cast with the vote has no use for it.
        "if": {"properties": {"who": {"const": AFFECTED}}},
        "then": {"properties": {"window_days": {"minimum": 1}}, "required": ["window_days"]},
        "else": {"properties": {"window_days": False, "override": {"type": "null"}}},
    },
}

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Decision rule",
    "description": "What must be met for a motion to be adopted.",
    **table(
        ["chambers"],
        chambers=ref("chambers"),
        combine={"enum": [way.value for way in Combine]},
        k=whole(1, MOST_CHAMBERS),
        tie={"enum": [way.value for way in Tie]},
        fallback=or_null(ref("share")),
        veto={"anyOf": [{"type": "null"}, ref("veto"), list_of(ref("veto"))]},
        blocking_minority=or_null(table(["min_members"], min_members=whole(1))),
        recused_in_base=FLAG,
        proxies={"enum": sorted(PROXIES)},
        proxies_in_quorum=FLAG,
        sole_holder_acts=FLAG,
        hands_see_each_other=FLAG,
        min_notice_hours=whole(0, 8784),
        min_movers=whole(1, MOST_SEATS),
        no_objection=FLAG,
        emergency=or_null(ref("emergency")),
        max_recalls=whole(0, 12),
        sealed={"const": True},
    ),
    # How many chambers is said where some of them are enough, and nowhere else.
    "if": {"properties": {"combine": {"const": Combine.K_OF_N.value}}, "required": ["combine"]},
    "then": {"required": ["k"]},
    "else": {"properties": {"k": False}},
    "$defs": DEFS,
}
