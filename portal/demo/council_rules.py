"""The rules the Council of the Vessa Basin decides by: ordinary, charter, crisis, emergency measure, procedure."""

from typing import Any

from council import actions
from council.models import Body
from council.rules.kinds import MotionKind
from portal.demo.world import World


def _share(base: str, num: int, den: int, *, strict: bool = False) -> dict[str, Any]:
    return {"base": base, "of": "yes", "num": num, "den": den, "strict": strict}


def _chambers(**clauses: Any) -> list[dict[str, Any]]:
    quorum = {"base": "in_office", "num": 1, "den": 2, "strict": True}
    return [{"body": body, "quorum": quorum, **clauses} for body in ("vessa-humans", "vessa-biomes")]


ORDINARY = {
    "chambers": _chambers(**{"pass": [_share("cast", 1, 2, strict=True)]}),
    "combine": "all",
    "tie": "reject",
    "min_notice_hours": 72,
}
CHARTER = {
    "chambers": _chambers(**{"pass": [_share("cast", 2, 3)], "floor_yes": _share("in_office", 1, 2)}),
    "combine": "all",
    "tie": "reject",
    "veto": {
        "who": "affected_biomes",
        "needs": 1,
        "window_days": 14,
        "override": {
            "chambers": [
                {"body": "vessa-humans", "pass": [_share("in_office", 2, 3)]},
                {"body": "vessa-biomes", "pass": [_share("in_office", 3, 4)]},
            ],
            "cooling_days": 30,
        },
    },
    "min_notice_hours": 336,
}
EMERGENCY = {
    "chambers": _chambers(**{"pass": [_share("present", 2, 3)]}),
    "combine": "all",
    "tie": "reject",
    "min_notice_hours": 24,
}
# Severe or worse, both guardians or a third of a chamber, ninety days, one renewal, thirty days to confirm.
MEASURE = {**EMERGENCY, "emergency": {}}
# About another motion: a majority of those present, at once.
PROCEDURE = {
    "chambers": _chambers(**{"pass": [_share("present", 1, 2, strict=True)]}),
    "combine": "all",
    "tie": "reject",
}


def define(world: World, council: Body) -> None:
    kind = MotionKind
    for code, title, data, kinds in (
        (
            "ordinary",
            "Ordinary majority",
            ORDINARY,
            (kind.RESOLUTION, kind.PETITION_ANSWER, kind.APPOINTMENT),
        ),
        (
            "charter",
            "Charter majority",
            CHARTER,
            (kind.CHARTER_AMENDMENT, kind.CHARTER_ADOPTION, kind.RULE_CHANGE, kind.PACT_ACT, kind.ALLIANCE),
        ),
        ("emergency", "Emergency majority", EMERGENCY, (kind.CRISIS_RESPONSE,)),
        ("emergency-measure", "Emergency measure", MEASURE, (kind.EMERGENCY,)),
        ("procedure", "Motions about a motion", PROCEDURE, (kind.FLOOR_AMENDMENT, kind.URGENCY)),
    ):
        actions.define_rule(
            body=council, code=code, title=title, data=data, applies_to=kinds, at=world.days_ago(715)
        )
