"""A day of voting that meets a living system's calendar is said before and after it is chosen."""

import pytest

from accounts.rules.roles import Role
from biomes import actions as biomes
from biomes.rules.calendar import Kind, Whose
from council.words import calendar
from tests.accounts.people import person, sign_in
from tests.biomes import makers
from tests.council.scenes import DAY

pytestmark = pytest.mark.django_db


class Touching:
    touched = ("biomes.biome/lagoon", "biomes.biome/hidden", "crises.run/1")


@pytest.fixture
def entry(noon):
    made = makers.biome("lagoon", at=noon)
    for system in (made, makers.biome("hidden", at=noon, stage="draft")):
        biomes.add_calendar_entry(
            biome=system, kind=Kind.CEREMONY, whose=Whose.PEOPLE, title="Naming of the waters", note="No sitting.",
            source="Assembly", actor="p", at=noon, first_on=noon.date(), last_on=(noon + 2 * DAY).date(),
        )  # fmt: skip


def test_the_day_of_a_published_system_is_said_once_with_what_to_respect(entry, noon):
    assert calendar.meets(Touching, noon) == ["Lagoon, until 13 June 2150: Naming of the waters. No sitting."]
    assert calendar.meets(Touching, f"{noon:%Y-%m-%dT%H:%M}") == calendar.meets(Touching, noon)


def test_another_day_and_no_day_meet_nothing(entry, noon):
    assert calendar.meets(Touching, noon + 3 * DAY) == []
    assert calendar.meets(Touching, "tomorrow") == []
    assert calendar.meets(Touching, None) == []


def test_the_secretary_s_desk_still_opens(client):
    sign_in(client, person("sora", Role.SECRETARY))

    assert client.get("/council/desk/").status_code == 200
