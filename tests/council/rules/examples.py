"""The worked examples' bodies and rules: H has twelve seats, B nine."""

from typing import Any

from council.rules.decision import Roll, RollSeat
from council.rules.seats import BallotCast, Choice


def share(base: str, num: int, den: int, *, strict: bool = False) -> dict[str, Any]:
    return {"base": base, "of": "yes", "num": num, "den": den, "strict": strict}


def quorum() -> dict[str, Any]:
    return {"base": "in_office", "num": 1, "den": 2, "strict": True}


ORDINARY: dict[str, Any] = {
    "chambers": [
        {"body": body, "quorum": quorum(), "pass": [share("cast", 1, 2, strict=True)]} for body in ("H", "B")
    ],
    "combine": "all",
    "tie": "reject",
    "recused_in_base": False,
    "min_notice_hours": 72,
    "sealed": True,
}

CHARTER: dict[str, Any] = {
    "chambers": [
        {
            "body": body,
            "quorum": quorum(),
            "pass": [share("cast", 2, 3)],
            "floor_yes": share("in_office", 1, 2),
        }
        for body in ("H", "B")
    ],
    "combine": "all",
    "tie": "reject",
    "veto": {
        "who": "affected_biomes",
        "needs": 1,
        "window_days": 14,
        "override": {
            "chambers": [
                {"body": "H", "pass": [share("in_office", 2, 3)]},
                {"body": "B", "pass": [share("in_office", 3, 4)]},
            ],
            "cooling_days": 30,
        },
    },
    "min_notice_hours": 336,
    "sealed": True,
}

# Nine of fifteen, and no permanent member against.
SECURITY: dict[str, Any] = {
    "chambers": [{"body": "C", "pass": [share("in_office", 9, 15)]}],
    "veto": {"who": "group:PERMANENT", "needs": 1},
}

# Members and weight; a blocking minority needs four members.
QUALIFIED: dict[str, Any] = {
    "chambers": [{"body": "Q", "pass": [share("in_office", 55, 100), share("weight:people", 65, 100)]}],
    "blocking_minority": {"min_members": 4},
}

# Thirteen seats: all of STATE or all of REGION, and four citizens.
LAGOON: dict[str, Any] = {
    "chambers": [
        {
            "body": "M",
            "quorum": quorum(),
            "pass": [share("in_office", 1, 2, strict=True)],
            "groups": [{"all_of_any": ["STATE", "REGION"]}, {"at_least": 4, "of": "CITIZEN"}],
        }
    ]
}


def seats(body: str, count: int, **fields: Any) -> list[RollSeat]:
    return [RollSeat(code=f"{body}{i:02}", body=body, **fields) for i in range(1, count + 1)]


def two_chambers(*, b_recused: int = 0) -> Roll:
    b = seats("B", 9)
    recused = [RollSeat(code=s.code, body="B", recused=True) for s in b[:b_recused]]
    return Roll(seats=(*seats("H", 12), *recused, *b[b_recused:]))


def votes(body: str, yes: int, no: int = 0, abstain: int = 0, *, first: int = 1) -> list[BallotCast]:
    said = [Choice.YES] * yes + [Choice.NO] * no + [Choice.ABSTAIN] * abstain
    return [BallotCast(seat=f"{body}{i:02}", choice=c, n=i) for i, c in enumerate(said, first)]
