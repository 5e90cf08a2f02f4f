"""What people saw and said goes with the living system it is about: taken down or refused, nothing of it is left anywhere."""

import pytest
from django.core.cache import cache

from biomes import actions, queries
from biomes.models import Biome
from ledger import queries as ledger
from ledger.queries import now
from moderation import actions as moderation
from tests.accounts.people import person
from tests.biomes import makers

pytestmark = pytest.mark.django_db
MARKER = "Quagmyrrh"
SURFACES = (
    "/", "/biomes/", "/biomes/?q=Quagmyrrh", "/zones/", "/near/?lon=-24.15&lat=38.05", "/search/?q=Quagmyrrh", "/sightings/",
    "/sightings.csv", "/sightings.atom", "/biomes.geojson", "/biomes/states.atom", "/sitemap.xml", "/log/", "/petitions/",
    "/crises/alerts/", "/api/v1/biomes/", "/api/v1/pins/", "/api/v1/sightings/", "/api/v1/statements/", "/ar/biomes/", "/es/sightings/",
    "/api/v1/near/?lon=-24.15&lat=38.05",
)  # fmt: skip


def leaks(client):
    # The first page may say for some seconds what it said before.
    cache.clear()
    found = []
    for address in SURFACES:
        answer = client.get(address)
        assert answer.status_code == 200, address
        said = b"".join(answer).decode()
        # A page repeats the words it was asked for.
        asked = (
            said.replace(f'value="{MARKER}"', "").replace(f"Search: {MARKER}", "").replace(f"?q={MARKER}", "")
        )
        if MARKER in asked:
            found.append(address)
    return found


def people(system):
    author = person()
    return (
        makers.sighting(system, by=author.code, at=now(), said=MARKER),
        makers.statement(system, author, at=now(), text=MARKER),
    )


def test_with_a_profile_that_is_taken_down_goes_what_people_saw_and_said(client, noon):
    lagoon = makers.biome("lagoon", at=noon, name=MARKER)
    seen, said = people(lagoon)
    assert {"/biomes/", "/sightings/", "/api/v1/statements/", "/search/?q=Quagmyrrh"} <= set(leaks(client))

    actions.withdraw_biome(biome_id=lagoon.pk, actor="p-c", at=now())

    assert leaks(client) == []
    for one in (seen, said, lagoon):
        assert ledger.card(one.subject, None) is None
    assert client.get(seen.get_absolute_url()).status_code == 404
    assert client.get(said.get_absolute_url()).status_code == 404


def test_with_a_pin_that_is_refused_goes_what_people_saw_and_said(client):
    moderation.publish_code(slug="no", label="No", public_text="No.")
    pin = makers.pin(at=now(), name=MARKER)
    people(pin)
    assert leaks(client)

    actions.refuse_pin(biome_id=pin.pk, code="no", reason="", actor="p-c", at=now())

    assert leaks(client) == []
    assert queries.known_biome(pin.slug) is None


def test_a_pin_nobody_looked_at_leaks_nowhere(client):
    makers.pin(at=now(), name=MARKER, about=MARKER, looked_at=False)

    assert leaks(client) == []


def test_a_draft_of_a_pin_that_was_taken_up_leaks_nowhere(client):
    pin = makers.pin(at=now(), name="A ditch")
    actions.take_up(biome_id=pin.pk, actor="p-c", at=now())
    content = {"name": MARKER, "functional_group": "F1.1", "place": makers.SQUARE}
    actions.edit_biome(biome_id=pin.pk, content=content, author="p-c", reason="r", at=now())

    assert leaks(client) == []
    assert Biome.objects.get(pk=pin.pk).name == "A ditch"


@pytest.mark.parametrize("first", ["withdrawn", "taken_down"])
def test_a_withdrawn_statement_does_not_name_what_was_taken_down(client, noon, first):
    lagoon = makers.biome("lagoon", at=noon, name=MARKER)
    author = person()
    said = makers.statement(lagoon, author, at=now())
    acts = {
        "withdrawn": lambda: actions.withdraw_statement(uuid=str(said.uuid), by=author.code, at=now()),
        "taken_down": lambda: actions.withdraw_biome(biome_id=lagoon.pk, actor="p-c", at=now()),
    }

    for _name, act in sorted(acts.items(), key=lambda one: one[0] != first):
        act()

    answer = client.get(said.get_absolute_url())
    assert answer.status_code == 410
    assert MARKER not in answer.content.decode()
    assert MARKER not in str(ledger.card(said.subject, None))
    assert client.get(f"/api/v1/statements/{said.uuid}/").status_code == 404
    assert leaks(client) == []


def test_a_withdrawn_statement_names_what_is_still_on_the_map(client, noon):
    lagoon = makers.biome("lagoon", at=noon, name=MARKER)
    author = person()
    said = makers.statement(lagoon, author, at=now())

    actions.withdraw_statement(uuid=str(said.uuid), by=author.code, at=now())

    assert f"Something was said here for {MARKER}." in client.get(said.get_absolute_url()).content.decode()
