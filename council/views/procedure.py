"""The procedure of a motion as its page tells it: who stands behind it, its parts, what it is about, the emergency."""

from datetime import datetime
from typing import Any

from charters import queries as charters
from charters.rules.redline import paragraphs, redline
from council import queries
from council.models import Motion
from council.rules import lifecycle
from council.rules.kinds import BackingKind, MotionKind
from council.rules.lifecycle import State
from ledger import queries as ledger


def told(motion: Motion, user: Any, at: datetime) -> dict[str, Any]:
    kind = _backing_kind(motion)
    return {
        "backing_kind": kind.value if kind else "",
        "behind": queries.behind(motion, kind, user) if kind else (),
        "may_back": _seats_to_back(motion, kind, user, at) if kind else (),
        "movers_needed": _movers_needed(motion),
        "motion_parts": queries.parts_of(motion),
        "changes": _changes(motion),
        **_emergency(motion, user, at),
    }


def _backing_kind(motion: Motion) -> BackingKind | None:
    """What one may stand behind it for, where it stands."""
    if motion.status is State.DRAFT:
        return BackingKind.MOVE
    return BackingKind.EMERGENCY if motion.kind == MotionKind.EMERGENCY.value else None


def _movers_needed(motion: Motion) -> int:
    rule = queries.rule_for(motion.body, MotionKind(motion.kind)) if motion.status is State.DRAFT else None
    return rule.rule.min_movers if rule else 1


def _seats_to_back(motion: Motion, kind: BackingKind, user: Any, at: datetime) -> list[tuple[Any, str]]:
    """The reader's seats that do not stand behind it yet, and may."""
    is_open = motion.shared_at is not None if kind is BackingKind.MOVE else motion.status in lifecycle.AHEAD
    if not is_open or not user.is_authenticated:
        return []
    mine = {row.backing.seat_id for row in queries.behind(motion, kind, user) if row.mine}
    held = [seat for seat in queries.seats_held_in(motion, user, at) if seat.pk not in mine and seat.votes]
    if kind is BackingKind.MOVE:
        held = [seat for seat in held if seat.pk != motion.mover_seat_id]
    names = queries.seat_names(held)
    return [(seat, names[seat.code]) for seat in held]


def _changes(motion: Motion) -> Any:
    """What an amendment from the floor would change in the other motion's words, marked."""
    if motion.kind != MotionKind.FLOOR_AMENDMENT.value:
        return None
    target = queries.motion_named(motion.act)
    if target is None or target.words_sha256() != motion.base_sha256:
        return None
    return {"paragraphs": paragraphs(redline(target.text, motion.text))}


def _emergency(motion: Motion, user: Any, at: datetime) -> dict[str, Any]:
    """Of an emergency measure: its terms, what it suspends, whether enough have asked, what was declared."""
    if motion.kind != MotionKind.EMERGENCY.value:
        return {}
    rule = motion.rule or queries.rule_for(motion.body, MotionKind.EMERGENCY)
    declared = queries.emergency(motion.code)
    return {
        "emergency_terms": rule.rule.emergency if rule else None,
        "ground": queries.emergency_ground(motion, rule, at)
        if rule and motion.status in lifecycle.AHEAD
        else None,
        "suspends": [card for subject in motion.suspends if (card := ledger.card(subject, user))],
        "suspended_now": [row for row in charters.suspended_by(declared.subject) if row.until > at]
        if declared
        else (),
        "declared": declared,
    }
