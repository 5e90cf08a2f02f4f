"""The package as a JSON Schema (draft 2020-12), for editors and other people's programs.

The shape only: that names are there once and refer to something of the package is left to `read_box`.
"""

from typing import Any

from charters.rules.text import EID, LONGEST_TEXT
from council.rules.boxes import reading
from council.rules.boxes.parts import FORMAT
from council.rules.kinds import Capacity, Holder, JointRule, MotionKind
from council.rules.schema import DEFS as RULE_DEFS
from council.rules.schema import FLAG, list_of, ref, table, whole
from council.rules.schema import SCHEMA as RULE

SLUG = {"type": "string", "pattern": f"^{reading.SLUG.pattern}$"}
MAYBE_SLUG = {"type": "string", "pattern": r"^[A-Za-z0-9_-]{0,50}$"}


def text(most: int, least: int = 1) -> dict[str, Any]:
    return {"type": "string", "minLength": least, "maxLength": most}


def one_of(values: Any) -> dict[str, Any]:
    return {"enum": sorted(str(value) for value in values)}


def maybe(of: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"const": ""}, of]}


def part(needed: list[str], **fields: Any) -> dict[str, Any]:
    """A part, which may also say where it comes from."""
    return table(needed, **fields, grounds=ref("grounds"), note=text(600, 0))


SHORT_CODE = {"allOf": [ref("code"), {"maxLength": 24}]}
NAMED = part(["code", "name"], code=SLUG, name=text(120))
SEAT = part(
    ["code", "body"],
    code=SLUG,
    body=SLUG,
    title=text(80, 0),
    holder=one_of(Holder),
    joint=one_of(JointRule),
    represents=MAYBE_SLUG,
    group=maybe(SHORT_CODE),
    capacity={**list_of(one_of(Capacity), 0, len(Capacity)), "uniqueItems": True},
    weights={"type": "object", "maxProperties": reading.MOST_RULES},
    office=one_of(reading.OFFICES),
    appointer=MAYBE_SLUG,
    cohort=maybe(SHORT_CODE),
    term_months={"anyOf": [{"type": "null"}, whole(1, 1200)]},
    max_terms={"anyOf": [{"type": "null"}, whole(1, 100)]},
)
ARTICLE = table(
    ["eid", "heading", "text"],
    eid={"type": "string", "pattern": f"^{EID.pattern}$"},
    heading=text(160),
    text=text(LONGEST_TEXT),
    entrenched=FLAG,
)
CHARTER = part(
    ["of", "title", "instrument"],
    of=SLUG,
    title=text(120),
    instrument=text(200),
    preamble=text(LONGEST_TEXT, 0),
    articles=list_of(ARTICLE, 0, reading.MOST_ARTICLES),
)
SITTING = part(
    ["body", "months", "week", "weekday", "at"],
    body=SLUG,
    months={**list_of(whole(1, 12), 1, 12), "uniqueItems": True},
    week=whole(1, 5),
    weekday=whole(1, 7),
    at={"type": "string", "pattern": f"^{reading.HOUR.pattern}$"},
    years=whole(1, 10),
    year=whole(1900, 2900),
)
SESSION = part(
    ["title", "begins"],
    title=text(60),
    begins={"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    months=whole(1, 120),
)
PARTS: dict[str, Any] = {
    "beings": list_of(NAMED, 0, reading.MOST_BEINGS),
    "appointers": list_of(NAMED, 0, reading.MOST_APPOINTERS),
    "chambers": list_of(
        part(["code", "name"], code=SLUG, name=text(120), kind=one_of(reading.CHAMBER_KINDS)),
        0,
        reading.MOST_CHAMBERS,
    ),
    "seats": list_of(SEAT, 1, reading.MOST_SEATS),
    "rules": list_of(
        part(
            ["code", "title", "decides", "rule"],
            code=SLUG,
            title=text(80),
            decides=list_of(one_of(MotionKind), 1, len(MotionKind)),
            rule=ref("rule"),
        ),
        1,
        reading.MOST_RULES,
    ),
    "charters": list_of(CHARTER, 0, reading.MOST_BEINGS),
    "thresholds": list_of(
        part(["kind", "count"], kind=one_of(reading.TRACKS), count=whole(1, reading.MOST_SIGNATURES)),
        0,
        len(reading.TRACKS),
    ),
    "calendar": table(
        [],
        session={"anyOf": [{"type": "null"}, SESSION]},
        sittings=list_of(SITTING, 0, reading.MOST_SITTINGS),
    ),
    "sources": list_of(
        table(
            ["code", "title"],
            code=SLUG,
            title=text(300),
            url=maybe({"type": "string", "pattern": r"^https?://[^\s/]+", "maxLength": 300}),
        ),
        0,
        reading.MOST_SOURCES,
    ),
    "notes": list_of(text(1000), 0, reading.MOST_NOTES),
}
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A body in a box",
    "description": "A council's statutes as one package.",
    **table(
        list(reading.NEEDED),
        format={"const": FORMAT},
        code=SLUG,
        name=text(120),
        language={"type": "string", "pattern": f"^{reading.LANGUAGE.pattern}$"},
        forked_from=maybe({"type": "string", "pattern": f"^{reading.SHA256.pattern}$"}),
        grounds=ref("grounds"),
        **PARTS,
    ),
    "$defs": {
        **RULE_DEFS,
        "rule": {
            key: value
            for key, value in RULE.items()
            if key not in ("$schema", "$defs", "title", "description")
        },
        "grounds": list_of(table(["source"], source=SLUG, at=text(120, 0)), 0, reading.MOST_GROUNDS),
    },
}
