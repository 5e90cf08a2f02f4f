"""What people say for a living system: filed, published by a moderator, withdrawn by who said it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from biomes.actions.pins import CannotFile
from biomes.models import Biome, Statement
from biomes.queries.profiles import is_guardian
from biomes.rules import sighted
from biomes.rules.consent import Capacity, Label, Method
from biomes.rules.sighted import State
from ledger import actions as ledger
from moderation import actions as moderation

MOST_A_DAY = 10


@transaction.atomic
def file_statement(
    *,
    biome: Biome,
    author: Any,
    capacity: Capacity,
    standing: str,
    method: Method,
    text: str,
    language: str,
    evidence: Sequence[dict[str, str]],
    no_evidence: str,
    label: Label,
    at: datetime,
) -> Statement:
    """For the queue, with everything that will stand beside it; as a guardian only who is one now."""
    _not_too_many(author.code, at)
    if bool(evidence) == bool(no_evidence):
        raise CannotFile(_("Name what it rests on, or say why there is nothing to name."))
    guards = capacity is Capacity.GUARDIAN
    if guards and not is_guardian(author, biome, at):
        raise CannotFile(
            _("You hold no guardianship of %(name)s. Choose in which other capacity you speak.")
            % {"name": biome.name}
        )
    statement = Statement.objects.create(
        biome=biome, author=author.code, capacity=capacity.value, standing=standing, method=method.value,
        text=text, language=language, evidence=list(evidence), no_evidence=no_evidence, label=label.value,
        by_guardian=guards, filed_at=at,
    )  # fmt: skip
    _submit(statement, at)
    return statement


def _submit(statement: Statement, at: datetime) -> None:
    rests_on = [f"{one['title']} {one['url']}".strip() for one in statement.evidence]
    moderation.submit(
        subject=statement.subject,
        kind="biomes.statement",
        snapshot={
            "title": statement.biome.name,
            "text": statement.text,
            "relation": f"{statement.capacity} {statement.standing}".strip(),
            "details": rests_on or [statement.no_evidence],
        },
        language=statement.language,
        author=statement.author,
        at=at,
    )
    ledger.record(
        kind="biomes.statement.filed",
        subject=statement.subject,
        actor=statement.author,
        at=at,
        public=False,
        about=[statement.biome.subject],
    )


@transaction.atomic
def apply_statement_decision(*, uuid: str, approved: bool, at: datetime) -> None:
    """As a moderator decided; heard twice, done once. The record says that it was said, never what."""
    statement = _locked(uuid)
    if statement is None:
        return
    to = State.ACCEPTED if approved else State.REFUSED
    if to not in sighted.MOVES[State(statement.state)]:
        return
    statement.state = to.value
    statement.published_at = at if approved else None
    statement.save(update_fields=["state", "published_at"])
    if not approved:
        ledger.record(
            kind="biomes.statement.refused",
            subject=statement.subject,
            actor="",
            at=at,
            public=False,
            about=[statement.biome.subject],
        )
        return
    ledger.record(
        kind="biomes.statement.published",
        subject=statement.subject,
        actor=statement.author,
        at=at,
        public=True,
        about=[statement.biome.subject],
        biome=statement.biome.slug,
        statement=str(statement.uuid),
        capacity=statement.capacity,
        method=statement.method,
        label=statement.label,
    )


@transaction.atomic
def withdraw_statement(*, uuid: str, by: str, at: datetime) -> None:
    """Taken back by who said it: off every surface, and its words are erased from the row itself."""
    statement = _locked(uuid)
    if statement is None or statement.author != by:
        raise CannotFile(_("Only who said it may withdraw it."))
    if State.WITHDRAWN not in sighted.MOVES[State(statement.state)]:
        raise CannotFile(_("There is nothing to withdraw any more."))
    _erase(statement, at)


@transaction.atomic
def withdraw_statements_of(*, author: str, at: datetime) -> None:
    """Who leaves takes their words along."""
    for statement in Statement.objects.select_for_update().filter(author=author):
        if State.WITHDRAWN in sighted.MOVES[State(statement.state)]:
            _erase(statement, at)


def _erase(statement: Statement, at: datetime) -> None:
    was_public = statement.state == State.ACCEPTED
    statement.state, statement.withdrawn_at = State.WITHDRAWN.value, at
    statement.text = statement.no_evidence = statement.standing = ""
    statement.evidence = []
    statement.save()
    moderation.withdraw(subject=statement.subject, at=at, actor=statement.author)
    moderation.forget(subject=statement.subject)
    if was_public:
        ledger.record(
            kind="biomes.statement.withdrawn",
            subject=statement.subject,
            actor=statement.author,
            at=at,
            public=True,
            about=[statement.biome.subject],
            biome=statement.biome.slug,
            statement=str(statement.uuid),
        )
    else:
        ledger.record(
            kind="biomes.statement.dropped",
            subject=statement.subject,
            actor=statement.author,
            at=at,
            public=False,
        )


def _locked(uuid: str) -> Statement | None:
    rows = Statement.objects.select_for_update(of=("self",)).select_related("biome")
    return rows.filter(uuid=uuid).first()


def _not_too_many(author: str, at: datetime) -> None:
    lately = Statement.objects.filter(
        author=author, filed_at__gt=at - timedelta(days=1), filed_at__lte=at
    ).count()
    if lately >= MOST_A_DAY:
        raise CannotFile(
            _("You filed %(number)s statements within a day. Come back tomorrow with the next.")
            % {"number": lately}
        )
