"""A small world that many tests begin with: built once by each worker, afterwards its rows are copied in.

The rows go back with their keys, as they were written; sequences stand behind them already, as they do after a
transaction that was rolled back. What an installation holds before (reference rows) is not part of the copy.
"""

import pickle
from collections.abc import Callable, Hashable
from functools import wraps
from pathlib import Path
from shutil import copytree
from typing import Any, TypeVar

T = TypeVar("T")
# key -> (the object, pickled; table -> (its columns, its rows as PostgreSQL copies them))
_kept: dict[Hashable, tuple[bytes, dict[str, tuple[str, bytes]]]] = {}


def remembered(key: Hashable, build: Callable[[], T]) -> T:
    """What ``build`` makes, with its rows in the database of this test; ``key`` says what it depends on."""
    if key in _kept:
        pickled, rows = _kept[key]
        _restore(rows)
        return pickle.loads(pickled)  # type: ignore[no-any-return]  # our own, of this process
    before = {table: set(_keys(table, pk)) for table, pk in _tables().items()}
    made = build()
    rows = {}
    for table, pk in _tables().items():
        if new := [one for one in _keys(table, pk) if one not in before[table]]:
            rows[table] = _copy_out(table, pk, new)
    _kept[key] = pickle.dumps(made), rows
    return made


def _tables() -> dict[str, str]:
    """Every table of our models with its key, as text."""
    from django.apps import apps
    from django.db import connection

    there = set(connection.introspection.table_names())
    models = [model._meta for model in apps.get_models(include_auto_created=True)]
    return {
        model.db_table: "ROW({})::text".format(", ".join(f'"{one.column}"' for one in model.pk_fields))
        for model in models
        if model.db_table in there
    }


def _keys(table: str, pk: str) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {pk} FROM "{table}"')
        return [row[0] for row in cursor.fetchall()]


def _copy_out(table: str, pk: str, keys: list[Any]) -> tuple[str, bytes]:
    from django.db import connection
    from psycopg import sql

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        columns = ", ".join(f'"{row[0]}"' for row in cursor.fetchall())
    query = sql.SQL(
        f'COPY (SELECT {columns} FROM "{table}" WHERE {pk} IN ({{}}) ORDER BY 1) TO STDOUT'
    ).format(sql.SQL(", ").join(sql.Literal(key) for key in keys))
    with connection.connection.cursor() as cursor, cursor.copy(query) as copied:
        return columns, b"".join(bytes(part) for part in copied)


def _restore(rows: dict[str, tuple[str, bytes]]) -> None:
    from django.db import connection, transaction

    # Together: a row may name one that follows it.
    with transaction.atomic(), connection.connection.cursor() as cursor:
        for table, (columns, data) in rows.items():
            with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copied:
                copied.write(data)


def kept(fixture: Callable[..., Path]) -> Callable[..., Path]:
    """A fixture that exports a log: made once by each worker, then its folder is copied. The database goes without it."""
    held: list[tuple[Path, Path]] = []

    @wraps(fixture)
    def once(tmp_path: Path, **given: Any) -> Path:
        if not held:
            made = fixture(tmp_path=tmp_path, **given)
            folder = tmp_path.parent / f"kept-{fixture.__module__}-{fixture.__name__}"
            held.append((copytree(made, folder), made.relative_to(tmp_path)))
            return made
        folder, place = held[0]
        return copytree(folder, tmp_path / place, dirs_exist_ok=True)

    return once
