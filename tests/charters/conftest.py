"""Fixtures of the charters: a lagoon's charter with three articles, a drafter, an authority."""

from datetime import date

import pytest

from charters.rules.text import ArticleText

FIRST = [
    ArticleText("art_1", "Who the lagoon is", "The lagoon is a living being.\n\nIts name is Vessa.", True),
    ArticleText("art_2", "The right to exist", "The lagoon has the right to exist and to regenerate."),
    ArticleText(
        "art_3", "The right to breathe", "The lagoon has the right to water that carries oxygen by day."
    ),
]


@pytest.fixture
def drafter(db):
    from accounts.models import User

    return User.objects.create_user("drafter@example.org", name="Drafter")


@pytest.fixture
def authority(db):
    from accounts.models import Organisation

    return Organisation.objects.create(slug="harl-water", name="Harl Water Authority", kind="authority")


@pytest.fixture
def charter(db, noon):
    from charters import actions

    return actions.found_charter(
        slug="vessa-lagoon",
        title="Charter of Vessa Lagoon",
        of="biomes.biome/vessa-lagoon",
        articles=FIRST,
        since=date(2148, 6, 11),
        instrument="Act of the founding assembly",
        actor="accounts.organisation/vessa-council",
        at=noon.replace(year=2148),
    )
