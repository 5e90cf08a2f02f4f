"""Fixtures of the ledger: facts, reactions registered for one test only, an export and a kept checkpoint."""

import pytest


@pytest.fixture
def react(monkeypatch):
    """``react(kind, function)`` registers a reaction until the test ends."""
    from ledger import registry

    def register(kind, reaction):
        rows = dict(registry._reactions)
        rows[kind] = [*rows.get(kind, []), reaction]
        monkeypatch.setattr(registry, "_reactions", rows)
        monkeypatch.setattr(registry, "_by_name", {**registry._by_name, registry.name_of(reaction): reaction})

    return register


@pytest.fixture
def tell(noon):
    """``tell(n)`` records n public facts and returns the last."""
    from django.db import transaction

    from ledger import actions

    def told(count=1, **fields):
        with transaction.atomic():
            for n in range(count):
                fact = actions.record(
                    kind=fields.get("kind", "council.motion.closed"),
                    subject=fields.get("subject", f"council.motion/{n}"),
                    actor=fields.get("actor", ""),
                    at=fields.get("at", noon),
                    public=True,
                    about=fields.get("about", ()),
                    documents=fields.get("documents"),
                    number=n,
                )
        return fact

    return told


@pytest.fixture
def export(db, tell, noon, tmp_path):
    """An export of seven entries, and a checkpoint kept from when there were five."""
    from ledger import actions as ledger
    from ledger import queries
    from tests.ledger.forgery import ROLL, RULE, RULE_PATH

    tell(3, documents=None)
    tell(documents={RULE_PATH: RULE, "rolls.jsonl": ROLL})
    ledger.seal_due(at=noon)
    (tmp_path / "kept").write_text(queries.latest_checkpoint().note)
    tell(2, about=["biomes.biome/vessa-lagoon"])
    ledger.seal_due(at=noon)
    ledger.export_log(tmp_path / "export")
    return tmp_path / "export"


@pytest.fixture
def kept(export):
    return export.parent / "kept"


@pytest.fixture
def outside(settings, tmp_path):
    """The folder outside the database, empty."""
    settings.OUTSIDE_ROOT = tmp_path / "outside"
    return tmp_path / "outside"


@pytest.fixture
def publish(outside, tell, noon):
    """``publish(n)`` records n facts, seals them and keeps the checkpoint, as the commit does; answers the size."""
    from ledger import actions as ledger
    from ledger import queries

    def published(count=1):
        tell(count)
        ledger.seal_due(at=noon)
        ledger.keep_published()
        return queries.latest_checkpoint().size

    return published
