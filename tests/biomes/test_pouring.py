"""Many readings at once go in by COPY, and are held to what every row is held to."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

pytestmark = pytest.mark.django_db


def readings(station, at, *values):
    from biomes.models import Batch, Indicator, Reading

    batch = Batch.objects.create(station=station, sender="test", received_at=at)
    chlorophyll = Indicator.objects.get(code="chlorophyll-a")
    return [
        Reading(
            station=station, indicator=chlorophyll, phenomenon_at=at - timedelta(hours=number), received_at=at,
            value=Decimal(value), unit=chlorophyll.unit, batch=batch, flags=["wild", 'odd "quoted", {braced}\\'[:12]],
        )
        for number, value in enumerate(values)
    ]  # fmt: skip


def test_what_is_poured_in_is_what_lies_there_digit_for_digit(buoy, noon):
    from biomes.models import Reading

    poured = Reading.objects.pour(readings(buoy, noon, "12.340000", "0.000001", "999999999.5"))

    for made in poured:
        kept = Reading.objects.get(pk=made.pk)
        assert {f.attname: getattr(kept, f.attname) for f in Reading._meta.concrete_fields} == {
            f.attname: getattr(made, f.attname) for f in Reading._meta.concrete_fields
        }


def test_one_row_that_breaks_a_rule_leaves_none_and_says_so_as_an_insert_would(buoy, noon):
    from biomes.models import Reading

    good, twice = readings(buoy, noon, "1", "2")
    twice.phenomenon_at = good.phenomenon_at

    with pytest.raises(IntegrityError, match="reading_o"), transaction.atomic():
        Reading.objects.pour([good, twice])

    assert not Reading.objects.exists()


def test_nothing_poured_is_nothing_written(buoy):
    from biomes.models import Reading

    assert Reading.objects.pour([]) == []
