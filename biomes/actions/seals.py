"""Each day's readings get one root in the public log, so that none can be changed unnoticed later."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Min

from biomes import queries
from biomes.models import Reading, Seal
from biomes.rules import leaf
from ledger import actions as ledger

# A sweep after a long silence catches up a few weeks at a time.
MOST_DAYS = 40
# A batch bears the moment at which it came in, and is committed later: an import's step after a minute and a half.
SETTLED = timedelta(minutes=10)


def seal_due_days(*, at: datetime) -> list[Seal]:
    """Seal every finished UTC day on which readings came in and that has no seal. Safe to run twice."""
    last = Seal.objects.order_by("-day").values_list("day", flat=True).first()
    first = Reading.objects.aggregate(first=Min("received_at"))["first"]
    if first is None:
        return []
    day = last + timedelta(days=1) if last else first.astimezone(UTC).date()
    today = (at - SETTLED).astimezone(UTC).date()
    sealed: list[Seal] = []
    while day < today and len(sealed) < MOST_DAYS:
        if made := seal_day(day=day, at=at):
            sealed.append(made)
        day += timedelta(days=1)
        if not made and (later := _next_day(day)):
            day = max(day, later)
    return sealed


@transaction.atomic
def seal_day(*, day: date, at: datetime) -> Seal | None:
    """The Merkle root over the leaves of what came in that day; None for a day without readings."""
    since = datetime.combine(day, time(), UTC)
    leaves = list(queries.leaves_received(since, since + timedelta(days=1)))
    if not leaves:
        return None
    seal, made = Seal.objects.get_or_create(
        day=day,
        defaults={"reading_count": len(leaves), "root": leaf.root_of(leaves), "sealed_at": at},
    )
    if made:
        ledger.record(
            kind="biomes.readings.sealed",
            subject=seal.subject,
            actor="",
            at=at,
            public=True,
            day=day.isoformat(),
            count=seal.reading_count,
            root=seal.root,
        )
    return seal


def _next_day(day: date) -> date | None:
    """The first day from ``day`` on with a reading, so that gaps of years cost one query."""
    since = datetime.combine(day, time(), UTC)
    first = Reading.objects.filter(received_at__gte=since).aggregate(first=Min("received_at"))["first"]
    return first.astimezone(UTC).date() if first else None
