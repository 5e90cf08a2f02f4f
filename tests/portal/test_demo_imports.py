"""The demo's intake: a notebook that is stored, a logbook that waits, a table that breaks."""

import pytest

from biomes.models import Batch, Import, Reading

pytestmark = pytest.mark.django_db


def test_no_page_of_the_intake_is_empty_in_the_demo(settings, tmp_path):
    from ledger.queries import now
    from portal.demo import accounts, biomes, imports
    from portal.demo.world import World

    settings.MEDIA_ROOT = tmp_path
    world = World(now=now())
    accounts.load(world)
    biomes.load(world)

    imports.load(world)

    found = {one.state: one for one in Import.objects.all()}
    assert set(found) == {"done", "checked", "failed"}
    assert found["done"].counts == {"stored": 24}
    assert found["checked"].counts == {"stored": 7, "refused": 7}
    assert (found["failed"].failure, found["failed"].failure_line) == ("broken", 3)
    assert Reading.objects.filter(batch__sender__startswith="import ").count() == 24
    assert Batch.objects.filter(refused_count=4).exists()
