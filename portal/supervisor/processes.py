"""Children that log to files, die with their parent, and are stopped in reverse order."""

import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.supervisor.place import Account

PR_SET_PDEATHSIG = 1
ENDINGS = (signal.SIGINT, signal.SIGTERM)


class StartFailed(Exception):
    """A child did not come up; the message carries the end of its log."""


@dataclass(slots=True)
class Child:
    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: signal.Signals

    def stop(self, patience: float = 10) -> None:
        """Ask, wait, and only then kill; safe to call twice."""
        stop_together([self], patience)

    def ask(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)

    def kill(self) -> None:
        """With all it has started: a worker's own children must not outlive it."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def stop_together(children: Sequence[Child], patience: float) -> None:
    """Ask all at once, so that the slowest is waited for and not the sum; kill who is left after ``patience``."""
    for child in children:
        child.ask()
    deadline = time.monotonic() + patience
    for child in children:
        try:
            child.process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until the end: an exception raised between fork and exec is thrown away by Python's own hooks."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def start(
    name: str,
    command: Sequence[str],
    *,
    log: Path,
    who: Account | None = None,
    env: Mapping[str, str] | None = None,
    cwd: str | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
) -> Child:
    """Start a child that gets ``stop_signal`` when this process dies (Linux; call from the main thread)."""
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def die_with_parent() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
        libc.prctl(PR_SET_PDEATHSIG, int(stop_signal))
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    as_other = who.for_popen() if who else {}
    with log.open("ab") as out, uninterrupted():
        process = subprocess.Popen(
            list(command), stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            env=dict(env) if env is not None else None, cwd=cwd, start_new_session=True,
            preexec_fn=die_with_parent, **as_other,
        )  # fmt: skip
    return Child(name, process, log, stop_signal)


def wait_for_port(child: Child, port: int, patience: float = 30) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if child.process.poll() is not None:
            break
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise StartFailed(f"{child.name} did not start; the end of {child.log}:\n{tail(child.log)}")


def tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""
