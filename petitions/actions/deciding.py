"""The numbers a body sets for petitions, dated; and the senders that auditors block or allow."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from ledger import actions as ledger
from petitions.actions.listing import end_of_periods, values_of
from petitions.models import Listed, SponsorNeed, Threshold, ThresholdZone
from petitions.rules.thresholds import Kind


@transaction.atomic
def set_threshold(
    *, body: Any, kind: Kind, count: int, since: datetime, actor: str, at: datetime,
    zones: Mapping[Any, int] | None = None, reason: str = "",
) -> Threshold:  # fmt: skip
    """A body's new number from ``since`` on. Petitions opened before keep the number they opened under."""
    current = Threshold.objects.select_for_update(of=("self",)).filter(
        body=body, kind=kind, until__isnull=True
    )
    current.filter(since__lt=since).update(until=since)
    row = Threshold.objects.create(
        body=body, kind=kind, count=count, since=since, reason=reason, set_by=actor
    )
    ThresholdZone.objects.bulk_create(
        ThresholdZone(threshold=row, zone=zone, count=number) for zone, number in (zones or {}).items()
    )
    ledger.record(
        kind="petitions.threshold.set",
        subject=f"petitions.threshold/{row.pk}",
        actor=actor,
        at=at,
        public=True,
        about=[body.subject],
        body=body.subject,
        track=kind,
        count=count,
        zones={zone.slug: number for zone, number in (zones or {}).items()},
        since=since,
        reason=reason,
    )
    return row


@transaction.atomic
def set_sponsor_need(
    *, zone: Any, count: int, since: datetime, actor: str = "", at: datetime | None = None, reason: str = ""
) -> SponsorNeed:
    """How many sponsors a petition from a zone needs, from ``since`` on. What was filed before keeps its number."""
    SponsorNeed.objects.filter(zone=zone, until__isnull=True, since__lt=since).update(until=since)
    row = SponsorNeed.objects.create(zone=zone, count=count, since=since, reason=reason, set_by=actor)
    ledger.record(kind="petitions.sponsors.set", subject=f"petitions.sponsors/{zone.slug}", actor=actor,
                  at=at or since, public=True, zone=zone.slug, count=count, since=since, reason=reason)  # fmt: skip
    return row


def allow_prefix(*, prefix: str, reason: str, at: datetime, periods: int = 1) -> None:
    """No rates for a known network (a library, a town hall), for some periods of the hash's key."""
    values = values_of(Listed.What.PREFIX, prefix, at, periods)
    if not values:
        raise ValueError(f"{prefix} is not a prefix of a length that lists take")
    Listed.objects.create(what=Listed.What.PREFIX, value=values[0], later=values[1:], allowed=True, reason=reason,
                          since=at, until=end_of_periods(at, periods))  # fmt: skip
