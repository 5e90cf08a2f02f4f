"""A petition in the news for ten minutes: signatures, live counts and readers at once, each at its own steady rate.

Limits: with 100 confirmations and 1,000 live counts a second and 20 readers who look at a page each second, the 95th
percentile of each kind is at most 300 ms, every confirmation that was answered is in the table (`lost`), once
(`doubled`), and the rates are kept (`*_share` of what was asked that was answered >= 0.99).

The petition has ROWS signatures before. Two web workers as in `make up`, counting each ten seconds; the senders are two
processes. A request's time is from the moment it should have been sent, so a server that stalls is not asked less.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles

import psycopg

from bench import petitions_world as world
from bench import signing
from portal.supervisor import place
from portal.supervisor.processes import Child

SECONDS = float(os.environ.get("SECONDS", "600"))
SLUG = "bench-petition"
# Kind: how many a second, over how many connections.
RATES = {"confirm": (100, 8), "count": (1_000, 20), "page": (20, 20)}
# One process for the counts, so that no kind waits for another in the senders.
PARTS = (("confirm", "page"), ("count",))
LIMITS: dict[str, float] = {
    **{f"{kind}_p95_ms": 300 for kind in RATES}, **{f"{kind}_share": 0.99 for kind in RATES}, "lost": 0, "doubled": 0,
}  # fmt: skip


def measure(folder: Path, url: str, children: list[Child]) -> dict[str, float]:
    petition = world.build()
    links = folder / "tokens"
    signing.SIGNATURES = round(RATES["confirm"][0] * SECONDS)
    links.write_text("\n".join(signing.asked(petition)))
    port = signing.web(folder, children)
    with psycopg.connect(url) as connection:
        before = signing.confirmed(connection, petition)
    with signing.ticking(every=signing.TICK_SECONDS):
        told = [json.loads(sender.communicate()[0]) for sender in senders(port, links)]
    figures: dict[str, float] = {"rows": world.ROWS, "seconds": SECONDS}
    for part in told:
        for kind, (done, p95) in part.items():
            figures[f"{kind}_share"] = round(done / (RATES[kind][0] * SECONDS), 4)
            figures[f"{kind}_p95_ms"] = round(p95, 1)
    acknowledged = next(part["confirm"][0] for part in told if "confirm" in part)
    with psycopg.connect(url) as connection:
        figures["lost"] = acknowledged - (signing.confirmed(connection, petition) - before)
        figures["doubled"] = signing.doubled(connection, petition)
    return figures


def senders(port: int, links: Path) -> list[subprocess.Popen[str]]:
    return [
        subprocess.Popen(
            [sys.executable, "-m", "bench.mixed", "send", str(port), str(links), *kinds],
            stdout=subprocess.PIPE, text=True, cwd=place.PROJECT,
        )
        for kinds in PARTS
    ]  # fmt: skip


# --- The senders --------------------------------------------------------------------------------------
def send(port: str, links: str, *kinds: str) -> None:
    """Each kind at its rate for SECONDS; how many were answered, and the 95th percentile in ms."""
    requests: dict[str, Iterator[bytes]] = {
        "confirm": (signing.request(token) for token in Path(links).read_text().split("\n")),
        "count": _same(f"/petitions/{SLUG}/count.json"),
        "page": _same(f"/petitions/{SLUG}/"),
    }
    with ThreadPoolExecutor(len(kinds)) as pool:
        running = {kind: pool.submit(_steady, int(port), kind, requests[kind]) for kind in kinds}
        print(json.dumps({kind: task.result() for kind, task in running.items()}))


def _same(path: str) -> Iterator[bytes]:
    while True:
        yield f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def _steady(port: int, kind: str, requests: Iterator[bytes]) -> tuple[int, float]:
    rate, connections = RATES[kind]
    began = time.perf_counter() + 0.5
    # Dealt out beforehand: a generator is not asked by two threads at once.
    total = round(rate * SECONDS)
    shares: list[list[tuple[float, bytes]]] = [[] for _connection in range(connections)]
    for number, request in zip(range(total), requests, strict=False):
        shares[number % connections].append((began + number / rate, request))
    took: list[float] = []
    with ThreadPoolExecutor(connections) as pool:
        list(pool.map(lambda share: _connection(port, share, took.append), shares))
    return len(took), quantiles(took, n=20)[-1]


def _connection(port: int, share: list[tuple[float, bytes]], took: Callable[[float], None]) -> None:
    with socket.create_connection(("127.0.0.1", port)) as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for due, request in share:
            if (early := due - time.perf_counter()) > 0:
                time.sleep(early)
            wire.sendall(request)
            head = signing.answer(wire)
            if head.split(b" ")[1] not in {b"200", b"302"}:
                raise SystemExit(head[:500].decode(errors="replace"))
            took((time.perf_counter() - due) * 1000)


if __name__ == "__main__":
    if sys.argv[1:2] == ["send"]:
        send(*sys.argv[2:])
    else:
        world.report("mixed", world.run("mixed", measure), LIMITS)
