"""A product of its own for one test: PostgreSQL, Valkey and the processes a test starts and kills."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from portal.supervisor import place, servers
from portal.supervisor.processes import Child, free_port, start, wait_for_port


class Stack:
    """``env`` makes any child use these servers; ``rows(sql)`` asks the database itself."""

    def __init__(self, name: str) -> None:
        self.folder = place.state_folder(f"fault-{name}-{os.getpid()}")
        self.database = servers.postgres(self.folder)
        self.broker = servers.valkey(self.folder)
        self.children: list[Child] = []
        (self.folder / "media").mkdir(exist_ok=True)
        self.env = {
            **{key: value for key, value in os.environ.items() if key != "PYTEST_XDIST_WORKER"},
            "DATABASE_URL": self.database.url,
            "REDIS_URL": self.broker.url,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DEMO": "1",
            "MEDIA_ROOT": str(self.folder / "media"),
            "NUMBA_CACHE_DIR": str(place.state_folder("numba")),
            "LOG_LEVEL": "WARNING",
        }
        self.manage("migrate", "--verbosity", "0")

    def manage(self, *words: str, code: str | None = None) -> str:
        """Run a management command; with ``code``, `manage.py shell -c code`."""
        command = ["shell", "--no-imports", "-c", code] if code else list(words)
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            env=self.env,
            cwd=place.PROJECT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def web(self, port: int = 0) -> str:
        """Start granian, the last of the children; its address, which the letters of later children carry too."""
        port = port or free_port()
        self.env["SITE_URL"] = f"http://localhost:{port}"
        child = self.child(
            "web", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
            "--blocking-threads", "8", "--no-ws", "--log-level", "warning", "config.wsgi:application",
        )  # fmt: skip
        wait_for_port(child, port)
        return self.env["SITE_URL"]

    def worker(self, queues: str, processes: int = 1) -> Child:
        return self.child(
            f"worker-{len(self.children)}", "celery", "-A", "config", "worker", "-Q", queues, "-c", str(processes),
            "--loglevel", "WARNING", "--without-gossip", "--without-mingle",
        )  # fmt: skip

    def beat(self) -> Child:
        return self.child(
            "beat", "celery", "-A", "config", "beat", "--loglevel", "WARNING",
            "-s", str(self.folder / "beat"), "--pidfile=",
        )  # fmt: skip

    def child(self, name: str, *module_and_words: str) -> Child:
        child = start(
            name,
            [sys.executable, "-m", *module_and_words],
            log=self.folder / f"{name}.log",
            env=self.env,
            cwd=str(place.PROJECT),
        )
        self.children.append(child)
        return child

    def kill(self, child: Child) -> None:
        """``kill -9`` of a child and of every process it made."""
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()

    def kill_postgres(self) -> None:
        """``kill -9`` of the server and its backends: nothing is flushed that was not already."""
        self.kill(self.database.child)

    def restart_postgres(self) -> None:
        """The same data on the same port, as after a crash."""
        self.database = servers.postgres(self.folder, port=self.database.port)

    def flush_broker(self) -> None:
        import redis

        redis.Redis.from_url(self.broker.url).flushall()

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database.url, autocommit=True) as connection:
            return connection.execute(query, values).fetchall()

    def until(self, holds: Callable[[], Any], seconds: float, what: str) -> Any:
        """Wait until ``holds()`` is true, or fail with the children's last words."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := holds():
                return found
            time.sleep(0.1)
        logs = "\n".join(f"--- {c.name}\n{tail(c.log)}" for c in self.children)
        raise AssertionError(f"not within {seconds} s: {what}\n{logs}")

    def mend(self) -> None:
        """End what the test started, and bring up again what it killed."""
        for child in reversed(self.children):
            child.stop(patience=3)
        self.children.clear()
        if self.database.child.process.poll() is not None:
            self.restart_postgres()
        if self.broker.child.process.poll() is not None:
            self.broker = servers.valkey(self.folder)
            self.env["REDIS_URL"] = self.broker.url
        self.flush_broker()

    def close(self) -> None:
        for child in reversed(self.children):
            child.stop(patience=3)
        self.broker.child.stop()
        self.database.child.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def tail(log: Path) -> str:
    return log.read_text(errors="replace")[-1500:] if log.exists() else ""
