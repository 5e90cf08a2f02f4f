"""A pytest plugin, loaded before Django's settings: real servers for the run, unless the caller brings some.

With `DATABASE_URL` and `REDIS_URL` set nothing is started; otherwise a PostgreSQL and a Valkey of
this run alone come up (1.5 s) and go with it. xdist workers inherit them.
"""

import os
import shutil
from pathlib import Path

import pytest

_started: list = []
_folder: Path | None = None


def _start() -> None:
    global _folder
    from portal.supervisor import place, servers

    _folder = place.state_folder(f"test-{os.getpid()}")
    for left in _folder.parent.glob("test-*"):  # of runs that were killed
        if not Path(f"/proc/{left.name.rpartition('-')[2]}").exists():
            shutil.rmtree(left, ignore_errors=True)
    if "DATABASE_URL" not in os.environ:
        # Nothing of a test run must outlive it, so the disk need not be waited for.
        quick = ("fsync=off", "full_page_writes=off", "max_connections=250")
        database = servers.postgres(_folder, settings=quick)
        _started.append(database.child)
        os.environ["DATABASE_URL"] = database.url
    if "REDIS_URL" not in os.environ:
        broker = servers.valkey(_folder)
        _started.append(broker.child)
        os.environ["REDIS_URL"] = broker.url


if "PYTEST_XDIST_WORKER" not in os.environ and not {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys():
    _start()


# Each xdist worker has a Valkey database of its own, as pytest-django gives it a PostgreSQL one.
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    base, _, number = os.environ["REDIS_URL"].rpartition("/")
    os.environ["REDIS_URL"] = f"{base}/{int(number or 0) + 1 + int(worker.removeprefix('gw'))}"


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    for child in reversed(_started):
        child.stop()
    _started.clear()
    if _folder:
        shutil.rmtree(_folder, ignore_errors=True)
