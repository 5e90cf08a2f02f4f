"""The live count: how many `count.json` a second two web workers answer, with and without an ETag that still holds.

Limit: `count_per_s` >= 1,000 (conditional requests, as pages poll). Two senders with four connections each, on the same
machine, over a petition of ROWS signatures; no answer may be longer than 200 bytes, and none may ask the signatures.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

from bench import petitions_world as world
from portal.supervisor import place
from portal.supervisor.processes import Child, free_port, start, wait_for_port

SECONDS = float(os.environ.get("SECONDS_EACH", "10"))
SENDERS, CONNECTIONS = 2, 4
PATH = "/petitions/bench-petition/count.json"
LIMITS: dict[str, float] = {"count_per_s": 1_000}


def measure(folder: Path, url: str, children: list[Child]) -> dict[str, float]:
    world.build()
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
    body, tag = ask(HTTPConnection("127.0.0.1", port), "")
    if len(body) > 200 or json.loads(body)["count"] != world.ROWS:
        raise SystemExit(f"{len(body)} bytes: {body!r}")
    return {
        "rows": world.ROWS,
        "bytes": len(body),
        "count_per_s": together(port, tag),
        "count_whole_per_s": together(port, ""),
    }


def ask(connection: HTTPConnection, tag: str) -> tuple[bytes, str]:
    connection.request("GET", PATH, headers={"Host": "localhost"} | ({"If-None-Match": tag} if tag else {}))
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != (304 if tag else 200):
        raise SystemExit(f"{answer.status} {body[:500]!r}")
    return body, answer.headers.get("ETag", "")


def together(port: int, tag: str) -> int:
    """Answers a second of all senders, each a process of its own."""
    command = [sys.executable, "-m", "bench.count", "send", str(port), tag]
    senders = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=place.PROJECT)
        for _sender in range(SENDERS)
    ]
    told = [json.loads(sender.communicate()[0]) for sender in senders]
    return round(sum(told))


def send(port: str, tag: str) -> None:
    def poll(_number: int) -> float:
        connection, count = HTTPConnection("127.0.0.1", int(port)), 0
        began = time.perf_counter()
        while (took := time.perf_counter() - began) < SECONDS:
            ask(connection, tag)
            count += 1
        return count / took

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        print(json.dumps(sum(pool.map(poll, range(CONNECTIONS)))))


if __name__ == "__main__":
    if sys.argv[1:2] == ["send"]:
        send(*sys.argv[2:])
    else:
        world.report("count", world.run("count", measure), LIMITS)
