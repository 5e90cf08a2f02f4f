"""What is asked again and again is planned once."""

import pytest
from django.db import connection

from ledger.prepared import prepared_cursor

pytestmark = pytest.mark.django_db


def kept():
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [row[0] for row in cursor.fetchall()]


def ask(times):
    for number in range(times):
        with prepared_cursor() as cursor:
            cursor.execute("SELECT %(number)s::int + 1", {"number": number})
            assert cursor.fetchone() == (number + 1,)


@pytest.fixture
def after_five():
    connection.ensure_connection()
    raw = connection.connection
    was, raw.prepare_threshold = raw.prepare_threshold, 5
    yield
    raw.prepare_threshold = was


def test_the_server_keeps_a_statement_asked_five_times(after_five):
    ask(5)
    assert "SELECT $1::int + 1" not in kept()

    ask(1)
    assert "SELECT $1::int + 1" in kept()


def test_a_value_is_never_read_as_sql(after_five):
    with prepared_cursor() as cursor:
        cursor.execute("SELECT %(text)s::text", {"text": "'; DROP TABLE ledger_entry; --"})

        assert cursor.fetchone() == ("'; DROP TABLE ledger_entry; --",)
