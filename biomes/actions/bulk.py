"""A file of profiles, zones or links: looked at row by row, then applied step by step. Profiles become drafts, never pages.

A row does what the check said of it or nothing: where its thing has changed since, it is left out and says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from biomes.actions import bulk_rows, file_steps
from biomes.actions.file_steps import MOST_OPEN, CannotImport, Unreadable, begin, move, must_still_run
from biomes.models import Bulk, SheetRow
from biomes.queries import bulk as reads
from biomes.queries.bulk import Judged
from biomes.rules import import_life as life
from biomes.rules.bulk import DOES, Noun, Verdict
from biomes.rules.import_life import Failure, State
from biomes.rules.profile import Fault
from ledger import actions as ledger


class RowPiece(Protocol):
    """The next rows of a file, and where those after them begin."""

    rows: list[dict[str, Any]]
    offset: int
    total: int
    is_last: bool


@transaction.atomic
def send_sheet(
    *, uuid: UUID, noun: Noun, name: str, kind: str, file: str, sha256: str, size: int, by: str, at: datetime
) -> Bulk:
    """Write down a file that lies in the store; its check is next."""
    if reads.open_sheets(by) >= MOST_OPEN:
        raise CannotImport(
            ngettext(
                "You have %(most)s file under way; finish or discard one first.",
                "You have %(most)s files under way; finish or discard one first.",
                MOST_OPEN,
            )
            % {"most": MOST_OPEN}
        )
    sent = Bulk(
        uuid=uuid, noun=noun.value, name=name[:80], kind=kind, file=file, sha256=sha256, size=size, asked_by=by,
        asked_at=at, state=State.CHECKING.value,
    )  # fmt: skip
    begin(sent, at)
    return sent


@transaction.atomic
def check_sheet(*, uuid: UUID, at: datetime) -> Bulk:
    """Look at every row again, as things stand now."""
    found = _locked(uuid)
    move(found, State.CHECKING, _("This file is being read or is over; send it again."))
    if not found.file:
        raise CannotImport(_("The rows of this file are no longer kept; send it again."))
    found.rows.all().delete()
    # A run that was stopped stays in the record; the page speaks of this one from here on.
    found.is_whole, found.applied_by, found.reason = False, "", ""
    begin(found, at)
    return found


@transaction.atomic
def apply_sheet(*, uuid: UUID, all_or_nothing: bool, by: str, reason: str, at: datetime) -> Bulk:
    """Begin to do what the rows say. With ``all_or_nothing`` not while one row would be refused."""
    found = _locked(uuid)
    if found.state == State.DONE:
        raise CannotImport(_("This file was applied already."))
    refused = found.counts.get(Verdict.REFUSED.value, 0)
    if found.state == State.CHECKED and refused and all_or_nothing:
        raise CannotImport(
            ngettext(
                "%(count)s row cannot be taken in, so nothing was changed.",
                "%(count)s rows cannot be taken in, so nothing was changed.",
                refused,
            )
            % {"count": refused}
        )
    if found.state == State.CHECKED and not any(found.counts.get(one.value) for one in DOES):
        raise CannotImport(_("No row would change anything."))
    move(found, State.STORING, _("The file is looked at first; then it is taken in once."))
    found.is_whole, found.applied_by, found.reason = all_or_nothing, by, reason
    begin(found, at)
    ledger.record(
        kind="biomes.bulk.begun", subject=found.subject, actor=by, at=at, public=False, noun=found.noun,
        file=found.name, sha256=found.sha256, whole=all_or_nothing,
    )  # fmt: skip
    return found


@transaction.atomic
def cancel_sheet(*, uuid: UUID, by: str, at: datetime) -> tuple[Bulk, str]:
    """Call it off at once; answers the file's name in the store, which nobody needs any more."""
    found = _locked(uuid)
    was = found.state
    move(found, State.CANCELLED, _("This file is over already; there is nothing to cancel."))
    file, found.file, found.ended_at = found.file, "", at
    found.save()
    if was == State.STORING:
        ledger.record(
            kind="biomes.bulk.cancelled", subject=found.subject, actor=by, at=at, public=False, noun=found.noun,
            file=found.name, sha256=found.sha256, counts=found.counts,
        )  # fmt: skip
    return found, file


