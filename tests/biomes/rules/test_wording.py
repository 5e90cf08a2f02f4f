"""Which reading is worded, and how: by codes, never by chance, never without its reading."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biomes.rules.anomaly import Standing
from biomes.rules.wording import MOST, PartOfDay, Spoken, Template, part_of_day, wordings
from biomes.rules.words import LEVELS, Direction, Precision, State

NOW = datetime(2150, 6, 11, 12, tzinfo=UTC)


@st.composite
def spoken(draw):
    level = draw(st.none() | st.sampled_from(LEVELS))
    return Spoken(
        indicator=draw(st.sampled_from(["oxygen-night", "chlorophyll-a", "x"])),
        station=draw(st.sampled_from(["V-01", "V-02"])),
        reading=draw(st.integers(1, 999)),
        at=NOW - timedelta(hours=draw(st.integers(0, 99))),
        value=Decimal(7),
        unit="mg/L",
        is_fresh=draw(st.booleans()),
        level=level,
        limit=Decimal(4) if level else None,
        direction=draw(st.sampled_from(list(Direction))) if level else None,
        standing=draw(st.none() | st.sampled_from(list(Standing))),
        has_limit=True,
    )


@given(st.lists(spoken(), max_size=8, unique_by=lambda one: one.reading), st.randoms())
def test_the_same_readings_are_worded_the_same_in_any_order(heard, chance):
    shuffled = list(heard)
    chance.shuffle(shuffled)

    assert wordings(shuffled) == wordings(heard)


@given(st.lists(spoken(), max_size=8, unique_by=lambda one: one.reading))
def test_every_wording_rests_on_one_of_the_readings_and_they_are_few(heard):
    found = wordings(heard)

    assert len(found) <= MOST
    assert {one.said_of for one in found} <= set(heard)
    assert bool(found) is any(heard) or not heard


@given(st.lists(spoken(), min_size=1, max_size=8, unique_by=lambda one: one.reading))
def test_the_worst_is_said_first_and_health_never_beside_a_passed_limit(heard):
    found = wordings(heard)
    passed = [one.said_of.level for one in found if one.said_of.level and one.template is not Template.SILENT]

    assert passed == sorted(passed, key=LEVELS.index, reverse=True)
    assert not (passed and any(one.template is Template.INSIDE for one in found))


def test_silence_says_nothing_of_health():
    old = Spoken(
        indicator="x", station="V-01", reading=1, at=NOW, value=Decimal(1), unit="m", is_fresh=False, level=State.CRITICAL,
    )  # fmt: skip

    assert [one.template for one in wordings([old])] == [Template.SILENT]
    assert wordings([]) == []


@pytest.mark.parametrize(
    ("hour", "lon", "part"),
    [(0, 0, "night"), (5, 0, "dawn"), (8, 0, "day"), (18, 0, "dusk"), (21, 0, "night"), (12, 90, "dusk"), (12, -90, "dawn")],
)  # fmt: skip
def test_dusk_is_dusk_where_the_station_stands(hour, lon, part):
    assert part_of_day(NOW.replace(hour=hour), Decimal(lon)) is PartOfDay(part)


def test_a_reading_known_to_the_day_has_no_hour():
    assert part_of_day(NOW, Decimal(0), Precision.DAY) is PartOfDay.UNKNOWN
