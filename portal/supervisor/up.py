"""`manage.py up`: servers, migrations, demo, web, workers and beat, as one foreground process.

    PostgreSQL, Valkey  ->  prepare (migrate, messages, demo)  ->  web, worker, simulations, beat

Stopped in reverse by Ctrl-C or SIGTERM, in a few seconds at most: whatever a worker holds when it is killed is done
again (tests/faults). A child that dies is started again, five times a minute at most.
"""

import base64
import fcntl
import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit
from urllib.request import urlopen

from portal.supervisor import place, servers
from portal.supervisor.processes import (
    ENDINGS,
    Child,
    StartFailed,
    start,
    stop_together,
    tail,
    uninterrupted,
    wait_for_port,
)

# A step of a simulation may take longer than anybody waits after Ctrl-C.
PATIENCE_S = 3
# What web and workers both write in, whoever they run as: files, compiled kernels, what is kept outside the database.
SHARED = ("media", "numba", "outside")


class CannotStart(Exception):
    """Said to the operator in one sentence."""


def run(*, port: int, embedded_database: bool, embedded_broker: bool, demo: bool) -> None:
    """Run everything until interrupted."""
    began = time.monotonic()
    refuse_taken_port(port)
    folder = place.state_folder("run")
    lock = only_one(folder)
    stack = Stack(folder)
    for ending in ENDINGS:  # a background job inherits an ignored SIGINT
        signal.signal(ending, interrupt)
    try:
        env = environment(folder, port, demo)
        if embedded_database:
            env["DATABASE_URL"] = stack.server("PostgreSQL", lambda: servers.postgres(folder))
        if embedded_broker:
            env["REDIS_URL"] = stack.server("Valkey", lambda: servers.valkey(folder))
        remember(folder, env)
        prepare(env, folder)
        children = commands(port, folder)
        stack.child("web", children.pop("web"), env)
        wait_for_page(stack.running["web"], port)
        say(env, port, began, folder)
        # After the first page: on two cores the workers' imports would make it wait.
        for name, command in children.items():
            stack.child(name, command, env)
        stack.watch()
    except KeyboardInterrupt:
        print("\nStopping.", flush=True)
    except StartFailed as failure:
        raise CannotStart(str(failure)) from failure
    finally:
        for ending in ENDINGS:
            signal.signal(ending, signal.SIG_IGN)  # already on the way
        stack.stop()
        lock.close()


def interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise CannotStart(f"Port {port} is taken; choose another: make up PORT={port + 1}")


def only_one(folder: Path) -> IO[str]:
    """A lock the kernel drops when we die; a pid in a file proves nothing."""
    lock = (folder / "up.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CannotStart("Biolattice already runs from this folder; stop it there first.") from None
    return lock


def environment(folder: Path, port: int, demo: bool) -> dict[str, str]:
    """What every child gets; secrets are made once and kept beside the data they protect."""
    media, numba, outside = (folder / name for name in SHARED)
    for shared in (media, numba, outside):
        shared.mkdir(exist_ok=True)
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **inherited,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONUNBUFFERED": "1",
        "SECRET_KEY": kept(folder / "secret.key", lambda: secrets.token_urlsafe(50)),
        "LEDGER_SIGNING_KEY": kept(
            folder / "ledger.key", lambda: base64.b64encode(secrets.token_bytes(32)).decode()
        ),
        "MEDIA_ROOT": str(media),
        "OUTSIDE_ROOT": str(outside),
        "NUMBA_CACHE_DIR": str(numba),
        "NUMBA_NUM_THREADS": "1",
        "SITE_URL": f"http://localhost:{port}",
        "DEMO": "1" if demo else "0",
    }


def kept(path: Path, make: Callable[[], str]) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(make())
    return path.read_text().strip()


def remember(folder: Path, env: dict[str, str]) -> None:
    """So that `manage.py shell` and its like find the same servers while we run."""
    names = (
        "DATABASE_URL",
        "REDIS_URL",
        "SECRET_KEY",
        "LEDGER_SIGNING_KEY",
        "MEDIA_ROOT",
        "OUTSIDE_ROOT",
        "NUMBA_CACHE_DIR",
        "NUMBA_NUM_THREADS",
        "SITE_URL",
        "DEMO",
    )
    target = folder / "env"
    target.touch(mode=0o600)
    target.write_text("".join(f"{name}={env[name]}\n" for name in names if name in env))


def prepare(env: dict[str, str], folder: Path) -> None:
    """Migrate and load the demo, unless this database was prepared for these very migrations."""
    mark, now = folder / "prepared", fingerprint(env)
    if mark.exists() and mark.read_text() == now:
        return
    # On the second core: the demo's first run and the worker find the model's kernels compiled.
    warm = [sys.executable, "-m", "crises.simulation", "--warm"]
    start("warm", warm, log=folder / "warm.log", env=env, cwd=str(place.PROJECT))
    # In a session of its own: Ctrl-C is ours to hear, and half a demo is rolled back by itself.
    done = subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        env=env,
        cwd=place.PROJECT,
        check=False,
        start_new_session=True,
    )
    if done.returncode:
        raise CannotStart("Preparing the database failed; the reason stands above.")
    mark.write_text(now)


