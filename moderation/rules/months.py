"""What is told of a month: how much was removed under each code, and one root over the promises of what was hidden."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from ledger.rules import tree

# A decision bears the moment of the press and is committed a little later.
SETTLED = timedelta(minutes=10)


def month_of(at: datetime) -> date:
    return at.astimezone(UTC).date().replace(day=1)


def next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def bounds(month: date) -> tuple[datetime, datetime]:
    """[from, until) in UTC."""
    return datetime.combine(month, time(), UTC), datetime.combine(next_month(month), time(), UTC)


def ended(first: date, at: datetime) -> Iterator[date]:
    """The months from ``first`` on that are over and settled."""
    month, running = first, month_of(at - SETTLED)
    while month < running:
        yield month
        month = next_month(month)


def root_of(commitments: Iterable[str]) -> str:
    """The Merkle root (RFC 6962) over the commitments sorted by their hex, each once; anybody makes it from the log's entries."""
    return tree.root(tree.leaf_hash(bytes.fromhex(one)) for one in sorted(set(commitments))).hex()
