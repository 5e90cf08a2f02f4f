"""A ZIP written piece by piece, that knows the SHA-256 of each file it holds."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


class Archive:
    """Every file lies in one folder and bears one moment, so that the same bundle is the same bytes."""

    def __init__(self, file: IO[bytes], folder: str, at: datetime) -> None:
        self._zip = ZipFile(file, "w", ZIP_DEFLATED)
        self._folder = folder
        # The format counts years to 2107.
        self._moment = (min(at.year, 2107), at.month, at.day, at.hour, at.minute, at.second)
        self.digests: dict[str, str] = {}

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    def add(self, path: str, pieces: Iterable[bytes]) -> None:
        info = ZipInfo(f"{self._folder}/{path}", self._moment)
        info.compress_type = ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        digest = sha256()
        # A log may outgrow four gigabytes; the wider fields cost twenty bytes a file.
        with self._zip.open(info, "w", force_zip64=True) as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
        self.digests[path] = digest.hexdigest()
