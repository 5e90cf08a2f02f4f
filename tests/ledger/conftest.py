"""Fixtures of the ledger: reactions that are registered for one test only."""

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
