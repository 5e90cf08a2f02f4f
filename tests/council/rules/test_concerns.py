"""When a living system's seat may say that a motion touches it, whatever else holds."""

from hypothesis import given
from hypothesis import strategies as st

from council.rules.concerns import WhyNotRaise, refusal

BEINGS = st.sampled_from(["biomes.biome/lagoon", "biomes.biome/river"])


@given(
    represents=st.one_of(st.just(""), BEINGS), touched=st.frozensets(BEINGS), ahead=st.booleans(),
    about_another=st.booleans(), raised=st.booleans(),
)  # fmt: skip
def test_it_may_before_the_vote_once_where_the_motion_does_not_name_it(
    represents, touched, ahead, about_another, raised
):
    why = refusal(
        represents=represents, touched=touched, ahead=ahead, about_another=about_another, raised=raised
    )

    may = bool(represents) and ahead and not about_another and represents not in touched and not raised
    assert (why is None) == may


def test_the_first_reason_is_the_one_that_nothing_could_change():
    assert refusal(represents="", touched=frozenset(), ahead=False, about_another=True, raised=True) is (
        WhyNotRaise.SPEAKS_FOR_NOBODY
    )
