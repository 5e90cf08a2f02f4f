"""The demo leaves no page of the curators empty: calendars, stories, stewards, a sensitive place."""

import pytest

from biomes import queries

pytestmark = pytest.mark.django_db


def test_the_demo_fills_every_page_of_curation(client, noon, settings, tmp_path):
    from portal.demo import accounts, biomes, curation
    from portal.demo.world import World

    settings.MEDIA_ROOT = tmp_path
    world = World(now=noon)
    accounts.load(world)
    biomes.load(world)

    curation.load(world)

    lagoon, reef = queries.public_biome("vessa-lagoon"), queries.public_biome("outer-reef")
    assert {one.entry.whose for one in queries.calendar_of(lagoon, noon.year)} == {"biome", "people"}
    assert queries.waiting_stories().count() + queries.public_stories().count() == 2
    assert reef.is_sensitive
    assert reef.stewards
    assert client.get("/biomes/vessa-lagoon/").status_code == 200
