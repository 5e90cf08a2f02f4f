"""What a worker does for an import: reads the next lines of its file and hands them to the action that commits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from biomes import actions, files, queries, tables, words
from biomes.forms import ColumnsForm, UploadForm
from biomes.models import Import
from biomes.rules import columns
from biomes.rules.import_life import Failure
from biomes.rules.numbers import Decimals, Thousands
from ledger.queries import now

# Of one step: long enough to be worth its commit, short enough for the cancel button and for other stations.
STEP_ROWS = 20_000
STEP_LINES = 5_000


def step(import_id: int) -> bool:
    """One step; whether there may be more to do."""
    return actions.advance_import(import_id=import_id, read=read, at=now())


def finish_here(import_id: int) -> None:
    """A whole phase in this process, without a broker: the demo, and tests."""
    while step(import_id):
        pass


def read(found: Import) -> tables.Chunk:
    """The next lines of the file, or why it cannot be read."""
    try:
        return _read(found)
    except tables.Broken as why:
        raise actions.Unreadable(why.code, why.line) from why
    except FileNotFoundError as why:
        raise actions.Unreadable(Failure.FILE_GONE, None) from why


def _read(found: Import) -> tables.Chunk:
    rows = files.rows_of(found.file)
    if found.kind == tables.XLSX and found.offset == 0:
        decimals = Decimals(found.said["decimals"])
        with files.read(found.file) as book:
            files.replace(rows, tables.unpack(book, decimals))
    separator = "," if found.kind == tables.XLSX else found.said["separator"]
    measures = sum(1 for one in found.said["columns"] if one["role"]) or 1
    with files.read(rows) as table:
        offset, line = found.offset, found.line
        if offset == 0:
            header, offset, line = tables.header_of(table, separator)
            if header != found.header:
                raise tables.Broken(Failure.NO_HEADING, 1)
        chunk = tables.lines_of(
            table, header=found.header, separator=separator, offset=offset, line=line,
            most=min(STEP_LINES, max(STEP_ROWS // measures, 100)),
        )  # fmt: skip
        chunk.total = files.size_of(rows)
    return chunk


# --- What the doors of page and API share -----------------------------------------------------------
def receive(form: UploadForm, *, by: str, at: datetime) -> Import:
    """Put a valid upload into the store and write it down; what is refused leaves no file behind."""
    upload, uuid = form.cleaned_data["file"], uuid4()
    upload.seek(0)
    kept = files.keep(uuid, form.kind, upload.chunks())
    try:
        return actions.upload_import(
            uuid=uuid, biome=form.cleaned_data["biome"], station=form.cleaned_data["station"],
            name=Path(str(upload.name)).name, kind=form.kind, file=kept.name, sha256=kept.sha256, size=kept.size,
            header=form.header, separator=form.separator, by=by, at=at,
        )  # fmt: skip
    except actions.CannotImport:
        files.drop(kept.name)
        raise


def header_with(found: Import, separator: str) -> list[str]:
    """The heading as another separator parts it; the stored one where the file cannot be read so."""
    if found.kind == tables.XLSX or separator == found.said["separator"] or not found.file:
        return list(found.header)
    try:
        with files.read(found.file) as table:
            return tables.header_of(table, separator)[0]
    except (tables.Broken, FileNotFoundError):
        return list(found.header)


def columns_form(
    found: Import, data: Mapping[str, Any] | None = None, separator: str = ""
) -> tuple[ColumnsForm, str, list[str]]:
    """The form of a file's columns with its guesses or what was said before; its separator and heading."""
    separator = separator if separator in tables.SEPARATORS else found.said["separator"]
    header = header_with(found, separator)
    indicators = {one.code: words.indicator_name(one.code, one.name) for one in queries.indicators()}
    said = found.said if "columns" in found.said and header == found.header else None
    form = ColumnsForm(
        data, header=header, indicators=indicators, one_station=found.station_id is not None,
        initial=_initial(header, indicators, said, found.station_id is not None),
    )  # fmt: skip
    return form, separator, header


def _initial(
    header: list[str], indicators: Collection[str], said: Mapping[str, Any] | None, one_station: bool
) -> dict[str, Any]:
    if said:
        by_name = {one["column"]: one for one in said["columns"]}
        first = {key: said.get(key, "") for key in ("decimals", "thousands", "time", "clock")}
        cells = [by_name.get(column, {}) for column in header]
    else:
        guesses = columns.guess(header, indicators)
        first = {"thousands": Thousands.NONE.value}
        off = {"station", "lon", "lat"} if one_station else set()
        cells = [{"role": "" if one.role in off else one.role, "unit": one.unit} for one in guesses]
    return first | {
        f"{key}_{number}": cell.get(key, "")
        for number, cell in enumerate(cells)
        for key in ("role", "unit", "limit")
    }
