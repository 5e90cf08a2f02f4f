"""Reads of the record, for pages and for every other app."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from ledger import registry
from ledger.models import Fact
from ledger.registry import Card as Card


def now() -> datetime:
    """The database's clock, the only one that decides anything; read in doors alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC)


def around(subject: str) -> QuerySet[Fact]:
    """Every fact of a subject or about it, oldest first: a timeline, complete at commit."""
    return Fact.objects.filter(Q(subject=subject) | Q(about__contains=[subject])).order_by("id")


def card(subject: str, viewer: Any = None) -> Card | None:
    """What may be shown of ``prefix/code`` to this viewer; None when hidden or gone."""
    prefix, _, code = subject.partition("/")
    maker = registry.card_maker(prefix)
    return maker(code, viewer) if maker and code else None
