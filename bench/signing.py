"""Confirmed signatures of one petition over HTTP: how many a second, how late the slowest, and whether all are there.

Limits: `signatures_per_s` >= 1,000 with `p99_ms` <= 150, and at least 15 % of what pgbench appends of the same rows to
the same table in the same run (`ratio_to_pgbench`); `slow_commit_per_s` >= 1,000 with every commit 4 ms slower
(`commit_delay`); `lost` and `doubled` nought: what was acknowledged is in the table, once.

The petition has ROWS signatures before. PostgreSQL (`synchronous_commit` on), the web server and its two workers are
those of `make up`; the senders are one process with CONNECTIONS connections, each pressing the button of one mail's
link after another. Counting ticks each ten seconds beside them, as the worker does.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from statistics import quantiles
from threading import Event, Thread
from typing import Any, cast
from uuid import uuid4

import psycopg

from bench import petitions_world as world
from portal.supervisor import binaries, place, servers
from portal.supervisor.processes import Child, free_port, start, wait_for_port

SIGNATURES = int(os.environ.get("SIGNATURES", "30_000"))
CONNECTIONS = int(os.environ.get("CONNECTIONS", "16"))
PGBENCH_SECONDS = 10
# `petitions.count` in the beat's schedule.
TICK_SECONDS = 10
LIMITS: dict[str, float] = {
    "signatures_per_s": 1_000, "p99_ms": 150, "ratio_to_pgbench": 0.15, "slow_commit_per_s": 1_000, "lost": 0,
    "doubled": 0,
}  # fmt: skip
PEER = """\\set n random(1, 1000000000000000)
INSERT INTO petitions_signature (receipt, petition_id, canonical, slot, name, email, zone_id, relation, updates,
 language, confirmed_at) VALUES ('p' || lpad(:n ::text, 25, '0'), {petition}, 'p' || :n || '@bench.example', 1,
 'Ana Vale', 'p' || :n || '@bench.example', {zone}, '', false, 'en', clock_timestamp())
 ON CONFLICT (petition_id, canonical, slot) DO NOTHING;
"""


def measure(folder: Path, url: str, children: list[Child]) -> dict[str, float]:
    petition = world.build()
    peer = world.another(petition)
    address = web(folder, children)
    figures: dict[str, float] = {"rows": world.ROWS, "connections": CONNECTIONS}
    figures |= press(petition, url, address, folder)
    figures["pgbench_per_s"] = pgbench(url, folder, peer)
    figures["ratio_to_pgbench"] = round(figures["signatures_per_s"] / figures["pgbench_per_s"], 3)
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("commit_delay = 4000", "commit_siblings = 0"):
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
    slow = press(petition, url, address, folder)
    figures["slow_commit_per_s"], figures["slow_commit_p99_ms"] = slow["signatures_per_s"], slow["p99_ms"]
    for fault in ("lost", "doubled"):
        figures[fault] += slow[fault]
    return figures


def web(folder: Path, children: list[Child]) -> int:
    port = free_port()
    child = start(
        "web",
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
            "--workers", "2", "--blocking-threads", "8", "--no-ws", "--log-level", "warning", "config.wsgi:application",
        ],
        log=folder / "web.log", env=dict(os.environ), cwd=str(place.PROJECT),
    )  # fmt: skip
    children.append(child)
    wait_for_port(child, port, patience=180)
    return port


def asked(petition: Any) -> list[str]:
    """The tokens of SIGNATURES mails that were sent and not answered yet."""
    from datetime import timedelta

    from accounts.actions.secret import token_of
    from accounts.rules import tokens
    from ledger.queries import now
    from petitions.models import Attempt

    at, found, rows = now(), [], []
    for number in range(SIGNATURES):
        key = uuid4()
        token = token_of(tokens.Purpose.SIGN, key)
        mailbox = f"{key.hex}@bench.example"
        found.append(token)
        rows.append(
            Attempt(
                petition=petition, key=key, token_hash=tokens.at_rest(token), name="Ana Vale", email=mailbox,
                canonical=mailbox, zone_id=None if number % 5 else _zone(), updates=False, language="en", origins=[],
                origin="", asked_at=at, expires_at=at + timedelta(days=7), due_at=at, judged_at=at, sent_at=at,
            )
        )  # fmt: skip
    Attempt.objects.bulk_create(rows, batch_size=2_000)
    return found


def _zone() -> int:
    from biomes.models import Zone

    return Zone.objects.values_list("pk", flat=True).first() or 0


def press(petition: Any, url: str, port: int, folder: Path) -> dict[str, float]:
    """All senders' presses; then what is in the table is held against what was acknowledged."""
    tokens = folder / "tokens"
    tokens.write_text("\n".join(asked(petition)))
    with psycopg.connect(url) as connection:
        before = confirmed(connection, petition)
    with ticking(every=TICK_SECONDS):
        done = subprocess.run(
            [sys.executable, "-m", "bench.signing", "send", str(port), str(tokens)],
            stdout=subprocess.PIPE, text=True, check=True, cwd=place.PROJECT,
        )  # fmt: skip
    told = json.loads(done.stdout)
    with psycopg.connect(url) as connection:
        stored = confirmed(connection, petition) - before
        twice = doubled(connection, petition)
    return {
        "signatures_per_s": round(told["acknowledged"] / told["seconds"]),
        "p99_ms": round(told["p99_ms"], 1),
        "lost": told["acknowledged"] - stored,
        "doubled": twice,
    }


