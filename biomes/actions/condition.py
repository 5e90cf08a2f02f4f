"""How a living system is found to be, written down when it changes."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from biomes import queries
from biomes.models import Biome, Condition
from biomes.rules import leaf
from biomes.rules import state as rule
from biomes.rules.words import State
from ledger import actions as ledger


@transaction.atomic
def assess_biome(*, biome: Biome, at: datetime) -> Condition:
    """Its state now, from its readings. A change closes the old condition and opens a new one."""
    # The biome row is the lock: two stations reporting at once must not open two conditions.
    biome = Biome.objects.select_for_update(no_key=True).get(pk=biome.pk)
    now = Condition.objects.filter(biome=biome, until__isnull=True).first()
    # Whoever waited for the lock brings an older moment; what was found meanwhile is not undone by it.
    at = max(at, now.since) if now else at
    former = now.state if now else State.UNKNOWN.value
    condition = _written(biome, now, rule.assess(queries.measured_series(biome, at), at), at)
    if biome.is_public:
        _record_change(biome, former=former, condition=condition, at=at)
    return condition


def _written(biome: Biome, now: Condition | None, found: rule.Assessment, at: datetime) -> Condition:
    said = {
        "state": found.state.value,
        "reasons": [reason_row(one) for one in found.reasons],
        "review_at": min(filter(None, (found.review_at, queries.next_limit_at(biome, at))), default=None),
        "valid_until": found.valid_until,
    }
    # No period is empty: a second change at the same moment is written over the first.
    if now and (now.state == found.state or now.since == at):
        for field, value in said.items():
            setattr(now, field, value)
        now.save(update_fields=list(said))
        return now
    if now:
        now.until = at
        now.save(update_fields=["until"])
    return Condition.objects.create(biome=biome, since=at, **said)


def _record_change(biome: Biome, *, former: str, condition: Condition, at: datetime) -> None:
    if former == condition.state:
        return
    ledger.record(
        kind="biomes.condition.changed",
        subject=biome.subject,
        actor="",
        at=at,
        public=True,
        biome=biome.slug,
        former=former,
        state=condition.state,
        reasons=condition.reasons,
    )


def reason_row(reason: rule.Reason) -> dict[str, Any]:
    """A reason as JSON: codes, decimal text, a moment in UTC."""
    return asdict(reason) | {
        "level": reason.level.value,
        "value": leaf.plain(reason.value),
        "limit": leaf.plain(reason.limit),
        "direction": reason.direction.value,
        "since": leaf.moment(reason.since),
    }


def review_conditions(*, at: datetime) -> int:
    """Look again wherever a series has fallen silent or a limit has begun. Safe to run twice."""
    due = Condition.objects.filter(until__isnull=True, review_at__lte=at).select_related("biome")
    for condition in due:
        assess_biome(biome=condition.biome, at=at)
    return len(due)
