"""Reports bear each other out only when they are of different people, on different occasions, near and soon."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from biomes.rules.cells import coarsened
from biomes.rules.corroboration import Need, Seen, borne_out, matched

NOON = datetime(2150, 6, 11, 12, tzinfo=UTC)
NEED = Need()


def seen(key, person, *, hours=0.0, east=0, cell_m=100):
    lon, lat = coarsened(-24.1 + east * 0.0015, 38.1, cell_m)
    at = NOON + timedelta(hours=hours)
    return Seen(key=key, person=person, at=at, lon=float(lon), lat=float(lat), cell_m=cell_m)


@st.composite
def reports(draw):
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from("abcdef"),
                st.integers(0, 120),
                st.integers(0, 30),
                st.sampled_from([100, 100, 100, 1_000, 10_000]),
            ),
            max_size=14,
        )
    )
    return [
        seen(n, who, hours=hours, east=east, cell_m=cell) for n, (who, hours, east, cell) in enumerate(rows)
    ]


def keys(found):
    return [one.key for one in found]


def test_three_people_at_three_spots_within_three_days_bear_each_other_out():
    found = borne_out([seen(1, "a"), seen(2, "b", east=1, hours=10), seen(3, "c", east=2, hours=70)], NEED)

    assert keys(found) == [1, 2, 3]


def test_one_person_three_times_bears_nothing_out():
    assert borne_out([seen(n, "a", east=n, hours=n) for n in range(5)], NEED) == ()


def test_many_accounts_at_one_spot_on_one_day_are_one_occasion():
    assert borne_out([seen(n, f"p{n}") for n in range(10)], NEED) == ()


def test_one_spot_on_three_days_is_three_occasions():
    assert len(borne_out([seen(n, f"p{n}", hours=24 * n) for n in range(3)], NEED)) == 3


def test_a_report_too_far_or_too_late_does_not_count():
    near = [seen(1, "a"), seen(2, "b", east=1)]

    assert borne_out([*near, seen(3, "c", east=60)], NEED) == ()
    assert borne_out([*near, seen(3, "c", east=2, hours=73)], NEED) == ()


def test_a_report_known_to_ten_kilometres_counts_for_no_place():
    rough = [seen(n, f"p{n}", hours=24 * n, cell_m=10_000) for n in range(3)]

    assert borne_out(rough, NEED) == ()


def test_people_are_moved_on_to_other_occasions_where_they_have_one():
    # "a" could take either spot; "b" has the first only.
    assert len(matched([seen(1, "a"), seen(2, "a", east=1), seen(3, "b")])) == 2


@given(reports())
def test_no_person_and_no_occasion_counts_twice(rows):
    found = borne_out(rows, NEED)

    assert len({one.person for one in found}) == len(found) == len({one.occasion for one in found})
    assert len(found) == 0 or len(found) >= NEED.people


@given(reports(), st.randoms())
def test_the_order_of_reports_changes_nothing_about_how_many(rows, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)

    assert len(borne_out(rows, NEED)) == len(borne_out(shuffled, NEED))


@given(reports(), st.integers(0, 13))
def test_one_more_report_never_undoes_what_was_borne_out(rows, which):
    fewer = [one for one in rows if one.key != which]

    assert len(borne_out(rows, NEED)) >= len(borne_out(fewer, NEED))


@given(reports())
def test_what_bears_out_lies_within_the_hours_and_a_diameter(rows):
    from biomes.rules.cells import distance_m

    found = borne_out(rows, NEED)

    for one in found:
        for other in found:
            assert abs(one.at - other.at) <= timedelta(hours=NEED.hours)
            assert distance_m(one.lon, one.lat, other.lon, other.lat) <= 2 * NEED.radius_m + 1


@given(reports(), st.integers(2, 5))
def test_a_higher_need_is_met_less_often(rows, people):
    if borne_out(rows, Need(people=people + 1)):
        assert borne_out(rows, Need(people=people))
