"""What sightings tell of a blind spot: more never hide anything, and none of them replaces a station."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from biomes.rules.blindspots import EYES, STATION, WALK, Point, posterior, survey
from biomes.rules.glances import LASTS, Glance, counted, together

SYSTEMS = ("lagoon", "meadow")
# A few places, so that people meet at them and come back.
spots = st.tuples(st.sampled_from([0.0, 0.01, 0.02, 0.05]), st.sampled_from([38.0, 38.01, 38.03]))
places = st.builds(lambda spot, system: Point(*spot, system), spots, st.sampled_from(SYSTEMS))
ages = st.timedeltas(timedelta(0), LASTS + timedelta(days=3))
sides = st.sampled_from([100, 1_000, 2_000, 10_000])
glances = st.builds(
    Glance, point=places, person=st.sampled_from(["p-1", "p-2", "p-3"]), age=ages, side_m=sides
)
HERE = Point(0.0, 38.0, "lagoon", 10.0)


def unknown(points, seen, stations=()):
    return np.diag(posterior(points, stations, glances=together(counted(seen))))


def fresh(person="p-1", point=HERE, **said):
    return Glance(point=point, person=person, **{"age": timedelta(0), "side_m": 0} | said)


@given(
    st.lists(places, min_size=1, max_size=6),
    st.lists(glances, max_size=8),
    glances,
    st.lists(places, max_size=3),
)
def test_one_more_sighting_never_leaves_more_unknown_anywhere(points, seen, one, stations):
    before = unknown(points, seen, stations)
    after = unknown(points, [*seen, one], stations)

    assert (after <= before + 1e-9).all()
    assert (after >= -1e-9).all()


@given(st.lists(places, min_size=1, max_size=6), glances)
def test_a_station_leaves_no_more_unknown_than_a_sighting_at_its_place_and_less_at_the_place_itself(
    points, one
):
    points = [one.point, *points]

    seen, measured = unknown(points, [one]), unknown(points, [], [one.point])

    assert (measured <= seen + 1e-9).all()
    assert measured[0] < seen[0] - 0.3


@given(st.lists(places, min_size=1, max_size=6), st.integers(1, 200), st.data())
def test_however_many_look_at_one_place_a_station_there_tells_more(points, people, data):
    where = data.draw(places)
    crowd = [fresh(f"p-{number}", where) for number in range(people)]
    points = [where, *points]

    assert (unknown(points, [], [where]) <= unknown(points, crowd) + 1e-9).all()
    assert unknown(points, crowd)[0] >= EYES / (1 + EYES) - 1e-9


@given(glances, ages, sides)
def test_an_older_or_coarser_sighting_never_tells_more(one, age, side):
    later = Glance(one.point, one.person, max(one.age, age), one.side_m)
    coarser = Glance(one.point, one.person, one.age, max(one.side_m, side))

    assert later.noise >= one.noise
    assert coarser.noise >= one.noise


@given(st.lists(glances, max_size=10), st.randoms())
def test_the_order_of_reports_does_not_matter(seen, chance):
    shuffled = chance.sample(seen, len(seen))

    one, other = together(counted(seen)), together(counted(shuffled))

    assert [place for place, _noise in one] == [place for place, _noise in other]
    assert [noise for _place, noise in one] == pytest.approx([noise for _place, noise in other])


@given(glances, st.lists(st.tuples(ages, sides), max_size=6))
def test_one_person_at_one_place_counts_once_by_the_report_that_tells_most(one, others):
    assume(one.freshness)
    same = [one, *(Glance(one.point, one.person, age, side) for age, side in others)]

    assert [kept.noise for kept in counted(same)] == [min(each.noise for each in same)]


@given(
    places, st.lists(st.tuples(ages, sides), min_size=1, max_size=5), st.lists(places, min_size=1, max_size=4)
)
def test_looks_at_one_place_may_be_put_together_without_loss(where, looks, points):
    seen = counted(Glance(where, f"p-{number}", age, side) for number, (age, side) in enumerate(looks))
    apart = [(one.point, one.noise) for one in seen]

    assert np.allclose(
        posterior(points, [], glances=apart), posterior(points, [], glances=together(seen)), atol=1e-7
    )


def test_a_fresh_sighting_at_a_known_place_tells_as_much_as_a_walk_and_a_month_old_one_nothing():
    assert unknown([HERE], [fresh()])[0] == pytest.approx(1 - 1 / (1 + WALK.noise))
    assert unknown([HERE], [], [HERE])[0] == pytest.approx(1 - 1 / (1 + STATION.noise))
    assert counted([fresh(age=LASTS), fresh(age=2 * LASTS)]) == []


def test_half_its_time_gone_or_a_kilometre_wide_a_sighting_tells_less():
    new, old, wide = (
        unknown([HERE], [one])[0] for one in (fresh(), fresh(age=LASTS / 2), fresh(side_m=1_000))
    )

    assert (new, old, wide) == pytest.approx((0.375, 0.474, 0.502), abs=0.001)
    assert unknown([HERE], [fresh(side_m=10_000)])[0] == pytest.approx(0.950, abs=0.001)


def test_the_next_site_is_taken_up_where_nobody_looked():
    looked, blind = HERE, Point(1.0, 38.0, "meadow", 10.0)

    found = survey([looked, blind], [], most=1, budget=12, glances=together(counted([fresh()])))

    assert found.choices[0].index == 1
    assert found.before[0] < found.before[1] == 1


def test_a_thousand_sightings_are_reckoned_quickly_enough_for_a_page():
    import time

    chance = np.random.default_rng(1)
    points = [Point(x, y, "lagoon", 1.0) for x, y in chance.uniform(38, 38.3, (400, 2))]
    seen = [
        fresh(f"p-{n}", Point(x, y, "lagoon"))
        for n, (x, y) in enumerate(chance.uniform(38, 38.3, (1_000, 2)))
    ]
    began = time.perf_counter()

    survey(points, points[:20], most=10, budget=120, glances=together(counted(seen)))

    assert time.perf_counter() - began < 3
