"""A biome's consent: who is asked, until when, and when a veto may be overridden."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from council.rules.decision import Roll, Veto


class WhyNot(StrEnum):
    NO_WINDOW = "no_window"
    WINDOW_OVER = "window_over"
    NOT_AFFECTED = "not_affected"
    NOT_ASKED = "not_asked"
    HAS_NO_VETO = "has_no_veto"
    RECUSED = "recused"
    NO_ARTICLE = "no_article"
    NO_EVIDENCE = "no_evidence"
    ALREADY_FILED = "already_filed"


def seats_touched(roll: Roll, affected: Iterable[str]) -> frozenset[str]:
    """The seats that represent a biome the motion touches."""
    touched = frozenset(affected)
    return frozenset(seat.code for seat in roll.seats if seat.represents and seat.represents in touched)


def seats_asked(roll: Roll, affected: Iterable[str]) -> frozenset[str]:
    """Those that may object: the statutes give them a veto, and they are not recused, which takes them out of this too."""
    touched = seats_touched(roll, affected)
    return frozenset(
        seat.code for seat in roll.seats if seat.code in touched and seat.veto and not seat.recused
    )


def window_until(veto: Veto, closed_at: datetime) -> datetime:
    return closed_at + timedelta(days=veto.window_days)


def refusal(
    *,
    until: datetime | None,
    at: datetime,
    standing: WhyNot | None,
    articles: int,
    evidence: str,
    filed: bool,
) -> WhyNot | None:
    """Why an objection may not be filed; None when it may. It cites an article and gives evidence.

    ``standing`` is what keeps the seat itself from objecting to this motion.
    """
    if until is None:
        return WhyNot.NO_WINDOW
    if at >= until:
        return WhyNot.WINDOW_OVER
    if standing:
        return standing
    if filed:
        return WhyNot.ALREADY_FILED
    if articles < 1:
        return WhyNot.NO_ARTICLE
    return None if evidence.strip() else WhyNot.NO_EVIDENCE


def is_vetoed(veto: Veto, objections: int) -> bool:
    return objections >= veto.needs


def override_from(veto: Veto, vetoed_at: datetime) -> datetime | None:
    """The first moment an override may be opened; None where the rule knows no override."""
    if veto.override is None:
        return None
    return vetoed_at + timedelta(days=veto.override.cooling_days)


def may_override(veto: Veto, vetoed_at: datetime, at: datetime) -> bool:
    earliest = override_from(veto, vetoed_at)
    return earliest is not None and at >= earliest
