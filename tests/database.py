"""One migrated template per set of migrations: every test database is a copy of it, made in a moment.

Applying ~50 migrations costs 10 to 20 s of processor for each database; a copy costs 0.3 s.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]


def migrated_template(url: str) -> str:
    """The name of a database on the server of ``url`` to which every migration was applied."""
    name = f"template_{fingerprint()}"
    with psycopg.connect(at(url, "postgres"), autocommit=True) as connection:
        # Two test workers ask at once; the second finds the work of the first.
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            half = f"{name}_{os.getpid()}"
            connection.execute(f'CREATE DATABASE "{half}" TEMPLATE template0')
            migrate(at(url, half))
            connection.execute(f'ALTER DATABASE "{half}" RENAME TO "{name}"')
    return name


def migrate(url: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        env={**os.environ, "DATABASE_URL": url}, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"The migrations do not apply:\n{done.stderr[-3000:]}")


def fingerprint() -> str:
    seen = hashlib.sha256()
    for path in sorted([*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/data/*")]):
        seen.update(path.read_bytes())
    return seen.hexdigest()[:16]


def at(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))
