"""What a worker does for a file of profiles, zones or links: makes it rows, then reads the next ones for the action.

The rows lie in the store as lines of JSON, sensitive places coarse; what was sent goes as soon as they are written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from biomes import actions, bulk_files, files
from biomes.forms.bulk import SheetForm
from biomes.models import Bulk
from biomes.queries import bulk as reads
from biomes.rules import bulk as rule
from biomes.rules.bulk import BadSheet, Noun
from biomes.rules.import_life import Failure, State
from biomes.tables import Broken
from ledger.queries import now

# Of one step: long enough to be worth its commit, short enough for the cancel button. A file that fits into one
# step is taken in wholly or not at all whatever happens meanwhile.
CHECK_ROWS = 1_000
APPLY_ROWS = 500


@dataclass(slots=True)
class Piece:
    rows: list[dict[str, Any]]
    offset: int
    total: int
    is_last: bool


def step(sheet_id: int) -> bool:
    """One step; whether there may be more to do."""
    written: list[str] = []

    def unpacked(found: Bulk) -> str:
        written.append(unpack(found))
        return written[0]

    more = actions.advance_sheet(sheet_id=sheet_id, unpack=unpacked, read=read, at=now())
    if written and not more:
        # Called off while it was read: nobody will ask for these rows.
        files.drop(*written)
    return more


def finish_here(sheet_id: int) -> None:
    """A whole phase in this process, without a broker: the demo, and tests."""
    while step(sheet_id):
        pass


def receive(form: SheetForm, *, by: str, at: datetime) -> Bulk:
    """Put a valid upload into the store and write it down; what is refused leaves no file behind."""
    upload, uuid = form.cleaned_data["file"], uuid4()
    upload.seek(0)
    kept = files.keep(uuid, form.kind, upload.chunks())
    try:
        return actions.send_sheet(
            uuid=uuid, noun=Noun(form.cleaned_data["noun"]), name=Path(str(upload.name)).name, kind=form.kind,
            file=kept.name, sha256=kept.sha256, size=kept.size, by=by, at=at,
        )  # fmt: skip
    except actions.CannotImport:
        files.drop(kept.name)
        raise


def unpack(found: Bulk) -> str:
    """Write the file's rows beside it; answers their name in the store."""
    rows = f"{found.file}{files.ROWS}"
    try:
        with files.read(found.file) as sent:
            files.replace(rows, _lines(found, sent))
    except Broken as why:
        raise actions.Unreadable(why.code, why.line) from why
    except BadSheet as why:
        raise actions.Unreadable(Failure.NO_HEADING, 1) from why
    except FileNotFoundError as why:
        raise actions.Unreadable(Failure.FILE_GONE, None) from why
    return rows


def _lines(found: Bulk, sent: Any) -> Iterator[bytes]:
    coarse = reads.coarse_sizes()
    for row in bulk_files.rows_of(sent, found.kind, Noun(found.noun)):
        cells = row["cells"]
        kept = row | {"cells": rule.coarse_cells(cells, coarse.get(cells.get("slug", "").strip(), 0))}
        yield json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def read(found: Bulk) -> Piece:
    """The next rows."""
    most = CHECK_ROWS if found.state == State.CHECKING else APPLY_ROWS
    rows: list[dict[str, Any]] = []
    try:
        if found.offset == 0:
            files.drop_sent(found.file)
        with files.read(found.file) as kept:
            kept.seek(found.offset)
            while len(rows) < most and (line := kept.readline()):
                rows.append(json.loads(line))
            end = kept.tell()
        total = files.size_of(found.file)
    except FileNotFoundError as why:
        raise actions.Unreadable(Failure.FILE_GONE, None) from why
    return Piece(rows, end, total, end >= total)
