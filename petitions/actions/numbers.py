"""New numbers for petitions, decided by an admin: dated, with a public reason, never in the past."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ledger import actions as ledger
from petitions import queries
from petitions.actions.deciding import set_sponsor_need, set_threshold
from petitions.actions.refusals import CannotSet
from petitions.models import SponsorNeed, Threshold
from petitions.rules import numbers
from petitions.rules.numbers import Dated, Refusal
from petitions.rules.texts import tidy_line
from petitions.rules.thresholds import MOST_SPONSORS, Kind


@transaction.atomic
def change_threshold(
    *, body: Any, kind: Kind, count: int, since: datetime, reason: str, by: Any, at: datetime,
    zones: Mapping[Any, int] | None = None,
) -> Threshold:  # fmt: skip
    """Another number for a body from ``since`` on. Petitions open by then keep theirs."""
    text = _reason(reason)
    if not queries.bodies_addressed().filter(pk=body.pk).exists():
        raise CannotSet(_("This body has closed. Set the number of the body that follows it."), "body")
    rows = list(Threshold.objects.select_for_update(of=("self",)).filter(body=body, kind=kind))
    by_zone = {zone.slug: number for zone, number in (zones or {}).items()}
    new = Dated(count=count, since=since, by_zone=by_zone)
    _refuse(rows, new, numbers.MOST_SIGNATURES, at)
    try:
        with transaction.atomic():
            return set_threshold(body=body, kind=kind, count=count, since=since, zones=zones, reason=text,
                                 actor=by.code, at=at)  # fmt: skip
    except IntegrityError as clash:  # two at once; the exclusion let one through
        raise CannotSet(_why_not(Refusal.COMING), "since") from clash


@transaction.atomic
def change_sponsor_need(
    *, zone: Any, count: int, since: datetime, reason: str, by: Any, at: datetime
) -> SponsorNeed:
    """Another number of sponsors for a zone from ``since`` on. Petitions filed by then keep theirs."""
    text = _reason(reason)
    rows = list(SponsorNeed.objects.select_for_update(of=("self",)).filter(zone=zone))
    _refuse(rows, Dated(count=count, since=since), MOST_SPONSORS, at)
    try:
        with transaction.atomic():
            return set_sponsor_need(zone=zone, count=count, since=since, reason=text, actor=by.code, at=at)
    except IntegrityError as clash:
        raise CannotSet(_why_not(Refusal.COMING), "since") from clash


@transaction.atomic
def take_back_threshold(*, body: Any, kind: Kind, by: Any, at: datetime) -> None:
    """A number that has not begun goes; the one before it runs on."""
    since = _take_back(Threshold.objects.filter(body=body, kind=kind), at)
    ledger.record(kind="petitions.threshold.withdrawn", subject=body.subject, actor=by.code, at=at, public=True,
                  body=body.subject, track=kind, since=since)  # fmt: skip


@transaction.atomic
def take_back_sponsor_need(*, zone: Any, by: Any, at: datetime) -> None:
    since = _take_back(SponsorNeed.objects.filter(zone=zone), at)
    ledger.record(kind="petitions.sponsors.withdrawn", subject=f"petitions.sponsors/{zone.slug}", actor=by.code,
                  at=at, public=True, zone=zone.slug, since=since)  # fmt: skip


def _take_back(rows: Any, at: datetime) -> datetime:
    locked = list(rows.select_for_update(of=("self",)).order_by("since"))
    row = next((one for one in locked if one.since > at), None)
    if row is None:
        raise CannotSet(_why_not(Refusal.NOTHING_COMING))
    since: datetime = row.since
    row.delete()
    rows.filter(until=since).update(until=None)
    return since


def _reason(text: str) -> str:
    tidy = tidy_line(text)
    if not numbers.SHORTEST_REASON <= len(tidy) <= numbers.LONGEST_REASON:
        raise CannotSet(_("Write why, in 10 to 300 characters: it is published."), "reason")
    return tidy


def _refuse(rows: list[Any], new: Dated, most: int, at: datetime) -> None:
    if why := numbers.refusal([queries.as_dated(row) for row in rows], new, most=most, at=at):
        raise CannotSet(_why_not(why) % {"most": most}, FIELDS.get(why, ""))


FIELDS = {
    Refusal.PAST: "since", Refusal.FAR: "since", Refusal.COMING: "since", Refusal.COUNT: "count",
    Refusal.SAME: "count", Refusal.ZONES: "zone_1",
}  # fmt: skip


def _why_not(refusal: Refusal) -> str:
    return {
        Refusal.PAST: _("A number begins today or on a day to come; what was in force is never changed."),
        Refusal.FAR: _("Choose a day within five years."),
        Refusal.COMING: _(
            "Another number begins then, or later, already. Take it back first, or wait until it has begun."
        ),
        Refusal.SAME: _("This is the number in force already."),
        Refusal.COUNT: _("Choose a number from 1 to %(most)s."),
        Refusal.ZONES: _("The zones together must not ask for more than the total, and each for 1 at least."),
        Refusal.NOTHING_COMING: _("There is nothing to take back: no number is to come."),
    }[refusal]
