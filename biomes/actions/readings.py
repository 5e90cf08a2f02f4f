"""Readings come in: judged row by row, stored once, and what they mean for an alert recorded once.

rows -> judging (what each says, what is there already) -> storing (one COPY) -> telling (one fact)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from biomes.actions import judging, storing, telling
from biomes.actions.condition import assess_biome
from biomes.actions.judging import Receipt, RowVerdict, Source
from biomes.actions.months import AWAY
from biomes.actions.refusals import keep_refusals
from biomes.models import Batch, Indicator, Station
from biomes.rules.words import Quality

__all__ = ["CannotRecord", "Receipt", "RowVerdict", "record_readings"]

MOST_ROWS = 50_000


class CannotRecord(Exception):
    """The batch as a whole was refused; nothing was stored."""


@transaction.atomic
def record_readings(
    *,
    station: Station,
    rows: Iterable[Mapping[str, object]],
    at: datetime,
    sender: str = "",
    historical: bool = False,
    quality: Quality | None = None,
    decimal_comma: bool = False,
) -> Receipt:
    """Store a batch and say what became of each row. Sending it again changes nothing.

    Historical rows speak of the past: they move no state, unless they correct what was measured live, and open
    no alert.
    """
    # The station row is the lock: two batches of one station queue here instead of racing.
    station = Station.objects.select_for_update(no_key=True).select_related("biome").get(pk=station.pk)
    _refuse_whole(station, rows := list(rows), at, historical=historical)
    source = Source(sender or station.code, historical, quality, decimal_comma)
    indicators = {one.code: one for one in Indicator.objects.all()}
    # What a draft measures is nobody's to know, and warns nobody.
    speaks = station.biome.is_public and not historical
    before = telling.levels(station, at) if speaks else {}
    receipt, fresh = judging.judge(station, rows, indicators, source, at)
    batch = Batch.objects.create(
        station=station,
        sender=source.sender,
        received_at=at,
        row_count=len(rows),
        **{f"{verdict}_count": count for verdict, count in receipt.counts.items()},
    )
    keep_refusals(batch, rows, receipt.verdicts)
    with _no_month_just_gone():
        storing.store(station, fresh, indicators, source, batch)
    if speaks:
        telling.tell(station, fresh, indicators, before, at)
    # A correction out of a file may take away a value that the state rests on.
    if fresh and (not historical or any(one.version > 1 for one in fresh)):
        assess_biome(biome=station.biome, at=at)
    return receipt


@contextmanager
def _no_month_just_gone() -> Iterator[None]:
    """A month may go to the archive after these rows were judged; then the database keeps them out."""
    try:
        yield
    except IntegrityError as why:
        if AWAY not in str(why):
            raise
        raise CannotRecord(
            _("A month of these readings has just gone to the archive; send the batch again.")
        ) from why


def _refuse_whole(station: Station, rows: Sequence[object], at: datetime, *, historical: bool) -> None:
    if station.closed_at and station.closed_at <= at and not historical:
        raise CannotRecord(_("Station %(code)s is closed; it takes no readings.") % {"code": station.code})
    if len(rows) > MOST_ROWS:
        raise CannotRecord(
            _("%(count)s rows in one batch; send at most %(most)s at a time.")
            % {"count": len(rows), "most": MOST_ROWS}
        )
