"""The two servers: how each is made, started and asked whether it is ready."""

import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.supervisor import binaries, place
from portal.supervisor.processes import Child, StartFailed, free_port, start, wait_for_port

USER = "biolattice"
DATABASE = "biolattice"
# How long the processes of a killed server may take to go.
LEFT_BEHIND_S = 15


@dataclass(slots=True)
class Running:
    url: str
    child: Child
    port: int


def postgres(
    folder: Path,
    *,
    fresh: bool = False,
    settings: Sequence[str] = (),
    database: str = DATABASE,
    port: int | None = None,
) -> Running:
    """A PostgreSQL on 127.0.0.1 with its data in ``folder/postgres``, as `nobody` when called by root."""
    who = place.account()
    home = binaries.postgres_folder(cache_folder(), who)
    data = folder / "postgres"
    refuse_closed_folder(data, who)
    if fresh:
        shutil.rmtree(data, ignore_errors=True)
    if not (data / "PG_VERSION").exists():
        initialise(home, data, who)
    password = (folder / "postgres.password").read_text().strip()
    port = port or free_port()
    child = serve(home, data, port, settings, folder / "postgres.log", who)
    make_database(port, password, database)
    return Running(f"postgres://{USER}:{password}@127.0.0.1:{port}/{database}", child, port)


def serve(home: Path, data: Path, port: int, settings: Sequence[str], log: Path, who: place.Account) -> Child:
    """The server, once it answers."""
    options = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        "dynamic_shared_memory_type": "mmap",
        "max_connections": "120",
        "synchronous_commit": "on",
        "jit": "off",
    }
    options |= dict(setting.split("=", 1) for setting in settings)
    flags = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
    deadline = time.monotonic() + LEFT_BEHIND_S
    while True:
        child = start(
            "PostgreSQL", [str(home / "bin/postgres"), "-D", str(data), *flags],
            log=log, who=who, env=server_environment(), cwd="/",
            # SIGTERM would wait for clients; SIGINT disconnects them and stops cleanly.
            stop_signal=signal.SIGINT,
        )  # fmt: skip
        try:
            wait_for_port(child, port)
        except StartFailed as failed:
            # Processes of a server that was killed a moment ago still hold its memory.
            if "shared memory block" not in str(failed) or time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return child


def refuse_closed_folder(data: Path, who: place.Account) -> None:
    if not place.enterable(data, who):
        raise StartFailed(
            f"PostgreSQL runs as {who.name} here, who cannot enter {data.parent}. "
            "Unset BIOLATTICE_STATE, or set it to a folder below ones that everybody may enter."
        )


def initialise(home: Path, data: Path, who: place.Account) -> None:
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    who.own(data)
    password = secrets.token_urlsafe(24)
    kept = data.parent / "postgres.password"
    kept.write_text(password)
    kept.chmod(0o600)
    # initdb reads a real file that its own user owns.
    handed = data.parent / "initdb.password"
    handed.write_text(password)
    handed.chmod(0o600)
    who.own(handed)
    try:
        run_initdb(home, data, handed, who)
    finally:
        handed.unlink()


def run_initdb(home: Path, data: Path, handed: Path, who: place.Account) -> None:
    # The built-in C.UTF-8 came with 17; before that the system's C.UTF-8 does the same.
    modern = binaries.version_of(str(home / "bin/postgres")) >= 17
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if modern else ["--locale=C.UTF-8"]
    done = subprocess.run(
        [str(home / "bin/initdb"), "-D", str(data), "-U", USER, "-A", "scram-sha-256", f"--pwfile={handed}",
         "-E", "UTF8", "--no-instructions", *locale],
        capture_output=True, text=True, env=server_environment(), cwd="/", check=False, **who.for_popen(),
    )  # fmt: skip
    if done.returncode:
        shutil.rmtree(data, ignore_errors=True)
        raise StartFailed(f"initdb failed:\n{done.stderr[-2000:]}")


def server_environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def make_database(port: int, password: str, database: str) -> None:
    import time

    import psycopg

    deadline = time.monotonic() + 30
    while True:  # the port opens a moment before the server answers
        try:
            connection = psycopg.connect(
                host="127.0.0.1", port=port, user=USER, password=password, dbname="postgres", autocommit=True
            )
            break
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
    with connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if not there:
            connection.execute(f'CREATE DATABASE "{database}"')


def valkey(folder: Path, *, port: int | None = None) -> Running:
    """A Valkey on 127.0.0.1 that keeps nothing on disk: it only carries (docs/adr/0006-outbox.md)."""
    binary = binaries.valkey_binary(cache_folder(), place.account())
    port = port or free_port()
    password = secrets.token_urlsafe(24)
    # By file, not by argument: arguments are readable by every process of the machine.
    secret = folder / "valkey.conf"
    secret.touch(mode=0o600)
    secret.write_text(
        f'bind 127.0.0.1\nport {port}\nrequirepass "{password}"\nsave ""\nappendonly no\n'
        f"dir {folder}\nmaxmemory 256mb\nmaxmemory-policy noeviction\n"
    )
    child = start("Valkey", [str(binary), str(secret)], log=folder / "valkey.log", cwd=str(folder))
    wait_for_port(child, port)
    return Running(f"redis://:{password}@127.0.0.1:{port}/0", child, port)


def cache_folder() -> Path:
    return place.state_folder("servers")
