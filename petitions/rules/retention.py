"""When the signers of a petition are forgotten, and how long that may be put off."""

from datetime import datetime, timedelta

from petitions.rules.deadlines import RETENTION

# An exemption ends by itself; whoever needs longer says why again.
LONGEST_EXEMPTION = timedelta(days=731)
REASON, SHORTEST_REASON = 300, 20


def due_at(ended_at: datetime) -> datetime:
    """The moment up to which names, addresses and places are kept; included."""
    return ended_at + RETENTION


def is_due(ended_at: datetime, at: datetime, exempt_until: datetime | None = None) -> bool:
    return at > due_at(ended_at) and (exempt_until is None or at >= exempt_until)


def may_last(since: datetime, until: datetime) -> bool:
    return since < until <= since + LONGEST_EXEMPTION