def confirmed(connection: psycopg.Connection[Any], petition: Any) -> int:
    found = connection.execute(
        "SELECT count(*) FROM petitions_signature WHERE petition_id = %s", [petition.pk]
    ).fetchone()
    return int(found[0]) if found else 0


def doubled(connection: psycopg.Connection[Any], petition: Any) -> int:
    found = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM petitions_signature WHERE petition_id = %s"
        " GROUP BY canonical, slot HAVING count(*) > 1) AS twice",
        [petition.pk],
    ).fetchone()
    return int(found[0]) if found else 0


class ticking:  # noqa: N801 - read as a word: with ticking()
    """The count goes on beside the senders, each so many seconds."""

    def __init__(self, every: float) -> None:
        self.every = every

    def __enter__(self) -> None:
        self.over = Event()
        self.thread = Thread(target=self._tick)
        self.thread.start()

    def __exit__(self, *_why: object) -> None:
        self.over.set()
        self.thread.join()

    def _tick(self) -> None:
        from django.db import connection

        from ledger.queries import now
        from petitions import actions

        while not self.over.wait(self.every):
            actions.count_due(at=now())
        actions.count_due(at=now())
        connection.close()


def pgbench(url: str, folder: Path, peer: Any) -> int:
    """The limit: the same rows appended by PostgreSQL's own load generator, prepared, without any web."""
    script = folder / "append.sql"
    script.write_text(PEER.format(petition=peer.pk, zone=_zone()))
    binary = binaries.postgres_folder(servers.cache_folder(), place.account()) / "bin" / "pgbench"
    done = subprocess.run(
        [
            str(binary), "-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "2", "-T", str(PGBENCH_SECONDS),
            "-f", str(script), url,
        ],
        capture_output=True, text=True, check=True, env=servers.server_environment(),
    )  # fmt: skip
    return round(float(done.stdout.split("tps = ")[1].split()[0]))


# --- The senders --------------------------------------------------------------------------------------
def send(port: str, file: str) -> None:
    """Connections that stay open, each with its share of the tokens; one thread over bare sockets, so that it costs
    little of what the server could have."""
    found = Path(file).read_text().split("\n")
    shares = [iter(found[n::CONNECTIONS]) for n in range(CONNECTIONS)]
    began_at: dict[int, float] = {}
    took: list[float] = []

    with ExitStack() as stack, DefaultSelector() as ready:

        def press_next(wire: socket.socket, share: Iterator[str]) -> None:
            token = next(share, None)
            if token is None:
                ready.unregister(wire)
                return
            began_at[wire.fileno()] = time.perf_counter()
            wire.sendall(request(token))

        began = time.perf_counter()
        for share in shares:
            wire = stack.enter_context(socket.create_connection(("127.0.0.1", int(port))))
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            ready.register(wire, EVENT_READ, share)
            press_next(wire, share)
        while ready.get_map():
            for key, _events in ready.select():
                wire = cast(socket.socket, key.fileobj)
                head = answer(wire)
                took.append((time.perf_counter() - began_at[wire.fileno()]) * 1000)
                if not head.startswith(b"HTTP/1.1 302") or b"/petitions/receipts/" not in head:
                    raise SystemExit(head[:500].decode(errors="replace"))
                press_next(wire, key.data)
        seconds = time.perf_counter() - began
    print(json.dumps({"acknowledged": len(took), "seconds": seconds, "p99_ms": quantiles(took, n=100)[-1]}))


def request(token: str) -> bytes:
    """As a browser sends the button of the page behind the link."""
    return (
        f"POST /petitions/confirm/{token}/ HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n\r\n"
    ).encode()


def answer(wire: socket.socket) -> bytes:
    """Head and body of one answer."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += _more(wire)
    head, _gap, body = got.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
    )  # fmt: skip
    while len(body) < length:
        body += _more(wire)
    return head


def _more(wire: socket.socket) -> bytes:
    if not (got := wire.recv(65536)):
        raise SystemExit("the server closed the connection")
    return got


if __name__ == "__main__":
    if sys.argv[1:2] == ["send"]:
        send(*sys.argv[2:])
    else:
        world.report("signing", world.run("signing", measure), LIMITS)
