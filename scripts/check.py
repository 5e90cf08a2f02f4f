"""`make check`: everything that can be known without running the product.

One line per step, and the output of what failed. Steps ask nothing of each other, so as many run at once as there
are processors; the longest begins first.
"""

import base64
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
# Nothing here may ask a server. Without a pool a step that does is refused at once instead of waiting.
UNUSED = {
    "DATABASE_URL": "postgres://unused:0@127.0.0.1:1/unused",
    "DATABASE_POOL": "0",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}
PRODUCTION = UNUSED | {
    "DJANGO_SETTINGS_MODULE": "config.settings.base",
    "SECRET_KEY": base64.b64encode(bytes(range(60))).decode(),
    "LEDGER_SIGNING_KEY": base64.b64encode(bytes(range(32))).decode(),
    "ALLOWED_HOSTS": "biolattice.example",
    "SITE_URL": "https://biolattice.example",
}
APPS = [
    "accounts",
    "biomes",
    "charters",
    "config",
    "council",
    "crises",
    "dialogues",
    "exhibits",
    "ledger",
    "moderation",
    "petitions",
    "portal",
]
manage = [sys.executable, "manage.py"]
STEPS: list[tuple[str, list[str], dict[str, str]]] = [
    ("types", [str(BIN / "mypy"), "--no-error-summary", *APPS], UNUSED),
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."], {}),
    ("lint", [str(BIN / "ruff"), "check", "--quiet", "."], {}),
    ("storeys", [str(BIN / "lint-imports"), "--no-logo"], UNUSED),
    ("migrations", [*manage, "makemigrations", "--check", "--dry-run"], UNUSED),
    ("deploy", [*manage, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ("schema", [*manage, "spectacular", "--fail-on-warn", "--validate", "--file", os.devnull], UNUSED),
    ("messages", [sys.executable, "scripts/messages.py", "check"], UNUSED),
]


def main() -> None:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        passed = list(pool.map(lambda step: passes(*step), STEPS))
    failed = [name for (name, _command, _env), good in zip(STEPS, passed, strict=True) if not good]
    audit()
    compose()
    print(
        f"check: {len(STEPS) - len(failed)} of {len(STEPS)} steps passed"
        + (f"; failed: {', '.join(failed)}" if failed else "")
    )
    sys.exit(1 if failed else 0)


def passes(name: str, command: list[str], env: dict[str, str]) -> bool:
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True)
    said = "" if done.returncode == 0 else "\n" + (done.stdout + done.stderr)[-8000:]
    # In one piece: another step may be printing.
    mark = "FAIL" if said else "ok  "
    print(f"  {mark} {name} ({time.monotonic() - began:.1f} s){said}", flush=True)
    return done.returncode == 0


def audit() -> None:
    """Known holes in what we install. The service may be out of reach: then it is skipped, loudly."""
    command = [
        str(BIN / "pip-audit"),
        "--strict",
        "--progress-spinner=off",
        "--timeout",
        "5",
        "--disable-pip",
        "--require-hashes",
        "-r",
        "requirements/runtime.txt",
    ]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        print("  SKIPPED audit: the advisory service did not answer")
        return
    if "vulnerabilit" in done.stdout and done.returncode:
        print(done.stdout)
        sys.exit("audit: a package we install has a known hole")
    print("  ok   audit" if done.returncode == 0 else "  SKIPPED audit: the advisory service is out of reach")


def compose() -> None:
    """The compose file is well formed, where a docker client is there to say so."""
    names = ("SECRET_KEY", "LEDGER_SIGNING_KEY", "POSTGRES_PASSWORD", "SITE_URL", "ALLOWED_HOSTS")
    env = {**os.environ, **dict.fromkeys(names, "x")}
    for client in (["docker", "compose"], ["docker-compose"]):
        if (
            not shutil.which(client[0])
            or subprocess.run([*client, "version"], capture_output=True).returncode
        ):
            continue
        done = subprocess.run(
            [*client, "config", "--quiet"], cwd=ROOT, env=env, capture_output=True, text=True
        )
        print("  ok   compose" if done.returncode == 0 else done.stderr)
        if done.returncode:
            sys.exit("compose: docker-compose.yml is wrong")
        return
    print("  SKIPPED compose: no docker client with compose here")


if __name__ == "__main__":
    main()
