"""A petition may be about what is on the map only; when that is found to be another one, the petition goes along."""

import pytest
from django.urls import reverse

from biomes import actions as biomes
from ledger import actions as ledger
from petitions import actions
from petitions.forms.filing import AboutForm
from petitions.models import Petition, PetitionBiome
from tests.biomes import makers
from tests.petitions.scene import lagoon, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def pin(now):
    return makers.pin(at=now)


def test_what_somebody_looked_at_may_be_asked_for_and_nothing_else(now, pin):
    unseen = makers.pin(at=now, looked_at=False)
    form = AboutForm(rights=[])

    offered = set(form.fields["biomes"].queryset)

    assert pin in offered
    assert unseen not in offered


def test_merged_its_petitions_are_about_the_one_it_is(client, now, pin):
    water = lagoon()
    petition = opened(at=now)
    PetitionBiome.objects.filter(petition=petition).update(biome=pin)
    assert petition.title in client.get(reverse("petitions:box_for", args=[pin.slug])).content.decode()

    biomes.merge_pin(biome_id=pin.pk, into=water, actor="p-c", at=now)
    ledger.deliver_due(at=now)

    assert Petition.objects.get(pk=petition.pk).waters == [water]
    assert petition.title in client.get(reverse("petitions:box_for", args=[water.slug])).content.decode()


def test_a_petition_about_both_is_about_the_one_once(now, pin):
    water = lagoon()
    petition = opened(at=now)
    PetitionBiome.objects.create(petition=petition, biome=pin)
    biomes.merge_pin(biome_id=pin.pk, into=water, actor="p-c", at=now)

    assert actions.carry_petitions(biome=pin.slug, into=water.slug) == 1
    assert actions.carry_petitions(biome=pin.slug, into=water.slug) == 0
    assert Petition.objects.get(pk=petition.pk).waters == [water]
