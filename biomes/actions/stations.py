"""Stations and their keys. A key is shown once; only its hash is kept."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from biomes.actions.sensitive import point_in
from biomes.models import Biome, Station, StationKey
from biomes.rules.keys import PREFIX, digest_of
from ledger import actions as ledger

# One working, and one that is being brought to the instrument.
MOST_KEYS = 2
# How long a replaced key works on.
OVERLAP = timedelta(days=7)


class CannotIssue(Exception):
    """The key was refused; the message is fit to show to the person."""


@transaction.atomic
def open_station(
    *,
    code: str,
    biome: Biome,
    lon: Decimal,
    lat: Decimal,
    at: datetime,
    actor: str,
    name: str = "",
    operator: Any | None = None,
    checks_itself: bool = True,
) -> Station:
    """A station of a sensitive place is kept in the middle of its square, never where it stands."""
    lon, lat = point_in(biome, lon, lat)
    try:
        with transaction.atomic():
            station = Station.objects.create(
                code=code,
                name=name,
                biome=biome,
                lon=lon,
                lat=lat,
                operator=operator,
                checks_itself=checks_itself,
                opened_at=at,
            )
    except IntegrityError as taken:
        raise CannotIssue(_("Another station has this code.")) from taken
    ledger.record(kind="biomes.station.opened", subject=station.subject, actor=actor, at=at, public=False)
    return station


@transaction.atomic
def close_station(*, station_id: int, actor: str, at: datetime) -> Station:
    """It takes no more readings; what it measured stays. Its keys end with it."""
    station = Station.objects.select_for_update().get(pk=station_id)
    if station.closed_at is None:
        station.closed_at = at
        station.save(update_fields=["closed_at"])
        station.keys.filter(revoked_at__isnull=True).update(revoked_at=at)
        ledger.record(kind="biomes.station.closed", subject=station.subject, actor=actor, at=at, public=False)
    return station


@transaction.atomic
def issue_key(
    *, station_id: int, actor: str, at: datetime, seen: int | None = None
) -> tuple[StationKey, str]:
    """A new key and its secret, which nobody can read again. Two may work at once, so that one can be replaced.

    ``seen`` is how many keys stood on the page where it was asked for: a page sent twice makes one key.
    """
    station = Station.objects.select_for_update().get(pk=station_id)
    if seen is not None and seen != station.keys.count():
        raise CannotIssue(
            _("A key was issued since you opened this page; below are the keys as they are now.")
        )
    made = _make_key(station, actor, at)
    ledger.record(kind="biomes.key.issued", subject=station.subject, actor=actor, at=at, public=False)
    return made


@transaction.atomic
def rotate_key(
    *, key_id: int, actor: str, at: datetime, overlap: timedelta = OVERLAP
) -> tuple[StationKey, str]:
    """A new key for an old one, which works on for the overlap. A curator may do it, and the station by its key.

    A station that lost the answer asks again: the successor nobody ever used ends, and it gets another one.
    """
    old = StationKey.objects.select_related("station").get(pk=key_id)
    station = Station.objects.select_for_update().get(pk=old.station_id)
    old = StationKey.objects.select_for_update(of=("self",)).get(pk=key_id)
    if not old.works(at):
        raise CannotIssue(_("This key does not work any more; issue a new one."))
    old.successors.working(at).filter(last_used_on__isnull=True).update(revoked_at=at)
    made, secret = _make_key(station, actor, at, replaces=old)
    if old.expires_at is None:
        old.expires_at = at + overlap
        old.save(update_fields=["expires_at"])
    ledger.record(
        kind="biomes.key.rotated", subject=station.subject, actor=actor, at=at, public=False,
        old=old.hint, new=made.hint, until=old.expires_at.isoformat(),
    )  # fmt: skip
    return made, secret


def _make_key(
    station: Station, actor: str, at: datetime, replaces: StationKey | None = None
) -> tuple[StationKey, str]:
    if station.closed_at:
        raise CannotIssue(_("Station %(code)s is closed.") % {"code": station.code})
    if station.keys.working(at).count() >= MOST_KEYS:
        raise CannotIssue(_("Two keys work already; revoke one first."))
    secret = PREFIX + secrets.token_urlsafe(32)
    key = StationKey.objects.create(
        station=station, digest=digest_of(secret), hint=secret[:10], issued_at=at, issued_by=actor, replaces=replaces
    )  # fmt: skip
    return key, secret


def note_use(*, key: StationKey, at: datetime) -> None:
    """The day a key was last shown; written once a day, and by nobody who waits for it."""
    day = at.date()
    if key.last_used_on is None or key.last_used_on < day:
        StationKey.objects.filter(pk=key.pk).exclude(last_used_on__gte=day).update(last_used_on=day)


@transaction.atomic
def revoke_key(*, key_id: int, actor: str, at: datetime) -> StationKey:
    """It stops working at once; revoking twice changes nothing."""
    key = StationKey.objects.select_for_update(of=("self",)).select_related("station").get(pk=key_id)
    if key.revoked_at is None:
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
        ledger.record(
            kind="biomes.key.revoked", subject=key.station.subject, actor=actor, at=at, public=False
        )
    return key
