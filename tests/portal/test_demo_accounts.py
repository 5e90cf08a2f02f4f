"""The demo's people."""

import pytest

pytestmark = pytest.mark.django_db


def test_every_figure_of_the_story_can_be_signed_in_as(noon, settings):
    from accounts import queries
    from portal.demo import accounts
    from portal.demo.world import World

    settings.DEMO = True
    world = World(now=noon)
    accounts.load(world)

    cast = queries.demo_cast(noon)

    assert {figure.person for figure in cast} == set(world.people.values())
    assert world.user("lyra").code == accounts.code_of("lyra")
    assert [str(role) for role in queries.roles_of(world.user("noor"), noon)] == ["curator"]
