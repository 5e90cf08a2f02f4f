"""The demo's archived month: its page can be seen, and a demo that is loaded anew puts it away anew."""

import sys

import pytest
from django.db import connection
from django.urls import reverse

from biomes.actions import months
from biomes.models import Archive, Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    from ledger.queries import now
    from portal.demo import accounts, biomes
    from portal.demo.world import World

    settings.MEDIA_ROOT = tmp_path
    made = World(now=now())
    accounts.load(made)
    biomes.load(made)
    return made


def test_one_month_is_put_away_and_its_page_names_the_file_that_is_there(client, world, tmp_path):
    from portal.demo import archive

    said = archive.load(world)

    made = Archive.objects.get()
    assert said == f"{made} put away"
    assert made.reading_count == 28
    assert (tmp_path / "archive" / made.file).is_file()
    page = client.get(reverse("biomes:archive")).content.decode()
    assert made.digest in page
    number = made.numbers[0].lower
    assert client.get(reverse("biomes:reading", args=["V-03", number])).status_code == 410


def test_without_the_library_nothing_is_put_away_and_the_loader_says_so(world, monkeypatch):
    from portal.demo import archive

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    before = Reading.objects.count()

    assert "pyarrow is not installed" in archive.load(world)

    assert (Archive.objects.count(), Reading.objects.count()) == (0, before)


def test_in_an_emptied_database_no_month_is_away(world):
    from portal.demo import archive

    archive.load(world)
    month = Archive.objects.get().month
    with connection.cursor() as cursor:
        months.forget_away(cursor)
    Archive.objects.all().delete()

    assert month not in months.attached_months()
    assert "put away" in archive.load(world)


def test_every_day_on_which_readings_came_in_is_still_sealed_in_its_turn(world):
    from biomes import actions
    from biomes.models import Seal
    from portal.demo import archive

    archive.load(world)
    came = {day.date() for day in Reading.objects.datetimes("received_at", "day")}

    while actions.seal_due_days(at=world.now):
        pass

    assert {day for day in came if day < world.now.date()} <= set(Seal.objects.values_list("day", flat=True))
