"""The life of an uploaded file of readings: asked for, checked without storing, stored step by step, or called off.

Files are read outside: `advance_import` is handed the next lines and commits them with the place they end at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from biomes.actions import file_steps
from biomes.actions.file_steps import MOST_OPEN, CannotImport, Unreadable, begin, move, must_still_run
from biomes.actions.imports import Account, Survey, take_lines
from biomes.models import Biome, Bulk, Import, Remark, Station
from biomes.rules import columns as rule
from biomes.rules import import_life as life
from biomes.rules.import_life import Failure, State
from biomes.rules.numbers import Decimals, NumberFormat, Thousands
from biomes.rules.words import Quality
from ledger import actions as ledger

MOST_SITES = 20_000


class Piece(Protocol):
    """The next lines of a file, and where those after them begin: the byte, and the line before it."""

    lines: list[tuple[int, dict[str, str]]]
    offset: int
    line: int
    total: int
    is_last: bool


@transaction.atomic
def upload_import(
    *,
    uuid: UUID,
    biome: Biome,
    station: Station | None,
    name: str,
    kind: str,
    file: str,
    sha256: str,
    size: int,
    header: Sequence[str],
    separator: str,
    by: str,
    at: datetime,
) -> Import:
    """Write down a file that lies in the store. Nothing of it is read yet but its heading."""
    if station and station.biome_id != biome.pk:
        raise CannotImport(_("This station measures another living system."))
    under_way = Import.objects.exclude(state__in=[one.value for one in life.OVER])
    if under_way.filter(asked_by=by).count() >= MOST_OPEN:
        raise CannotImport(
            ngettext(
                "You have %(most)s import under way; finish or discard one first.",
                "You have %(most)s imports under way; finish or discard one first.",
                MOST_OPEN,
            )
            % {"most": MOST_OPEN}
        )
    return Import.objects.create(
        uuid=uuid, biome=biome, station=station, name=name[:80], kind=kind, file=file, sha256=sha256, size=size,
        header=list(header), said={"separator": separator}, asked_by=by, asked_at=at,
    )  # fmt: skip


@transaction.atomic
def start_check(*, uuid: UUID, said: Mapping[str, Any], header: Sequence[str], at: datetime) -> Import:
    """Say what the columns are and begin the dry run. An earlier report is thrown away."""
    found = _locked(uuid)
    move(found, State.CHECKING, _("This import is being checked or is over; its columns stand as they are."))
    found.said, found.header = dict(said), list(header)
    found.remarks.all().delete()
    found.sites = {}
    begin(found, at)
    return found


@transaction.atomic
def start_import(
    *, uuid: UUID, by: str, at: datetime, is_whole: bool = False, is_checked: bool = False
) -> Import:
    """Store what was checked. All or nothing: refused while one row would be."""
    found = _locked(uuid)
    refused = found.counts.get("refused", 0)
    if found.state == State.CHECKED and is_whole and refused:
        raise CannotImport(
            ngettext(
                "%(count)s row would be refused, and you asked for all or nothing: nothing is stored.",
                "%(count)s rows would be refused, and you asked for all or nothing: nothing is stored.",
                refused,
            )
            % {"count": refused}
        )
    if found.state == State.CHECKED and not sum(found.counts.values()) - refused:
        raise CannotImport(_("The check found no row that can be stored."))
    move(found, State.STORING, _("Check the file first; an import runs once."))
    _open_sites(found, at)
    found.is_whole, found.is_checked = is_whole, is_checked
    begin(found, at)
    ledger.record(
        kind="biomes.import.begun", subject=found.biome.subject, actor=by, at=at, public=False,
        file=found.name, sha256=found.sha256, whole=is_whole, checked=is_checked,
    )  # fmt: skip
    return found


def _open_sites(found: Import, at: datetime) -> None:
    """All stations of the file at once, so that no line can be refused for its station any more."""
    taken = Station.objects.filter(code__in=list(found.sites)).exclude(biome=found.biome).first()
    if taken:
        raise CannotImport(
            _("Since the check, %(code)s was opened for another living system. Check the file again.")
            % {"code": taken.code}
        )
    Station.objects.bulk_create(
        (
            Station(code=code, biome=found.biome, lon=Decimal(lon), lat=Decimal(lat), opened_at=at)
            for code, (lon, lat) in found.sites.items()
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def cancel_import(*, uuid: UUID, by: str, at: datetime) -> tuple[Import, str]:
    """Call it off at once; answers the file's name in the store, which nobody needs any more.

    A step under way finds out when it wants to commit, and leaves nothing.
    """
    found = _locked(uuid)
    was = found.state
    move(found, State.CANCELLED, _("This import is over already; there is nothing to cancel."))
    file, found.file, found.ended_at = found.file, "", at
    found.save()
    if was == State.STORING:
        ledger.record(
            kind="biomes.import.cancelled", subject=found.biome.subject, actor=by, at=at, public=False,
            file=found.name, sha256=found.sha256, counts=found.counts,
        )  # fmt: skip
    return found, file


def advance_import(*, import_id: int, read: Callable[[Import], Piece], at: datetime) -> bool:
    """One step: its lines, its remarks and its place in one transaction. Whether there may be more to do."""

    def work() -> bool:
        found = Import.objects.select_related("biome", "station").get(pk=import_id)
        if State(found.state) not in life.MOVING:
            return False
        piece = read(found)
        account = Account()
        _take(found, piece, account, at)
        return _commit(found, piece, account, at)

    return file_steps.advance(Import, import_id, work, at)


def _take(found: Import, piece: Piece, account: Account, at: datetime) -> None:
    survey = survey_of(found)
    with transaction.atomic():
        take_lines(survey=survey, lines=piece.lines, account=account, at=at)
        # The dry run does all that the import will do, and then nothing of it.
        transaction.set_rollback(found.state == State.CHECKING)


def _commit(found: Import, piece: Piece, account: Account, at: datetime) -> bool:
    must_still_run(found)
    is_check = found.state == State.CHECKING
    if is_check:
        Remark.objects.bulk_create(_remarks(found, account), batch_size=5_000)
        opened = {code: [str(lon), str(lat)] for code, (lon, lat) in account.sites.items()}
        found.sites = opened | found.sites  # the first line of a site says where it stands
        if len(found.sites) > MOST_SITES:
            raise Unreadable(Failure.TOO_MANY_SITES, None)
    found.counts = dict(Counter(found.counts) + account.verdicts)
    found.line_count += account.line_count
    found.offset, found.line, found.total, found.moved_at = piece.offset, piece.line, piece.total, at
    if piece.is_last:
        found.state, found.ended_at = (State.CHECKED if is_check else State.DONE).value, at
    found.save()
    if piece.is_last and not is_check:
        ledger.record(
            kind="biomes.import.finished", subject=found.biome.subject, actor=found.asked_by, at=at, public=False,
            file=found.name, sha256=found.sha256, counts=found.counts, stations=len(found.sites),
        )  # fmt: skip
    return not piece.is_last


def _remarks(found: Import, account: Account) -> list[Remark]:
    told = [(one, True) for one in account.refusals] + [(one, False) for one in account.doubts]
    return [
        Remark(
            of=found, line=one.line, column=one.column, indicator=one.indicator, code=one.code,
            is_refusal=is_refusal, said="".join(c for c in one.said if c.isprintable()),
        )
        for one, is_refusal in sorted(told, key=lambda pair: pair[0].line)
    ]  # fmt: skip


def survey_of(found: Import) -> Survey:
    return Survey(
        biome=found.biome,
        columns=rule.from_said(found.said),
        sender=f"import {found.uuid}",
        quality=Quality.CHECKED if found.is_checked else Quality.RAW,
        numbers=number_format(found.said),
        station=found.station,
    )


def number_format(said: Mapping[str, Any]) -> NumberFormat:
    return NumberFormat(
        Decimals(said.get("decimals", Decimals.POINT)), Thousands(said.get("thousands", Thousands.NONE))
    )


def silent_imports(*, at: datetime) -> list[int]:
    return file_steps.silent(Import, at)


def forget_files(*, at: datetime) -> list[str]:
    """Names in the store that no import of any kind needs any more."""
    return [*file_steps.forget(Import, at), *file_steps.forget(Bulk, at)]


def _locked(uuid: UUID) -> Import:
    return Import.objects.select_for_update(of=("self",)).select_related("biome", "station").get(uuid=uuid)
