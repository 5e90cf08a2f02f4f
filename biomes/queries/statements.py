"""Statements, each as far as its label lets the reader; and whether one may be quoted now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from biomes.models import Biome, Statement
from biomes.queries.pins import decides
from biomes.queries.profiles import guardianships_of_user, is_guardian
from biomes.rules.consent import TERMS, Label, Reader, readable_by
from biomes.rules.sighted import State


def public_statements() -> QuerySet[Statement]:
    """What may leave its own page: API, feeds and search show these and no others."""
    return Statement.objects.exported().select_related("biome")


def quotable_statements() -> QuerySet[Statement]:
    return Statement.objects.quoted().select_related("biome")


def may_quote(statement: Statement, at: datetime) -> bool:
    """Whether another page may quote it then: published, not withdrawn, and its label allows it."""
    stands = statement.withdrawn_at is None or at < statement.withdrawn_at
    return stands and quotable_statements().filter(pk=statement.pk).exists()


def may_shorten(statement: Statement) -> bool:
    return TERMS[Label(statement.label)].shorten


def readable_statements(viewer: Any, at: datetime) -> QuerySet[Statement]:
    """Everything published that this person may read: by label, by guardianship, and one's own."""
    found = Statement.objects.published().select_related("biome")
    if not getattr(viewer, "is_authenticated", False):
        return found.labelled(readable_by(Reader.ANYBODY))
    guarded = [held.biome_id for held in guardianships_of_user(viewer, at)]
    anybody = Q(label__in=[one.value for one in readable_by(Reader.MEMBER)])
    return found.filter(anybody | Q(biome__in=guarded) | Q(author=viewer.code))


def statements_of(biome: Biome, viewer: Any, at: datetime) -> QuerySet[Statement]:
    """Guardians' first, then the newest."""
    return readable_statements(viewer, at).filter(biome=biome)


def statement_for(code: str, viewer: Any, at: datetime) -> Statement | None:
    """One that this person may see: readable, or their own in any state, or waiting and they decide."""
    found = Statement.objects.select_related("biome").filter(uuid=code).first()
    if found is None:
        return None
    if getattr(viewer, "is_authenticated", False):
        if found.author == viewer.code:
            return found
        if found.state in {State.WAITING, State.REFUSED} and decides(viewer, at):
            return found
    return readable_statements(viewer, at).filter(pk=found.pk).first()


def withdrawn_statement(code: str) -> Statement | None:
    """One that was published once and taken back: its address says only that, and when."""
    found = Statement.objects.filter(uuid=code, state=State.WITHDRAWN.value, published_at__isnull=False)
    return found.select_related("biome").first()


def statements_by(user: Any) -> QuerySet[Statement]:
    """What a person said, and what became of it."""
    return Statement.objects.filter(author=user.code).select_related("biome").order_by("-filed_at")


def may_speak_as_guardian(user: Any, biome: Biome, at: datetime) -> bool:
    return is_guardian(user, biome, at)
