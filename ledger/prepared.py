"""Statements that PostgreSQL reads and plans once a connection, for the few that are asked a thousand times a second.

Confirming a signature costs the database 0.37 ms of processor time unprepared, 0.14 ms prepared (`bench/signing.py`).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """A cursor of Django's connection whose values travel beside the statement, not written into it.

    The connection keeps what was asked five times (`prepare_threshold` in `config/env.py`). PostgreSQL must be told
    the type of a value that may be NULL or stands alone: `%(at)s::timestamptz`.
    """
    connection.ensure_connection()
    # Django has an option that makes every cursor such a one, and no public way to have a single one.
    with connection._prepare_cursor(Cursor(connection.connection)) as cursor:  # type: ignore[attr-defined]
        yield cursor
