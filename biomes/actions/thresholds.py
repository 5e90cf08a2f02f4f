"""Thresholds: set with their source, corrected only by a new dated row."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from biomes.actions.condition import assess_biome
from biomes.models import Biome, Indicator, Series, Threshold
from biomes.rules import leaf
from biomes.rules.words import Direction, State, Verification
from ledger import actions as ledger


class CannotCorrect(Exception):
    """The threshold was refused; the message is fit to show to the person."""


@transaction.atomic
def set_threshold(
    *,
    indicator: Indicator,
    level: State,
    direction: Direction,
    value: Decimal,
    source: str,
    source_year: int,
    since: datetime,
    at: datetime,
    author: str,
    verification: Verification,
    verified_on: date,
    verified_note: str = "",
    source_url: str = "",
    label: str = "",
    biome: Biome | None = None,
    typology_code: str = "",
) -> Threshold:
    """A limit that was not there before; nobody sets one whose value nobody has checked."""
    checked = _check(verification, verified_on, verified_note, at)
    try:
        with transaction.atomic():
            threshold = Threshold.objects.create(
                indicator=indicator,
                level=level.value,
                direction=direction.value,
                value=value,
                biome=biome,
                typology_code=typology_code,
                label=label,
                source=source,
                source_url=source_url,
                source_year=source_year,
                since=since,
                author=author,
                **checked,
            )
    except IntegrityError as overlap:
        raise CannotCorrect(_("A limit of this kind is in force already; correct that one.")) from overlap
    return _told(threshold, "biomes.threshold.set", author, at)


@transaction.atomic
def correct_threshold(
    *,
    threshold_id: int,
    value: Decimal,
    source: str,
    source_year: int,
    reason: str,
    since: datetime,
    at: datetime,
    author: str,
    verification: Verification,
    verified_on: date,
    verified_note: str = "",
    source_url: str = "",
    label: str | None = None,
) -> Threshold:
    """A new row from ``since`` on; the former one keeps saying what held before."""
    checked = _check(verification, verified_on, verified_note, at)
    former = _open_row(threshold_id, since)
    former.until = since
    former.save(update_fields=["until"])
    threshold = Threshold.objects.create(
        indicator_id=former.indicator_id,
        level=former.level,
        direction=former.direction,
        value=value,
        biome_id=former.biome_id,
        typology_code=former.typology_code,
        label=former.label if label is None else label,
        source=source,
        source_url=source_url,
        source_year=source_year,
        since=since,
        corrects=former,
        author=author,
        reason=reason,
        **checked,
    )
    return _told(threshold, "biomes.threshold.corrected", author, at)


def _check(how: Verification, on: date, note: str, at: datetime) -> dict[str, Any]:
    """How the value was checked, as columns; or why that is no check."""
    if on > at.date():
        raise CannotCorrect(_("Nobody can have checked the value on a day to come."))
    return {"verification": Verification(how).value, "verified_on": on, "verified_note": note}


def _open_row(threshold_id: int, since: datetime) -> Threshold:
    """The row to be corrected, locked; or why it cannot be."""
    former = Threshold.objects.select_for_update(of=("self",)).get(pk=threshold_id)
    if former.until is not None:
        raise CannotCorrect(_("This limit is no longer in force; correct the one that followed it."))
    if since <= former.since:
        raise CannotCorrect(
            _("The new limit must begin after %(date)s, when the former one began.")
            % {"date": former.since.date().isoformat()}
        )
    return former


def _told(threshold: Threshold, kind: str, author: str, at: datetime) -> Threshold:
    _record(threshold, kind, author, at)
    _look_again(threshold, at)
    return threshold


def _record(threshold: Threshold, kind: str, author: str, at: datetime) -> None:
    said: dict[str, Any] = {
        "indicator": threshold.indicator.code,
        "level": threshold.level,
        "direction": threshold.direction,
        "limit": leaf.plain(Decimal(threshold.value)),
        "unit": threshold.indicator.unit,
        "since": leaf.moment(threshold.since),
        "threshold": threshold.pk,
    }
    # The limit of a draft is not said to be about it: the draft is nobody's to know.
    about = (threshold.biome.subject,) if threshold.biome and threshold.biome.is_public else ()
    if kind == "biomes.threshold.set":
        ledger.record(
            kind="biomes.threshold.set",
            subject=threshold.subject,
            actor=author,
            at=at,
            public=True,
            about=about,
            **said,
        )
        return
    ledger.record(
        kind="biomes.threshold.corrected",
        subject=threshold.subject,
        actor=author,
        at=at,
        public=True,
        about=(*about, f"biomes.threshold/{threshold.corrects_id}"),
        corrects=threshold.corrects_id,
        **said,
    )


def _look_again(threshold: Threshold, at: datetime) -> None:
    """Wherever its indicator is heard the state is found anew, now or once the limit begins."""
    indicator = threshold.indicator
    heard = Series.objects.filter(indicator=indicator, newest_at__gt=at - indicator.validity)
    found = Biome.objects.filter(stations__series__in=heard).distinct().order_by("pk")
    for biome in found.filter(pk=threshold.biome_id) if threshold.biome_id else found:
        assess_biome(biome=biome, at=at)
