"""Who is asked for consent, on any roll."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from council.rules.consent import seats_asked, seats_touched
from council.rules.decision import Roll, RollSeat

BEINGS = ("", "biomes.biome/lagoon", "biomes.biome/river", "biomes.biome/fen")
SEATS = st.builds(
    RollSeat,
    code=st.sampled_from("abcdef"),
    body=st.just("B"),
    votes=st.booleans(),
    recused=st.booleans(),
    veto=st.booleans(),
    represents=st.sampled_from(BEINGS),
)
ROLLS = st.lists(SEATS, max_size=6, unique_by=lambda seat: seat.code).map(
    lambda seats: Roll(seats=tuple(seats))
)
TOUCHED = st.sets(st.sampled_from(BEINGS))


@given(ROLLS, TOUCHED)
def test_a_seat_is_asked_if_it_is_touched_has_a_veto_and_takes_part(roll, touched):
    asked = seats_asked(roll, touched)

    for seat in roll.seats:
        may = seat.veto and not seat.recused
        assert (seat.code in asked) == (bool(seat.represents) and seat.represents in touched and may)


@given(ROLLS, TOUCHED)
def test_who_sits_there_and_whether_it_votes_changes_nothing(roll, touched):
    other = Roll(seats=tuple(replace(seat, hands=(), votes=not seat.votes) for seat in roll.seats))

    assert seats_asked(other, touched) == seats_asked(roll, touched) <= seats_touched(roll, touched)
