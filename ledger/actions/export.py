"""The public log as files, in the fixed layout that `ledger/verify.py` reads."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from ledger import queries
from ledger.models import Checkpoint

LINES = ("rolls.jsonl", "openings.jsonl")
# Documents may be megabytes each, and travel as twice that.
A_FEW = 5
FOLDERS = ("rules", "charters", "readings", "elections")


class CannotExport(Exception):
    """Nothing was written; the message says why."""


def export_log(folder: Path, *, checkpoint: Checkpoint | None = None) -> Checkpoint:
    """Write the log as of a checkpoint (the latest) into an empty or new folder."""
    head = checkpoint or queries.latest_checkpoint()
    if head is None:
        raise CannotExport("Nothing has been sealed yet, so there is no log to export.")
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise CannotExport(f"{folder} is not empty; an export is written into a folder of its own.")
    for name in FOLDERS:
        (folder / name).mkdir()
    for path, pieces in export_files(head):
        with (folder / path).open("wb") as file:
            file.writelines(pieces)
    return head


def export_files(head: Checkpoint) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Each file of an export by its path and in pieces, so that no more than one piece is in memory."""
    yield "log.jsonl", (bytes(row.data) + b"\n" for row in _rows(queries.entry_lines(0, head.size)))
    yield "checkpoint", [head.note.encode()]
    yield "keys.json", [keys_json(head.size).encode()]
    papers = queries.documents(head.size)
    for name in LINES:
        yield name, (bytes(paper.data) + b"\n" for paper in _rows(papers.filter(path=name), A_FEW))
    written: set[str] = set()
    for paper in _rows(papers.exclude(path__in=LINES), A_FEW):
        if paper.path not in written:
            yield paper.path, [bytes(paper.data)]
        written.add(paper.path)


def _rows(found: QuerySet[Any], at_once: int = 500) -> Iterator[Any]:
    return found.iterator(chunk_size=at_once)


def keys_json(size: int | None = None) -> str:
    return json.dumps({"keys": queries.keys_document(size)}, indent=1, ensure_ascii=False) + "\n"
