"""The public log as files, in the fixed layout that `ledger/verify.py` reads."""

import json
from pathlib import Path

from ledger import queries
from ledger.models import Checkpoint

LINES = ("rolls.jsonl", "openings.jsonl")
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
    with (folder / "log.jsonl").open("wb") as file:
        for entry in queries.entry_lines(0, head.size).iterator(chunk_size=2000):
            file.write(bytes(entry.data) + b"\n")
    (folder / "checkpoint").write_text(head.note, encoding="utf-8")
    (folder / "keys.json").write_text(keys_json(), encoding="utf-8")
    _write_documents(folder, head.size)
    return head


def keys_json() -> str:
    return json.dumps({"keys": queries.keys_document()}, indent=1, ensure_ascii=False) + "\n"


def _write_documents(folder: Path, size: int) -> None:
    for name in FOLDERS:
        (folder / name).mkdir()
    with (folder / LINES[0]).open("wb") as rolls, (folder / LINES[1]).open("wb") as openings:
        by_name = dict(zip(LINES, (rolls, openings), strict=True))
        for paper in queries.documents(size).iterator(chunk_size=500):
            data = bytes(paper.data)
            if paper.path in by_name:
                by_name[paper.path].write(data + b"\n")
            else:
                (folder / paper.path).write_bytes(data)
