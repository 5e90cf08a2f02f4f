"""What a cell wrote. Every cell is taken back, so the world's rows are counted once; after a cell, only the tables it wrote."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import connection

# A visit may write its own session; everything else a GET leaves as it was.
OF_THE_VISIT = {"django_session", "usersessions_usersession"}


@cache
def kept() -> frozenset[str]:
    """The tables that nobody writes who may not."""
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    # Views of history have a model and no table of their own.
    return frozenset(known.intersection(connection.introspection.table_names()) - OF_THE_VISIT)


def rows(tables: Iterable[str]) -> dict[str, int]:
    """How many each holds, exactly."""
    counts = [f"SELECT '{table}', count(*) FROM \"{table}\"" for table in sorted(tables)]
    if not counts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Written:
    """Rows put in or taken out, and rows altered, whether or not it was taken back."""

    moved: int
    altered: int


Writes = Mapping[str, Written]
UNTOUCHED = Written(0, 0)


def writes() -> Writes:
    """What this transaction wrote so far, by table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_del, n_tup_upd FROM pg_stat_xact_user_tables")
        return {
            table: Written(moved, altered) for table, moved, altered in cursor.fetchall() if table in kept()
        }
