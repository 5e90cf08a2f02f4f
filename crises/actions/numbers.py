"""Numbers that people say aloud: alert 2026-0007, run 412. One at a time, without gaps while all goes well."""

from django.db import connection

from crises.models import Alert


def queue_for(what: str) -> None:
    """Wait until no other transaction is taking a number of this kind; let go at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"crises.{what}"])


def next_alert(year: int) -> str:
    queue_for("alert")
    codes = Alert.objects.filter(code__startswith=f"{year}-").values_list("code", flat=True)
    return f"{year}-{max((int(c[5:]) for c in codes), default=0) + 1:04d}"
