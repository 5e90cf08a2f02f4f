"""Readings as sound: rougher with every stress, the same bytes every time, silence where nobody measured."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biomes.rules import sonification as sound
from biomes.rules.sonification import Heard, Tone, chord, roughness, stress_of
from biomes.rules.state import Limit
from biomes.rules.words import LEVELS, Direction, State

FIRST = date(2150, 5, 13)
stresses = st.decimals(min_value=0, max_value=1, places=3)
chords = st.lists(stresses, min_size=1, max_size=8)
LADDER = tuple(
    Limit(key=n, level=level, direction=Direction.ABOVE, value=Decimal(v))
    for n, (level, v) in enumerate(zip(LEVELS, (12, 24, 50), strict=True))
)
FLOOR = (Limit(key=9, level=State.CRITICAL, direction=Direction.BELOW, value=Decimal(4)),)
levels = st.decimals(min_value=0, max_value=120, places=1)


def rough(stress, place=0):
    base = sound.FUNDAMENTAL * sound.PLACES[place]
    return roughness(chord([(base * h, s) for h, s in zip(sound.HARMONICS, stress, strict=False)]))


@given(chords, st.data())
def test_every_added_stress_of_any_voice_makes_the_chord_rougher(stress, data):
    voice = data.draw(st.integers(0, len(stress) - 1))
    more = data.draw(st.decimals(min_value=stress[voice], max_value=1, places=3))
    stressed = [more if n == voice else s for n, s in enumerate(stress)]

    assert rough(stressed) >= rough(stress)
    if more > stress[voice]:
        assert rough(stressed) > rough(stress)


@given(st.integers(1, 8), st.integers(0, 3))
def test_from_level_to_level_the_whole_chord_is_strictly_rougher(voices, place):
    ladder = [rough([Decimal(n) / 4] * voices, place) for n in range(5)]

    assert ladder == sorted(set(ladder))
    assert ladder[-1] > 1.5 * ladder[0]


def test_one_voice_at_ease_is_smoother_than_the_same_voice_in_distress_by_an_order():
    assert rough([Decimal(1)]) > 10 * rough([Decimal(0)])


def test_the_companion_stands_where_two_tones_are_roughest():
    for hertz in (110.0, 440.0, 1760.0):
        at = sound.companion(hertz)
        here, wider, closer = (roughness([Tone(hertz, 1), Tone(f, 1)]) for f in (at, at + 2, at - 2))
        assert here > max(wider, closer)


def test_the_curve_is_the_published_one():
    """Around 440 Hz the roughest second tone is about 26 Hz away; unisons and octaves of pure tones are smooth."""
    assert sound.companion(440) - 440 == pytest.approx(25.8, abs=0.2)
    assert roughness([Tone(440, 1), Tone(440, 1)]) == 0
    assert roughness([Tone(440, 1), Tone(880, 1)]) < 0.01
    peak = roughness([Tone(440, 1), Tone(sound.companion(440), 1)])
    assert peak == pytest.approx(0.18, abs=0.005)


@given(levels, levels)
def test_stress_is_monotone_towards_harm(one, other):
    low, high = sorted((one, other))

    assert 0 <= stress_of(low, LADDER) <= stress_of(high, LADDER) <= 1
    assert stress_of(low, FLOOR) >= stress_of(high, FLOOR)
    assert stress_of(low, LADDER + FLOOR) == max(stress_of(low, LADDER), stress_of(low, FLOOR))


@given(levels)
def test_a_value_beyond_a_limit_has_the_stress_of_its_level(value):
    passed = [limit.level for limit in LADDER if value > limit.value]

    assert sound.level_of(stress_of(value, LADDER)) is (passed[-1] if passed else State.THRIVING)


def test_without_a_limit_nobody_knows_and_nothing_sounds():
    assert stress_of(Decimal(7), ()) is None


def test_a_limit_of_zero_is_a_limit_too():
    zero = (Limit(key=1, level=State.CRITICAL, direction=Direction.ABOVE, value=Decimal(0)),)

    assert stress_of(Decimal(0), zero) == Decimal("0.75")
    assert stress_of(Decimal(5), zero) == 1


def heard(*stress, indicator="chlorophyll-a"):
    return Heard(indicator=indicator, stations=("V-07",), stress=stress)


@given(st.lists(st.lists(st.none() | stresses, min_size=3, max_size=3), min_size=1, max_size=9))
def test_the_same_readings_give_the_same_bytes(rows):
    voices = [heard(*row, indicator=f"i{n}") for n, row in enumerate(rows)]

    one, other = (sound.as_bytes(sound.score("lagoon", State.STRESSED, FIRST, voices)) for _ in range(2))

    assert one == other
    assert sound.as_bytes(json.loads(one)) == one


def test_unknown_is_silent_whatever_it_said_before():
    said = sound.score("lagoon", State.UNKNOWN, FIRST, [heard(Decimal(1))])

    assert said["is_silent"]
    assert said["voices"] == []
    assert sound.transcript(said) == []


def test_a_day_without_a_value_is_a_rest():
    said = sound.score("lagoon", State.STRESSED, FIRST, [heard(Decimal("0.3"), None, Decimal("0.3"))])

    assert said["voices"][0]["stress_per_mille"] == [300, None, 300]
    assert said["roughness_per_mille"][1] == 0


def test_the_transcript_tells_each_voice_in_runs_of_days():
    said = sound.score(
        "lagoon", State.CRITICAL, FIRST, [heard(Decimal("0.1"), Decimal("0.2"), Decimal("0.8")), heard(None, None, Decimal("0.3"), indicator="oxygen-night")],
    )  # fmt: skip

    lines = sound.transcript(said)

    assert [(one.indicator, one.state, one.first.day, one.last.day) for one in lines] == [
        ("chlorophyll-a", State.THRIVING, 13, 14),
        ("chlorophyll-a", State.CRITICAL, 15, 15),
        ("oxygen-night", None, 13, 14),
        ("oxygen-night", State.STRESSED, 15, 15),
    ]
    assert lines[0].most_per_mille == 200


def test_several_systems_stand_on_different_degrees_of_one_chord():
    pitches = [
        sound.score("x", State.STRESSED, FIRST, [heard(Decimal(0))], place=n)["voices"][0]["millihertz"]
        for n in range(4)
    ]

    assert [p / pitches[0] for p in pitches] == [1, 1.25, 1.5, 2]
