"""What a restore of the database must not take back, in a folder of its own (`OUTSIDE_ROOT`).

    checkpoint   the last one that was published, as a signed note
    leaves       the leaf hashes of the entries under it, 32 bytes each: with them a loss is told exactly
    erased       who left, one code a line, to be erased again after a restore (accounts)

It is written behind the commit that publishes, never before it, so it may be late by what a crash cuts off and never knows
of something that did not happen. Who writes holds the folder's lock, and reads the database under it.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

CHECKPOINT, LEAVES, ERASED, LOCK = "checkpoint", "leaves", "erased", "lock"
HASH = 32


def folder() -> Path | None:
    """None where nothing is kept outside (tests, whose logs begin anew each time)."""
    return Path(settings.OUTSIDE_ROOT) if settings.OUTSIDE_ROOT else None


@contextmanager
def locked() -> Iterator[Path]:
    """The folder, and nobody else in it."""
    place = folder()
    if place is None:
        raise RuntimeError("nothing is kept outside the database here")
    place.mkdir(parents=True, exist_ok=True)
    with (place / LOCK).open("w") as lock:
        # Let go when the file is closed, and by the kernel when its holder dies.
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield place


def checkpoint() -> str | None:
    """The note, or None where none was kept yet."""
    data = _read(CHECKPOINT)
    return data.decode("utf-8", "replace") if data else None


def leaves(size: int) -> list[bytes]:
    """The leaf hashes of the first ``size`` entries that were published, or as many as there are."""
    data = _read(LEAVES, size * HASH)
    return [data[at : at + HASH] for at in range(0, len(data) - HASH + 1, HASH)]


def leaf_count() -> int:
    place = folder()
    path = place / LEAVES if place else None
    return path.stat().st_size // HASH if path and path.exists() else 0


def keep(place: Path, note: str, start: int, rest: Iterable[bytes]) -> None:
    """The leaves from number ``start`` on, and the checkpoint over all of them; the lock must be held.

    The checkpoint last, and whole or not at all: what a crash leaves is the old one, with leaves behind it that nobody reads.
    """
    with (place / LEAVES).open("ab") as file:
        file.truncate(start * HASH)
        file.writelines(rest)
        file.flush()
        os.fsync(file.fileno())
    beside = place / f"{CHECKPOINT}.new"
    with beside.open("wb") as new:
        new.write(note.encode())
        new.flush()
        os.fsync(new.fileno())
    beside.replace(place / CHECKPOINT)
    _settle(place)


def erased() -> list[str]:
    """The codes of who left, in the order in which they were written down."""
    return _read(ERASED).decode("ascii", "replace").split()


def keep_erased(codes: Iterable[str]) -> list[str]:
    """Write down those that are not there yet; which they were."""
    with locked() as place:
        had = set(erased())
        new = [code for code in codes if code not in had]
        with (place / ERASED).open("ab") as file:
            file.writelines(f"{code}\n".encode() for code in new)
            file.flush()
            os.fsync(file.fileno())
        _settle(place)
    return new


def forget() -> None:
    """A log that begins anew (`make demo-reset`) contradicts nobody."""
    if folder() is None:
        return
    with locked() as place:
        for name in (CHECKPOINT, LEAVES, ERASED):
            (place / name).unlink(missing_ok=True)


def _read(name: str, most: int = -1) -> bytes:
    place = folder()
    if place is None:
        return b""
    try:
        with (place / name).open("rb") as file:
            return file.read(most)
    except FileNotFoundError:
        return b""


def _settle(place: Path) -> None:
    """A new name in a folder outlives the machine only when the folder was written too."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
