"""Signatures taken off the count by a record that can be looked at first, stopped, and undone.

    drawn up (nothing changes) -> started -> steps, each a transaction under the petition's lock -> done
    reversed by a second record, which finds its signatures by the mark of the first

A step moves total, zones, hours, basins, printed table and thresholds together, so that a kill
between two steps leaves books that balance.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actions.secret import key_period, secret
from accounts.rules import addresses, limits
from ledger import actions as ledger
from petitions import queries
from petitions.actions.crossing import cross_thresholds, fall_back
from petitions.actions.refusals import CannotInvalidate
from petitions.actions.tallies import move_counted
from petitions.models import Attempt, Invalidation, Petition, Signature
from petitions.rules import deadlines
from petitions.rules.invalidation import (
    INVALIDATED,
    REVERSIBLE,
    SHORTEST_REASON,
    Criteria,
    Stage,
    address_digest,
    may_move,
)
from petitions.rules.texts import tidy_line

STEP = 5_000


def criteria_of(
    *, domain: str = "", address: str = "", prefix: str = "", since: datetime | None = None,
    until: datetime | None = None, zone: Any | None = None, elsewhere: bool = False, held_by: str = "",
    sheet: str = "", petition: Petition | None = None, at: datetime,
) -> Criteria:  # fmt: skip
    """What an auditor wrote, as it is looked for: addresses canonical and hashed, a network in the keys of its time."""
    origins: tuple[str, ...] = ()
    if prefix:
        listed = limits.listed_prefix(prefix)
        if listed is None:
            raise CannotInvalidate(
                _("Write a network of one of the lengths that are kept, like 192.0.2.0/24.")
            )
        # Attempts are blanked after a week: this key and the one before it are all that can be met.
        origins = tuple(limits.hashed(secret(), key_period(at) - back, listed) for back in (0, 1))
    return Criteria(
        domain=addresses.domain_of(addresses.canonical(f"a@{domain}")) if domain else "",
        address=address_digest(addresses.canonical(address)) if address else "",
        origins=origins, since=since, until=min(until or at, at), zone_id=zone.pk if zone else None,
        elsewhere=elsewhere, held_by=held_by, sheet_id=_sheet_meant(petition, sheet) if sheet else None,
    )  # fmt: skip


def _sheet_meant(petition: Petition | None, number: str) -> int:
    found = queries.sheet_by_number(petition, number) if petition else None
    if found is None:
        raise CannotInvalidate(_("This petition has no sheet with this number."))
    return int(found.pk)


@transaction.atomic
def draw_up_invalidation(
    *, petition_id: int, criteria: Criteria, reason: str, by: Any, at: datetime
) -> Invalidation:
    """The first step: what would go is counted, and nothing changes."""
    petition = Petition.objects.get(pk=petition_id)
    _refuse_forgotten(petition, at)
    text = tidy_line(reason)
    if len(text) < SHORTEST_REASON:
        raise CannotInvalidate(_("Write why, in a sentence."))
    if not criteria.is_narrow:
        raise CannotInvalidate(_("Say what to look for: one thing at least besides the end of the time."))
    foreseen = queries.preview(petition, criteria)
    return Invalidation.objects.create(
        petition=petition, domain=criteria.domain, address=criteria.address, origins=list(criteria.origins),
        since=criteria.since, until=criteria.until or at, zone_id=criteria.zone_id, elsewhere=criteria.elsewhere,
        held_by=criteria.held_by, sheet_id=criteria.sheet_id, reason=text, foreseen=foreseen.signatures, foreseen_waiting=foreseen.waiting,
        drawn_up_by=by.code, drawn_up_at=at,
    )  # fmt: skip


def _refuse_forgotten(petition: Petition, at: datetime) -> None:
    if petition.opened_at is None:
        raise CannotInvalidate(_("Nobody has signed this petition yet."))
    if petition.ended_at and at > petition.ended_at + deadlines.RETENTION:
        raise CannotInvalidate(_("Its signers are forgotten: nothing can be told apart any more."))


@transaction.atomic
def start_invalidation(*, invalidation_id: int, by: Any, at: datetime) -> Invalidation:
    """The second step: from now on a worker takes signatures off, until it is done or cancelled."""
    record = _locked(invalidation_id)
    if record.is_running:
        return record
    if not may_move(Stage(record.stage), Stage.RUNNING):
        raise CannotInvalidate(_("This was started or put away before."))
    _refuse_forgotten(record.petition, at)
    if not record.foreseen + record.foreseen_waiting:
        raise CannotInvalidate(_("Nothing meets this; there is nothing to take off."))
    return _run(record, by, at)


def _run(record: Invalidation, by: Any, at: datetime) -> Invalidation:
    record.stage, record.started_by, record.started_at = Stage.RUNNING, by.code, at
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as clash:
        raise CannotInvalidate(
            _("Another invalidation of this petition is running. Wait until it is done.")
        ) from clash
    ledger.record(kind="petitions.invalidation.begun", subject=record.subject, actor="", at=at, public=True,
                  about=[record.petition.subject], petition=record.petition.slug,
                  reverses=record.reverses.subject if record.reverses else "")  # fmt: skip
    return record


@transaction.atomic
def reverse_invalidation(*, invalidation_id: int, reason: str, by: Any, at: datetime) -> Invalidation:
    """Put back what a record took off, by a record of its own."""
    wrong = _locked(invalidation_id)
    if wrong.reverses_id or wrong.stage not in REVERSIBLE:
        raise CannotInvalidate(_("Only an invalidation that was done, in whole or in part, can be reversed."))
    if wrong.line_id:
        raise CannotInvalidate(
            _("This is one line of a sheet: whoever looks at likely duplicates decides it.")
        )
    _refuse_forgotten(wrong.petition, at)
    text = tidy_line(reason)
    if len(text) < SHORTEST_REASON:
        raise CannotInvalidate(_("Write why, in a sentence."))
    marked = Signature.objects.filter(invalidation=wrong).count()
    waiting = Attempt.objects.filter(invalidation=wrong).count()
    if not marked + waiting:
        raise CannotInvalidate(_("It was reversed already."))
    record = Invalidation(petition=wrong.petition, reverses=wrong, until=wrong.until, reason=text, foreseen=marked,
                          foreseen_waiting=waiting, drawn_up_by=by.code, drawn_up_at=at)  # fmt: skip
    return _run(record, by, at)


@transaction.atomic
def cancel_invalidation(*, invalidation_id: int, by: Any, at: datetime) -> Invalidation:
    """No step more. Drawn up, it is put away; running, what was done stays done and can be reversed."""
    record = _locked(invalidation_id)
    to = Stage.DROPPED if record.stage == Stage.DRAWN_UP else Stage.CANCELLED
    if not may_move(Stage(record.stage), to):
        raise CannotInvalidate(_("This has ended already."))
    _end(record, to, by.code, at)
    return record


def _locked(invalidation_id: int) -> Invalidation:
    locked = Invalidation.objects.select_for_update(of=("self",)).select_related("petition", "reverses")
    return locked.get(pk=invalidation_id)


def _end(record: Invalidation, to: Stage, by: str, at: datetime) -> None:
    was_running = record.is_running
    record.stage, record.ended_by, record.ended_at = to, by, at
    record.save(update_fields=["stage", "ended_by", "ended_at"])
    if not was_running:
        return
    ledger.record(kind="petitions.invalidation.ended", subject=record.subject, actor="", at=at, public=True,
                  about=[record.petition.subject], petition=record.petition.slug,
                  reverses=record.reverses.subject if record.reverses else "", cancelled=to is Stage.CANCELLED,
                  count=record.done_counted, total=record.petition.signature_count)  # fmt: skip


def advance_invalidations(*, at: datetime, most: int = 20) -> int:
    """Steps of everything that runs; how many signatures and attempts were moved. Run twice, it goes on."""
    moved = 0
    for pk in list(Invalidation.objects.running().values_list("pk", flat=True)):
        for _step in range(most):
            step = advance_invalidation(invalidation_id=pk, at=at)
            moved += step or 0
            if step is None:
                break
    return moved


@transaction.atomic
def advance_invalidation(*, invalidation_id: int, at: datetime, step: int = STEP) -> int | None:
    """One step: attempts first, then signatures, so that nothing is confirmed behind its back. None: it has ended."""
    found = Invalidation.objects.get(pk=invalidation_id)
    # The petition first, as the count does: two locks are always taken in one order.
    petition = Petition.objects.select_for_update(of=("self",), no_key=True).get(pk=found.petition_id)
    record = _locked(invalidation_id)
    record.petition = petition
    if not record.is_running:
        return None
    moved = _move_attempts(record, step) or _move_signatures(record, step, at)
    if not moved:
        _end(record, Stage.DONE, "", at)
        return None
    record.save(update_fields=["done", "done_counted", "done_waiting"])
    return moved


def _move_attempts(record: Invalidation, step: int) -> int:
    found: QuerySet[Attempt]
    if record.reverses_id:
        found = Attempt.objects.filter(invalidation=record.reverses_id)
        mark: dict[str, Any] = {"invalidation": None}
    else:
        found = queries.attempts_meant(record.petition, record.criteria())
        mark = {"invalidation": record}
    keys = list(found.order_by("pk").values_list("pk", flat=True)[:step])
    rows = Attempt.objects.filter(pk__in=keys)
    # A rule that fired before is kept: reversed, the attempt is held again for what held it.
    theirs = rows.filter(held_by=INVALIDATED if record.reverses_id else "")
    theirs.update(held_by="" if record.reverses_id else INVALIDATED)
    record.done_waiting += rows.update(**mark)
    return len(keys)


def _move_signatures(record: Invalidation, step: int, at: datetime) -> int:
    petition = record.petition
    if record.reverses_id:
        found = Signature.objects.filter(invalidation=record.reverses_id)
    else:
        found = queries.signatures_meant(petition, record.criteria())
    rows = list(found.values_list("receipt", "batch_id", "zone_id", "confirmed_at", "sheet_id")[:step])
    if not rows:
        return 0
    Signature.objects.filter(pk__in=[row[0] for row in rows]).update(
        invalidation=None if record.reverses_id else record
    )
    counted = [row for row in rows if row[1] is not None]
    if counted:
        _move_counts(record, petition, counted, at)
    record.done += len(rows)
    record.done_counted += len(counted)
    return len(rows)


def _move_counts(record: Invalidation, petition: Petition, counted: list[Any], at: datetime) -> None:
    sign = 1 if record.reverses_id else -1
    moved = [(zone, confirmed_at, sheet is not None) for _code, _batch, zone, confirmed_at, sheet in counted]
    move_counted(petition, moved, sign=sign, at=at)
    if record.reverses_id:
        cross_thresholds(petition, at)
    else:
        fall_back(petition, at)
