"""The laws of alliances: tables without a leak, and findings that no party makes alone for itself."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.rules import alliances as rule
from council.rules.alliances import ENDS, MOVES, RULE, STANDINGS, End, Finding, Stage, Standing, WhyNotFound

DUE = date(2150, 3, 31)
OWES = "owes"
findings = st.sampled_from(list(Finding))
voices = st.dictionaries(st.sampled_from([OWES, "a", "b", "c", RULE]), findings)
members = st.lists(st.builds(rule.Member, st.text(max_size=3), st.booleans(), st.booleans()), max_size=5)
moments = st.datetimes(datetime(2149, 1, 1), datetime(2151, 1, 1), timezones=st.just(UTC))


def test_every_stage_is_reached_and_the_end_is_final():
    seen, waiting = set(), [Stage.PROPOSED]
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting += MOVES[here]

    assert seen == set(Stage)
    assert MOVES[Stage.ENDED] == frozenset()


@given(st.sampled_from(list(Stage)), st.sampled_from(list(Stage)))
def test_no_move_leaves_the_table(here, to):
    if to in MOVES[here]:
        assert rule.move(here, to) is to
    else:
        with pytest.raises(rule.NoMove):
            rule.move(here, to)


def test_nothing_is_in_force_that_was_not_agreed():
    assert [here for here, onward in MOVES.items() if Stage.IN_FORCE in onward] == [Stage.AGREED]


@pytest.mark.parametrize("here", list(Stage))
def test_what_was_never_in_force_is_dropped_and_what_was_is_not(here):
    for how in End:
        if how in ENDS[here]:
            assert rule.end(here, how) is how
        else:
            with pytest.raises(rule.NoMove):
                rule.end(here, how)
    assert (End.DROPPED in ENDS[here]) is (here in rule.BEFORE)


@given(members)
def test_it_is_agreed_by_both_sides_and_by_everybody(found):
    assert rule.is_agreed(found) is (
        all(one.has_joined for one in found)
        and any(one.is_living for one in found)
        and any(not one.is_living for one in found)
    )


@given(st.sets(st.sampled_from([1, 2])), st.sets(st.sampled_from([1, 2])))
def test_a_party_speaks_with_all_its_hands_or_not_at_all(needed, given_):
    assert rule.is_whole(needed, given_) is (needed != set() and needed - given_ == set())


# --- Findings --------------------------------------------------------------------------------------
@given(voices)
def test_whoever_owes_it_never_finds_its_own_kept(found):
    told = found | {OWES: Finding.KEPT}
    others = {party: one for party, one in found.items() if party != OWES}

    assert rule.voice_of(told, OWES) == rule.voice_of(others, OWES)


@given(voices)
def test_kept_rests_on_another_party_or_the_readings(found):
    if rule.voice_of(found, OWES) is Standing.KEPT:
        assert Finding.KEPT in [one for party, one in found.items() if party != OWES]


@given(voices)
def test_others_who_differ_make_it_disputed_whatever_its_party_says(found):
    others = {one for party, one in found.items() if party != OWES}

    assert (rule.voice_of(found, OWES) is Standing.DISPUTED) is (others == set(Finding))


@given(voices, st.randoms())
def test_the_order_of_voices_does_not_matter(found, chance):
    rows = list(found.items())
    chance.shuffle(rows)

    assert rule.voice_of(dict(rows), OWES) == rule.voice_of(found, OWES)


def test_an_admission_counts_alone():
    assert rule.voice_of({OWES: Finding.BROKEN}, OWES) is Standing.BROKEN


@given(voices)
def test_a_contest_is_shown_and_changes_nothing(found):
    if rule.is_contested(found, OWES):
        assert rule.voice_of(found, OWES) == rule.voice_of(
            {k: v for k, v in found.items() if k != OWES}, OWES
        )


# --- Time ------------------------------------------------------------------------------------------
@given(st.dates(date(2150, 1, 1), date(2150, 12, 31)))
def test_open_due_and_overdue_follow_from_the_day_alone(day):
    found = rule.standing(due_on=DUE, day=day, voices={}, owes=OWES, released=False)

    assert found is (Standing.OPEN if day < DUE else Standing.DUE if day == DUE else Standing.OVERDUE)


steps = st.lists(
    st.one_of(
        st.just("night"),
        st.tuples(st.sampled_from([OWES, "a", "b"]), findings),
        st.just("release"),
    ),
    max_size=25,
)


@given(steps)
def test_a_commitment_never_leaves_its_table(story):
    day, heard, released = DUE - timedelta(days=2), {}, False

    def now():
        return rule.standing(due_on=DUE, day=day, voices=heard, owes=OWES, released=released)

    for step in story:
        before = now()
        if step == "night":
            day += timedelta(days=1)
        elif step == "release":
            released = released or (before is Standing.OPEN and rule.is_released(due_on=DUE, day=day))
        else:
            party, finding = step
            own = heard.get(OWES) if party == OWES else None
            if not rule.finding_refusal(finding, due_on=DUE, day=day, released=released, own=own):
                heard[party] = finding
        assert now() is before or now() in STANDINGS[before]


@given(findings, st.integers(-40, 40), st.booleans(), st.none() | findings)
def test_nobody_is_in_breach_before_the_day(finding, days, released, own):
    day = DUE + timedelta(days=days)
    why = rule.finding_refusal(finding, due_on=DUE, day=day, released=released, own=own)

    if why is None and finding is Finding.BROKEN:
        assert day >= DUE
    if released:
        assert why is WhyNotFound.RELEASED


@given(st.integers(-40, 40))
def test_going_releases_nobody_from_what_was_due(days):
    assert rule.is_released(due_on=DUE, day=DUE + timedelta(days=days)) is (days < 0)


@given(moments)
def test_a_moment_lies_in_its_day(at):
    day = rule.day_of(at)

    assert rule.day_over(day) - timedelta(days=1) <= at < rule.day_over(day)


@given(moments, moments)
def test_a_reminder_comes_before_the_end_and_not_too_early(until, at):
    assert rule.is_time_to_remind(until, at) is (timedelta(0) < until - at <= rule.REMIND_BEFORE)
