"""Uploaded tables, through Django's storage API: a folder by default, S3-compatible where a deployment wants it."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage

SPOOL = 2 * 1024 * 1024
# What the rows of a file of profiles, zones or links are called, beside what was sent.
ROWS = ".rows"


@dataclass(frozen=True, slots=True)
class Kept:
    name: str
    sha256: str
    size: int


def keep(uuid: UUID, suffix: str, chunks: Iterable[bytes]) -> Kept:
    """Store what comes in parts, without ever holding it whole in memory."""
    digest, size = sha256(), 0
    with SpooledTemporaryFile(max_size=SPOOL) as whole:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            whole.write(chunk)
        whole.seek(0)
        name = default_storage.save(f"imports/{uuid}.{suffix}", File(whole))
    return Kept(name, digest.hexdigest(), size)


def read(name: str) -> IO[Any]:
    """Open for reading, from anywhere in it; FileNotFoundError when somebody took it away."""
    return default_storage.open(name, "rb")


def size_of(name: str) -> int:
    return default_storage.size(name)


def rows_of(name: str) -> str:
    """Beside a workbook lie its rows as CSV, once a step has unpacked them."""
    return f"{name}.rows.csv" if name.endswith(".xlsx") else name


def replace(name: str, chunks: Iterable[bytes]) -> None:
    """The same name with other bytes."""
    with suppress(FileNotFoundError):
        default_storage.delete(name)
    with SpooledTemporaryFile(max_size=SPOOL) as whole:
        for chunk in chunks:
            whole.write(chunk)
        whole.seek(0)
        default_storage.save(name, File(whole))


def drop_sent(rows: str) -> None:
    """What was sent goes once its rows are written: an exact outline may stand in it."""
    with suppress(FileNotFoundError):
        default_storage.delete(rows.removesuffix(ROWS))


def drop(*names: str) -> None:
    """Forget files that nobody needs any more, and their rows; one that is gone already is gone."""
    sent = {name.removesuffix(ROWS) for name in names if name}
    for name in {one for given in sent for one in (given, rows_of(given), f"{given}{ROWS}")}:
        with suppress(FileNotFoundError):
            default_storage.delete(name)