def advance_sheet(
    *, sheet_id: int, unpack: Callable[[Bulk], str], read: Callable[[Bulk], RowPiece], at: datetime
) -> bool:
    """One step: the file made rows, or a piece of its rows looked at or applied. Whether there may be more to do."""

    def work() -> bool:
        found = Bulk.objects.get(pk=sheet_id)
        if State(found.state) not in life.MOVING:
            return False
        if not found.is_read:
            return _unpack(found, unpack, at)
        piece = read(found)
        take = _look if found.state == State.CHECKING else _apply
        return _commit(found, piece, take(found, piece, at), at)

    return file_steps.advance(Bulk, sheet_id, work, at)


def silent_sheets(*, at: datetime) -> list[int]:
    return file_steps.silent(Bulk, at)


def _unpack(found: Bulk, unpack: Callable[[Bulk], str], at: datetime) -> bool:
    file = unpack(found)
    must_still_run(found)
    found.file, found.is_read, found.moved_at = file, True, at
    found.save()
    return True


def _look(found: Bulk, piece: RowPiece, _at: datetime) -> list[SheetRow]:
    rows = reads.judged(Noun(found.noun), piece.rows)
    earlier = set(found.rows.filter(key__in=[one.key for one in rows]).values_list("key", flat=True))
    return [(reads.twice(one, Noun(found.noun)) if one.key in earlier else one).kept(found) for one in rows]


def _apply(found: Bulk, piece: RowPiece, at: datetime) -> list[SheetRow]:
    """Each row by what the check said of it."""
    looked = {row.line: row for row in found.rows.filter(line__in=[row["line"] for row in piece.rows])}
    rows = reads.judged(Noun(found.noun), piece.rows)
    wanted = [one for one in rows if looked[one.line].verdict in DOES]
    fit = [one for one in wanted if _is_as_it_was(looked[one.line], one)]
    done = bulk_rows.take_in(
        noun=Noun(found.noun), rows=fit, author=found.applied_by, reason=found.reason, at=at
    )
    for one in wanted:
        if one.line not in done:
            if found.is_whole:
                raise Unreadable(Failure.CHANGED_SINCE, one.line)
            _leave_out(looked[one.line], one.faults or [Fault("", "changed_since")])
    for row in looked.values():
        if row.verdict == Verdict.REFUSED:
            row.verdict = Verdict.LEFT_OUT.value
    return list(looked.values())


def _is_as_it_was(row: SheetRow, one: Judged) -> bool:
    return (row.verdict, row.seen) == (one.verdict, one.seen)


def _leave_out(row: SheetRow, faults: Sequence[Fault]) -> None:
    row.verdict, row.changed, row.faults = Verdict.LEFT_OUT.value, [], reads.plain_faults(faults)


def _commit(found: Bulk, piece: RowPiece, rows: list[SheetRow], at: datetime) -> bool:
    must_still_run(found)
    is_check = found.state == State.CHECKING
    if is_check:
        SheetRow.objects.bulk_create(rows, batch_size=1_000)
    else:
        left = [row for row in rows if row.verdict == Verdict.LEFT_OUT]
        SheetRow.objects.bulk_update(left, ["verdict", "changed", "faults"], batch_size=500)
    found.counts = dict(Counter(found.counts) + Counter(str(row.verdict) for row in rows))
    found.line_count += len(rows)
    found.line = max((row.line for row in rows), default=found.line)
    found.offset, found.total, found.moved_at = piece.offset, piece.total, at
    if piece.is_last:
        found.state, found.ended_at = (State.CHECKED if is_check else State.DONE).value, at
    found.save()
    if piece.is_last and not is_check:
        ledger.record(
            kind="biomes.bulk.applied", subject=found.subject, actor=found.applied_by, at=at, public=False,
            noun=found.noun, file=found.name, sha256=found.sha256, counts=found.counts,
        )  # fmt: skip
    return not piece.is_last


def _locked(uuid: UUID) -> Bulk:
    return Bulk.objects.select_for_update().get(uuid=uuid)
