"""The environment, read once, with a sentence for every mistake."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} in the environment (see .env.example).")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "1" if default else "0").strip().lower()
    if value not in {"0", "1", "true", "false", "yes", "no", ""}:
        raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0.")
    return value in {"1", "true", "yes"}


def number(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


# How often a connection is asked the same by `ledger.prepared` before PostgreSQL keeps the plan.
PREPARE_AFTER = 5


def database(url: str) -> dict[str, Any]:
    """``postgres://user:password@host:port/name?option=value`` as Django's DATABASES entry."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"DATABASE_URL starts with {parts.scheme!r}; only PostgreSQL is supported (postgres://...)."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": dict(parse_qsl(parts.query)) | pool(),
    }


def pool() -> dict[str, Any]:
    """Connections kept open by this process; a restart of the server within the wait costs nobody an answer."""
    most = number("DATABASE_POOL", 16)
    if not most:
        # A pooler of the operator's own may give every statement another connection: nothing is kept on one.
        return {}
    return {"pool": {"min_size": 1, "max_size": most, "timeout": 10}, "prepare_threshold": PREPARE_AFTER}
