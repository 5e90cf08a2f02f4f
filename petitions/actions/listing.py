"""Auditors' acts on signing: block or allow a sender for a time, end an entry, begin and end the household rule."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions.secret import EPOCH, key_period, secret
from accounts.rules import addresses, limits
from accounts.rules.limits import KEY_DAYS
from ledger import actions as ledger
from petitions.actions.mailing import address_hash
from petitions.actions.refusals import CannotList
from petitions.models import Household, Listed

# A prefix is kept as one hash for each period of the key, so no entry of a network outlives these.
MOST_PERIODS = 12
SHORTEST_REASON = 10


def values_of(what: str, text: str, at: datetime, periods: int = MOST_PERIODS) -> list[str]:
    """How a list names a sender: one value, or a prefix' hash in this period and the ones after it.

    Empty for what a list cannot hold.
    """
    if what == Listed.What.PREFIX:
        prefix = limits.listed_prefix(text)
        first = key_period(at)
        return [limits.hashed(secret(), first + n, prefix) for n in range(periods)] if prefix else []
    if what == Listed.What.DOMAIN:
        domain = addresses.listed_domain(text)
        return [domain] if domain else []
    try:
        return [address_hash(addresses.canonical(text))]
    except addresses.NotAnAddress:
        return []


def end_of_periods(at: datetime, periods: int) -> datetime:
    """When the last of some periods of the key is over, this one included."""
    return EPOCH + timedelta(days=(key_period(at) + periods) * KEY_DAYS)


@transaction.atomic
def list_sender(
    *, what: str, text: str, allowed: bool, reason: str, by: Any, at: datetime, until: datetime | None = None
) -> Listed:
    """Block or allow a network, a domain or an address from now on, with the reason."""
    values = values_of(what, text, at)
    if not values:
        raise CannotList(_("A list takes a network of a known length, a domain, or an address."))
    if Listed.objects.in_force(at).naming(values[:1]).filter(what=what, allowed=allowed).exists():
        raise CannotList(_("This is on the list already."))
    last = end_of_periods(at, len(values)) if what == Listed.What.PREFIX else None
    ends = min((moment for moment in (until, last) if moment), default=None)
    if ends and ends <= at:
        raise CannotList(_("Choose a day that is still to come."))
    row = Listed.objects.create(what=what, value=values[0], later=values[1:], allowed=allowed, reason=reason.strip(),
                                since=at, until=ends, added_by=by.code)  # fmt: skip
    ledger.record(
        kind="petitions.sender.listed",
        subject=row.subject,
        actor=by.code,
        at=at,
        public=False,
        what=what,
        allowed=allowed,
    )
    return row


@transaction.atomic
def end_listing(*, key: Any, by: Any, at: datetime) -> Listed:
    """Take a sender off the list; the entry stays to be read, with who ended it and when."""
    row = Listed.objects.select_for_update().get(key=key)
    if row.until and row.until <= at:
        raise CannotList(_("This entry has ended already."))
    row.until, row.ended_by = at, by.code
    row.save(update_fields=["until", "ended_by"])
    ledger.record(
        kind="petitions.sender.unlisted",
        subject=row.subject,
        actor=by.code,
        at=at,
        public=False,
        what=row.what,
        allowed=row.allowed,
    )
    return row


@transaction.atomic
def begin_household(*, since: datetime, reason: str, by: Any, at: datetime) -> Household:
    """Two people of one place may share one address, from ``since`` on."""
    if since < at:
        raise CannotList(_("The rule cannot begin in the past."))
    try:
        with transaction.atomic():
            row = Household.objects.create(since=since, reason=reason.strip())
    except IntegrityError as overlap:
        raise CannotList(_("The rule is on, or is set to begin, already.")) from overlap
    _record_household(row, since, True, by, at)
    return row


@transaction.atomic
def end_household(*, by: Any, at: datetime) -> Household:
    """One address, one person again. Second signatures that were made under the rule stand."""
    row = Household.objects.select_for_update().filter(until__isnull=True).first()
    if row is None:
        raise CannotList(_("The rule is off already."))
    # One that has not begun never was: it ends in the moment it begins.
    row.until = max(at, row.since + timedelta(microseconds=1))
    row.save(update_fields=["until"])
    _record_household(row, row.until, False, by, at)
    return row


def _record_household(row: Household, since: datetime, is_on: bool, by: Any, at: datetime) -> None:
    ledger.record(
        kind="petitions.household.set",
        subject=row.subject,
        actor="",
        at=at,
        public=True,
        is_on=is_on,
        since=since,
        reason=row.reason,
    )
