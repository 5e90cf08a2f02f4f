"""A finished run of a small lagoon, an artist and their draft."""

from typing import Any

import pytest

from tests.crises.water import a_plan, a_run, own_files, water

__all__ = ["own_files", "water"]


@pytest.fixture
def run(water: Any, noon: Any) -> Any:
    """Two futures, two days, with and without a plan."""
    from crises import tasks
    from crises.models import Run

    made = a_run(water, noon, plan=a_plan(water, noon))
    tasks.finish_here(made.pk)
    return Run.objects.get(pk=made.pk)


@pytest.fixture
def mira(db: Any) -> Any:
    from accounts.rules.roles import Role
    from tests.accounts.people import person

    return person("mira", Role.ARTIST, name="Mira Kallin")


@pytest.fixture
def draft(run: Any, mira: Any, noon: Any) -> Any:
    from exhibits import actions

    return actions.draft_from_run(run=run.number, artist=mira, title="Inside the bloom", at=noon)


@pytest.fixture
def published(draft: Any, mira: Any, noon: Any) -> Any:
    return publish(draft, mira, noon)


def publish(draft: Any, artist: Any, at: Any) -> Any:
    """Sent, read by a moderator, approved, heard."""
    from accounts.rules.roles import Role
    from exhibits import actions
    from exhibits.models import Exhibit
    from ledger import actions as ledger
    from moderation import actions as moderation
    from moderation import queries
    from moderation.models import Code
    from tests.accounts.people import person

    Code.objects.get_or_create(
        slug="within-the-rules",
        defaults={"label": "Within", "public_text": "Fine.", "approves": True, "hides": False},
    )
    actions.submit_exhibit(exhibit_id=draft.pk, artist=artist, at=at)
    item = queries.open_item(draft.subject)
    assert item is not None
    moderation.decide(
        item_id=item.pk,
        moderator=person("", Role.MODERATOR),
        approve=True,
        code="within-the-rules",
        text="",
        at=at,
    )
    ledger.deliver_due(at=at)
    return Exhibit.objects.get(pk=draft.pk)
