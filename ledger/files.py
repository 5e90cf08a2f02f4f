"""Files that belong to rows, through Django's storage API: a folder by default, S3-compatible where a deployment wants it.

A name carries the hash of its bytes, so a file is either whole or not the one that was asked for. On a
disk it is written beside its place and moved there in one step; a killed worker leaves no half file
under a name that a row could point to.
"""

import os
from contextlib import suppress
from hashlib import file_digest, sha256
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import IO
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import default_storage


class Damaged(Exception):
    """The bytes are not those that were stored."""


def keep(folder: str, stem: str, suffix: str, data: bytes) -> str:
    """Store these bytes as ``folder/stem-<hash>.suffix`` and answer that name; the same bytes once."""
    return keep_file(folder, stem, suffix, BytesIO(data))


def keep_file(folder: str, stem: str, suffix: str, source: IO[bytes]) -> str:
    """`keep` for what is too large to hold in memory; reads the file from its beginning."""
    source.seek(0)
    name = f"{folder}/{stem}-{file_digest(source, 'sha256').hexdigest()[:32]}.{suffix}"  # type: ignore[arg-type]
    source.seek(0)
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:  # not a disk; such stores write whole objects or none
        return name if default_storage.exists(name) else default_storage.save(name, File(source))
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with beside.open("wb") as file:
            copyfileobj(source, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return name


def load(name: str) -> bytes:
    """The bytes of a name from `keep`; refuses bytes that changed since."""
    with default_storage.open(name, "rb") as file:
        data = bytes(file.read())
    if sha256(data).hexdigest()[:32] != name.rpartition("-")[2].partition(".")[0]:
        raise Damaged(name)
    return data


def drop(names: list[str]) -> None:
    """Forget files that no row names any more; one that is gone already is gone."""
    for name in names:
        with suppress(FileNotFoundError):
            default_storage.delete(name)


def drop_folder(folder: str) -> None:
    """An emptied folder of a disk; other stores have none."""
    with suppress(NotImplementedError, OSError):
        Path(default_storage.path(folder)).rmdir()
