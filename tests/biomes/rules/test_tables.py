"""Tables that other code trusts: the typology, the lifecycle, times, the columns of a survey."""

from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biomes.rules import columns, lifecycle, times, typology
from biomes.rules.lifecycle import MOVES, Stage
from biomes.rules.profile import FIELDS, changes


def test_the_typology_is_whole():
    assert (len(typology.REALMS), len(typology.BIOMES), len(typology.FUNCTIONAL_GROUPS)) == (11, 25, 110)
    assert typology.lineage("FM1.3") == ("FM1.3", "FM1", "FM")
    assert typology.lineage("M1.10") == ("M1.10", "M1", "M")
    assert typology.lineage("X9") == ()


@given(st.sampled_from(list(typology.FUNCTIONAL_GROUPS)))
def test_every_group_has_its_biome_and_realm(code):
    group, biome, realm = typology.lineage(code)

    assert (group, biome in typology.BIOMES, realm in typology.REALMS) == (code, True, True)


@given(st.sampled_from(Stage), st.sampled_from(Stage))
def test_no_move_leaves_the_table(current, to):
    if to in MOVES[current]:
        assert lifecycle.move(current, to) is to
    else:
        with pytest.raises(lifecycle.Refused):
            lifecycle.move(current, to)


def test_every_stage_is_reachable_and_discarded_is_final():
    reached = {Stage.DRAFT, Stage.PROVISIONAL}
    for _ in Stage:
        reached |= {to for stage in reached for to in MOVES[stage]}

    assert reached == set(Stage)
    assert MOVES[Stage.DISCARDED] == frozenset()


@given(st.datetimes(timezones=st.just(UTC)), st.integers(-14 * 60, 14 * 60))
def test_an_instant_written_down_in_any_offset_is_read_as_itself(moment, minutes):
    try:
        text = moment.astimezone(timezone(timedelta(minutes=minutes))).isoformat()
    except OverflowError:
        return

    assert times.read(text)[0] == moment


@pytest.mark.parametrize(
    "sent",
    [
        "",
        None,
        True,
        2150.5,
        "yesterday",
        "2150-13-01",
        "2150-02-30",
        "11/06/2150",
        "20500611",
        "0000",
        "2150-06-11T25:00Z",
    ],
)
def test_what_is_no_time_is_refused(sent):
    with pytest.raises(times.CannotTell):
        times.read(sent)


def test_a_time_without_its_offset_is_refused_with_that_reason():
    with pytest.raises(times.CannotTell) as why:
        times.read("2150-06-11T09:40")

    assert why.value.needs_offset


def test_precision_follows_what_is_written():
    assert [times.read(t)[1] for t in (2007, "2007-08", "2007-08-01", "2007-08-01 10:00Z")] == [
        "year",
        "month",
        "day",
        "instant",
    ]


content = st.dictionaries(
    st.sampled_from(FIELDS), st.none() | st.text(max_size=4) | st.lists(st.text(max_size=2))
)


@given(content, content)
def test_a_difference_is_empty_only_between_the_same(one, other):
    assert changes(one, one) == []
    assert [(f, b, a) for f, a, b in changes(one, other)] == changes(other, one)


def test_a_map_of_columns_says_unit_and_limit():
    found = columns.read_map(["station=S", "lon=X", "lat=Y", "time=2007", "microcystin=M[ug/L]<0.1"])

    assert found.measures[0].column == "M"
    assert list(columns.rows_of({"M": "0.05"}, found)) == [
        {
            "indicator": "microcystin",
            "at": "2007",
            "value": "<0.1",
            "unit": "ug/L",
            "method": "as published: 0.05",
        }
    ]


@pytest.mark.parametrize("pairs", [[], ["station"], ["station=S", "lon=X", "lat=Y", "time=T"]])
def test_a_map_that_lacks_something_is_refused(pairs):
    with pytest.raises(columns.BadMap):
        columns.read_map(pairs)
