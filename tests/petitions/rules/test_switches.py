"""Pauses give a day for each midnight, the count takes the breath it is given, books balance or say what does not."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import books, invalidation, switches
from petitions.rules.books import Books
from petitions.rules.invalidation import MOVES, Criteria, Stage

LISBON = ZoneInfo("Europe/Lisbon")
moments = st.datetimes(datetime(2040, 1, 1), datetime(2041, 12, 31), timezones=st.just(UTC))


def test_a_pause_within_one_day_gives_no_day():
    noon = datetime(2040, 6, 1, 12, tzinfo=LISBON)

    assert switches.midnights(noon, noon + timedelta(hours=11), LISBON) == []
    assert len(switches.midnights(noon, noon + timedelta(hours=12), LISBON)) == 1


def test_days_are_local_in_the_weeks_when_clocks_change():
    for day in (datetime(2040, 3, 24, 12, tzinfo=LISBON), datetime(2040, 10, 27, 12, tzinfo=LISBON)):
        found = switches.midnights(day, datetime(day.year, day.month, day.day + 2, 12, tzinfo=LISBON), LISBON)

        assert [moment.astimezone(LISBON).hour for moment in found] == [0, 0]


@given(moments, moments, moments)
def test_heeded_in_two_parts_a_pause_gives_the_same_days(one, two, three):
    begin, middle, end = sorted((one, two, three))

    whole = switches.midnights(begin, end, LISBON)

    assert switches.midnights(begin, middle, LISBON) + switches.midnights(middle, end, LISBON) == whole


def test_a_tick_that_is_a_little_early_is_in_time():
    at = datetime(2040, 6, 1, tzinfo=UTC)

    assert switches.is_due(None, 60, at)
    assert switches.is_due(at - timedelta(seconds=56), 60, at)
    assert not switches.is_due(at - timedelta(seconds=50), 60, at)


zones = st.dictionaries(st.sampled_from([None, 1, 2, 3]), st.integers(1, 50))
touching = st.dictionaries(st.integers(1, 3), st.frozensets(st.integers(10, 13)))


@given(zones, touching)
def test_each_basin_is_the_sum_of_its_zones_and_nobody_is_left_out(counts, beside):
    sums = books.basins_of(counts, beside)

    for basin, count in sums.items():
        if basin is not None:
            assert count == sum(n for zone, n in counts.items() if basin in beside.get(zone, ()))
    assert sums.get(None, 0) == sum(n for zone, n in counts.items() if not beside.get(zone))


@given(zones, st.sampled_from(["total", "zones", "basins", "hours", "batched"]))
def test_any_one_number_that_is_off_is_named(counts, wrong):
    good = {"total": 9, "zones": counts, "basins": {7: 9}, "hours": {1: 9}, "batched": 9}
    changed = {"total": 8, "zones": {**counts, 9: 1}, "basins": {7: 8}, "hours": {1: 8}, "batched": 8}
    broken = good | {wrong: changed[wrong]}

    assert books.disagreements(Books(**good), Books(**good)) == frozenset()
    assert books.disagreements(Books(**broken), Books(**good)) == {wrong.replace("batched", "batches")}


def test_zones_of_the_forgotten_are_judged_by_their_sum():
    rows = Books(total=9, zones=None, basins={7: 9}, hours={1: 9}, batched=9)

    assert (
        books.disagreements(Books(total=9, zones={1: 9}, basins={7: 9}, hours={1: 9}, batched=9), rows)
        == frozenset()
    )
    assert books.disagreements(
        Books(total=9, zones={1: 8}, basins={7: 9}, hours={1: 9}, batched=9), rows
    ) == {"zones"}


def test_every_stage_is_reached_and_the_last_are_final():
    reached = {Stage.DRAWN_UP} | {to for moves in MOVES.values() for to in moves}

    assert reached == set(Stage)
    assert all(not MOVES[stage] for stage in (Stage.DONE, Stage.CANCELLED, Stage.DROPPED))
    assert not invalidation.may_move(Stage.DONE, Stage.RUNNING)


def test_an_end_alone_is_no_criterion():
    assert not Criteria(until=datetime(2040, 1, 1, tzinfo=UTC)).is_narrow
    assert Criteria(domain="mill.example").is_narrow
