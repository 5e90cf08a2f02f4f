"""The roll as it stands at a moment: what an opening freezes."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from council.models import Call, Mandate, Motion, Seat


def roll_now(
    motion: Motion, round_: int, at: datetime, without: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Every voting seat of the motion's council, its live hands and recusals; no person in it."""
    seats = (
        Seat.objects.standing()
        .of_council(motion.body_id)
        .exclude(code__in=without)
        .select_related("body")
        .order_by("code")
    )
    held: dict[int, list[Mandate]] = {}
    for mandate in Mandate.objects.in_force(at).filter(seat__in=seats).order_by("hand"):
        held.setdefault(mandate.seat_id, []).append(mandate)
    recused = recused_seats(motion, at)
    rows = [_row(seat, held.get(seat.pk, []), seat.pk in recused) for seat in seats]
    return {"v": 1, "motion": motion.code, "round": round_, "seats": rows}


def recused_seats(motion: Motion, at: datetime) -> frozenset[int]:
    """The keys of seats that take no part at that moment: recused, and not covered by a substitute called for it."""
    called = Call.objects.holding(motion.pk, at).filter(seat=OuterRef("seat"))
    covered = Q(covered_at__lte=at) & Exists(called)
    return frozenset(motion.recusals.filter(at__lte=at).exclude(covered).values_list("seat_id", flat=True))


def _row(seat: Seat, mandates: list[Mandate], recused: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "seat": seat.code,
        "body": seat.body.code,
        "hands": [mandate.hand for mandate in mandates],
        "mandates": [str(mandate.code) for mandate in mandates],
        "joint": seat.joint_rule,
        "votes": seat.votes,
        "recused": recused,
        "group": seat.group,
        "represents": seat.represents,
    }
    if seat.represents and not seat.may_object:
        row["veto"] = False
    if seat.weights:
        row["weights"] = seat.weights
    return row
