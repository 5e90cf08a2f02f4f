"""Figures about zones: recorded with their source, corrected by a new row, never edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from biomes.actions.relations import CannotRelate
from biomes.models import Zone, ZoneIndicator, ZoneMeasure
from biomes.rules import zone_table
from biomes.rules.leaf import plain
from biomes.rules.words import Precision
from ledger import actions as ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFound:
    """What a line of a table would do, or did: `new`, `known` or `refused` with a reason and its field."""

    line: int
    verdict: str
    reason: str = ""
    field: str = ""
    figure: zone_table.Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFound:
    rows: Sequence[RowFound]
    is_stored: bool = False

    def count(self, verdict: str) -> int:
        return sum(row.verdict == verdict for row in self.rows)

    @property
    def new_count(self) -> int:
        return self.count("new")

    @property
    def known_count(self) -> int:
        return self.count("known")

    @property
    def refused_count(self) -> int:
        return self.count("refused")


@transaction.atomic
def set_zone_indicator(
    *,
    zone: Zone,
    measure: ZoneMeasure,
    value: Decimal,
    on: date,
    precision: Precision,
    source: str,
    actor: str,
    at: datetime,
    source_url: str = "",
) -> ZoneIndicator:
    """A figure that was not there before."""
    _must_be_past(on, at)
    _must_be_plausible(value, measure)
    made = _new_row(
        _("This source gives a value for that zone and day already; correct that row instead."),
        zone=zone,
        measure=measure,
        value=value,
        on=on,
        precision=precision.value,
        source=source,
        source_url=source_url,
        author=actor,
        recorded_at=at,
    )
    ledger.record(
        kind="biomes.zone_indicator.set",
        subject=zone.subject,
        actor=actor,
        at=at,
        public=False,
        measure=measure.code,
        value=plain(value),
        on=on.isoformat(),
        precision=precision.value,
    )
    return made


def _new_row(refusal: Any, **said: Any) -> ZoneIndicator:
    """The database knows what stands already; two curators at once ask it, not each other."""
    try:
        with transaction.atomic():
            return ZoneIndicator.objects.create(**said)
    except IntegrityError as there:
        raise CannotRelate(refusal) from there


@transaction.atomic
def correct_zone_indicator(
    *,
    indicator_id: int,
    value: Decimal,
    source: str,
    reason: str,
    actor: str,
    at: datetime,
    source_url: str = "",
) -> ZoneIndicator:
    """A new row in place of an old one, of the same day; the old one stays to be read."""
    former = ZoneIndicator.objects.select_related("zone", "measure").get(pk=indicator_id)
    _must_be_plausible(value, former.measure)
    _must_be_explained(former, (value, source, source_url), reason)
    made = _new_row(
        _("This row was corrected already; look at the newer one."),
        zone=former.zone,
        measure=former.measure,
        value=value,
        on=former.on,
        precision=former.precision,
        source=source,
        source_url=source_url,
        corrects=former,
        reason=reason.strip(),
        author=actor,
        recorded_at=at,
    )
    ledger.record(
        kind="biomes.zone_indicator.corrected",
        subject=former.zone.subject,
        actor=actor,
        at=at,
        public=False,
        measure=former.measure.code,
        value=plain(value),
        former=plain(former.value),
        on=former.on.isoformat(),
    )
    return made


@transaction.atomic
def import_zone_indicators(*, text: str, actor: str, at: datetime, dry_run: bool) -> TableFound:
    """Judge every row; store all of them, unless one is refused or it is a rehearsal.

    Raises `zone_table.BadTable` where the text is no such table.
    """
    # Two imports of one file at a time would both find its rows new.
    measures = {one.code: one for one in ZoneMeasure.objects.select_for_update()}
    zones = {one.slug: one for one in Zone.objects.all()}
    rows = _judged(text, zones, measures, at)
    found = TableFound(rows=rows)
    if dry_run or found.refused_count:
        return found
    for row in rows:
        if row.verdict == "new" and (said := row.figure):
            set_zone_indicator(
                zone=zones[said.zone],
                measure=measures[said.measure],
                value=said.value,
                on=said.on,
                precision=said.precision,
                source=said.source,
                source_url=said.source_url,
                actor=actor,
                at=at,
            )
    return TableFound(rows=rows, is_stored=True)


def _judged(
    text: str, zones: dict[str, Zone], measures: dict[str, ZoneMeasure], at: datetime
) -> list[RowFound]:
    ranges = {code: one.rule for code, one in measures.items()}
    known = _stored()
    found = []
    for number, line in zone_table.lines(text):
        if line is None:
            found.append(RowFound(line=number, verdict="refused", reason="unfit_line"))
            continue
        try:
            said = zone_table.figure(line, zones=set(zones), measures=ranges, today=_today(at))
        except zone_table.BadCell as why:
            found.append(RowFound(line=number, verdict="refused", reason=why.code, field=why.field))
            continue
        key = (said.zone, said.measure, said.on, said.precision.value, said.source)
        if key in known and said.value not in known[key]:
            row = RowFound(line=number, verdict="refused", reason="differs", field="value", figure=said)
        else:
            row = RowFound(line=number, verdict="known" if key in known else "new", figure=said)
        # The same row twice in one file is one figure; two values for one key are two claims.
        known.setdefault(key, set()).add(said.value)
        found.append(row)
    return found


def _stored() -> dict[tuple[str, str, date, str, str], set[Decimal]]:
    """Every value a key ever had: a file that still says what was corrected since brings nothing new."""
    found: dict[tuple[str, str, date, str, str], set[Decimal]] = {}
    for one in ZoneIndicator.objects.select_related("zone", "measure"):
        key = (one.zone.slug, one.measure.code, one.on, one.precision, one.source)
        found.setdefault(key, set()).add(one.value)
    return found


def _must_be_explained(former: ZoneIndicator, said: tuple[Decimal, str, str], reason: str) -> None:
    if not reason.strip():
        raise CannotRelate(_("Say why the figure is corrected."))
    if (former.value, former.source, former.source_url) == said:
        raise CannotRelate(_("Nothing differs from what this row says already."))


def _today(at: datetime) -> date:
    return at.astimezone(UTC).date()


def _must_be_past(on: date, at: datetime) -> None:
    if on > _today(at):
        raise CannotRelate(_("That day is still to come."))


def _must_be_plausible(value: Decimal, measure: ZoneMeasure) -> None:
    if not measure.least <= value <= measure.most:
        raise CannotRelate(_("No zone can have this value: look at its unit and its decimal point."))