def fingerprint(env: dict[str, str]) -> str:
    """Of the migrations, the demo switch and the database (but not its port, which is new each time)."""
    database = urlsplit(env["DATABASE_URL"])
    seen = hashlib.sha256(f"{env['DEMO']}{database.username}{database.password}{database.path}".encode())
    for path in sorted(place.PROJECT.glob("*/migrations/*.py")):
        seen.update(path.read_bytes())
    return seen.hexdigest()


def wait_for_page(web: Child, port: int, patience: float = 60) -> None:
    """Until a page is answered, which is later than an open port."""
    wait_for_port(web, port, patience)
    deadline = time.monotonic() + patience
    while True:
        try:
            with urlopen(f"http://localhost:{port}/", timeout=patience):
                return
        except OSError as error:
            if web.process.poll() is not None or time.monotonic() > deadline:
                raise StartFailed(
                    f"web does not answer ({error}); the end of {web.log}:\n{tail(web.log)}"
                ) from error
            time.sleep(0.1)


def commands(port: int, folder: Path) -> dict[str, list[str]]:
    celery = [sys.executable, "-m", "celery", "-A", "config"]
    worker = [*celery, "worker", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    return {
        "web": [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
            "--workers", "1", "--blocking-threads", "8", "--no-ws", "--log-level", "warning", "config.wsgi:application",
        ],
        "worker": [*worker, "-Q", "ledger,default,mail", "-c", "2", "-n", "worker@localhost"],
        "simulations": [*worker, "-Q", "simulations", "-c", "2", "-n", "simulations@localhost"],
        "beat": [*celery, "beat", "--loglevel", "WARNING", "-s", str(folder / "beat"), "--pidfile="],
    }  # fmt: skip


def say(env: dict[str, str], port: int, began: float, folder: Path) -> None:
    print(f"\n  Biolattice answers at http://localhost:{port}  ({time.monotonic() - began:.1f} s)")
    if env["DEMO"] == "1":
        print(f"  Demo logins, one press each: http://localhost:{port}/accounts/demo/")
        print(f"  Mail that was sent:          http://localhost:{port}/dev/mail/")
        print(f"  Texts, and a phone to send:  http://localhost:{port}/dev/texts/")
    print(f"  Logs: {folder}\n  Ctrl-C stops everything.\n", flush=True)


def hand_over(folder: Path, who: place.Account) -> None:
    """The run's folder, and what is shared in it, with what preparing the database put there."""
    who.own(folder)
    for shared in (folder / name for name in SHARED):
        for path in (shared, *shared.rglob("*")):
            who.own(path)


class Stack:
    """The children in the order they were started, and how to start each again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: dict[str, Child] = {}
        self.again: dict[str, Callable[[], Child]] = {}
        self.deaths: dict[str, deque[float]] = {}

    def server(self, name: str, make: Callable[[], servers.Running]) -> str:
        server = make()
        self.running[name] = server.child
        return server.url

    def child(self, name: str, command: list[str], env: dict[str, str]) -> None:
        who = place.account()
        as_who = who if place.interpreter_reachable(who) else None

        def begin() -> Child:
            return start(
                name, command, log=self.folder / f"{name}.log", env=env, cwd=str(place.PROJECT), who=as_who,
                # Celery's word for "now": SIGTERM would wait for every task in hand.
                stop_signal=signal.SIGQUIT if "worker" in command else signal.SIGTERM,
            )  # fmt: skip

        if as_who:
            hand_over(self.folder, as_who)
        with uninterrupted():  # what was started is also stopped
            self.again[name] = begin
            self.running[name] = begin()

    def watch(self) -> None:
        while True:
            time.sleep(0.5)
            for name, child in list(self.running.items()):
                if child.process.poll() is not None:
                    self.restart(name, child)

    def restart(self, name: str, child: Child) -> None:
        """Start a dead child again, unless it is a server or dies too often."""
        deaths = self.deaths.setdefault(name, deque(maxlen=5))
        deaths.append(time.monotonic())
        if name not in self.again or (len(deaths) == 5 and deaths[-1] - deaths[0] < 60):
            raise StartFailed(f"{name} stopped; the end of {child.log}:\n{tail(child.log)}")
        print(f"  {name} stopped (code {child.process.returncode}); starting it again.", flush=True)
        self.running[name] = self.again[name]()

    def stop(self) -> None:
        """The product together, then its servers: nobody asks a database that has gone."""
        stop_together([child for name, child in self.running.items() if name in self.again], PATIENCE_S)
        for child in reversed(self.running.values()):
            child.stop()
