"""Two sheets, and a day of disputes: the tables of `roll_call`, and laws they keep."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.rules import roll_call
from council.rules.decision import Chamber, Outcome, Roll, RollSeat, Rule, Share
from council.rules.roll_call import Disputed, DisputeRuling, Next, Office, Says, Sheet, Stage, Word
from council.rules.tally import evaluate

NOON = datetime(2150, 6, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SEATS = ["a", "b", "c", "d"]
ROLL = Roll(seats=tuple(RollSeat(code=code, body="H") for code in SEATS))
RULE = Rule(chambers=(Chamber(body="H", passes=(Share(base="cast", num=1, den=2, strict=True),)),))
LINES = roll_call.lines_of(ROLL)
words = st.fixed_dictionaries({line: st.sampled_from([w.value for w in Word]) for line in LINES})
claims = st.lists(
    st.tuples(
        st.sampled_from(LINES), st.sampled_from([w.value for w in Word]), st.sampled_from([None, *DisputeRuling])
    ),
    max_size=4, unique_by=lambda row: row[0],
)  # fmt: skip


def count(said):
    return evaluate(RULE, ROLL, roll_call.ballots(said)).outcome


def said(yes=(), no=()):
    return {line: "yes" if line[0] in yes else "no" if line[0] in no else "absent" for line in LINES}


# --- Lines --------------------------------------------------------------------------------------------------
def test_each_hand_in_office_is_called_and_no_recused_or_voiceless_seat_is():
    roll = Roll(
        seats=(
            RollSeat(code="a", body="H", hands=(1, 2), joint="unanimous"),
            RollSeat(code="b", body="H", recused=True),
            RollSeat(code="c", body="H", votes=False),
            RollSeat(code="d", body="H", hands=()),
            RollSeat(code="e-1", body="H"),
        )
    )

    assert roll_call.lines_of(roll) == ("a/1", "a/2", "e-1/1")
    assert roll_call.seat_and_hand("e-1/1") == ("e-1", 1)


@given(words)
def test_a_word_for_each_line_lacks_nothing_and_one_taken_out_is_named(told):
    line = LINES[0]

    assert roll_call.lacking(LINES, told) == ()
    assert roll_call.lacking(LINES, {k: v for k, v in told.items() if k != line}) == (line,)
    assert roll_call.lacking(LINES, {**told, "z/1": "yes"}) == ("z/1",)
    assert roll_call.lacking(LINES, {**told, line: "perhaps"}) == (line,)


@given(words)
def test_every_word_but_absent_is_a_ballot_that_the_tally_accepts(told):
    working = evaluate(RULE, ROLL, roll_call.ballots(told)).working

    assert working["faults"] == []
    assert {
        f"{code}/1": "absent" if vote == "away" else vote for code, vote in working["seats"].items()
    } == told


# --- Two sheets ---------------------------------------------------------------------------------------------
@given(words)
def test_two_sheets_alike_are_settled_at_once(told):
    assert roll_call.stage([Sheet(told), Sheet(told)]) is Stage.SETTLED
    assert roll_call.settled(Sheet(told), Sheet(told)) == told


@given(words)
def test_one_sheet_alone_settles_nothing(told):
    assert roll_call.stage([Sheet(told)]) is Stage.CALLING


@given(words, words, st.data())
def test_what_differs_is_settled_only_when_both_say_the_same_of_all_of_it(first, second, data):
    differ = [row.line for row in roll_call.differences(first, second)]
    if not differ:
        return
    answer = {line: data.draw(st.sampled_from([w.value for w in Word])) for line in differ}
    one_less = dict(list(answer.items())[1:])

    assert roll_call.settled(Sheet(first, answer), Sheet(second)) is None
    assert roll_call.settled(Sheet(first, one_less), Sheet(second, one_less)) is None
    assert roll_call.settled(Sheet(first, answer), Sheet(second, answer)) == {**first, **answer}


@given(words, words, st.data())
def test_it_makes_no_difference_who_came_first_and_what_both_wrote_stands(first, second, data):
    differ = [row.line for row in roll_call.differences(first, second)]
    answer = {line: data.draw(st.sampled_from([w.value for w in Word])) for line in differ}
    one, other = Sheet(first, answer), Sheet(second, answer)

    found = roll_call.settled(one, other)

    assert found == roll_call.settled(other, one)
    assert all(found[line] == first[line] for line in LINES if first[line] == second[line])


# --- Disputes -----------------------------------------------------------------------------------------------
def test_three_voices_uphold_and_one_dismisses():
    two = {Office.FIRST: Says.UPHOLD, Office.CHAIR: Says.UPHOLD}

    assert roll_call.ruling_of(two) is None
    assert roll_call.ruling_of({**two, Office.SECOND: Says.UPHOLD}) is DisputeRuling.UPHELD
    assert roll_call.ruling_of({Office.SECOND: Says.DISMISS}) is DisputeRuling.DISMISSED


def follows(told, disputes, at):
    return roll_call.what_follows(closed_at=NOON, at=at, words=told, disputes=disputes, count=count)


CLOSE = said(yes="ab", no="c")  # 2 : 1


@pytest.mark.parametrize(
    ("disputes", "at", "expected"),
    [
        ([], NOON + DAY - HOUR, Next.WAIT),
        ([], NOON + DAY, Next.STANDS),
        # One yes that was a no makes 1 : 2.
        ([Disputed("a/1", "no")], NOON + DAY, Next.WAIT),
        ([Disputed("a/1", "no")], NOON + 7 * DAY, Next.VOID),
        ([Disputed("a/1", "no", DisputeRuling.DISMISSED)], NOON + DAY, Next.STANDS),
        ([Disputed("a/1", "no", DisputeRuling.UPHELD)], NOON + DAY, Next.RECOUNT),
        # Absent for a no turns nothing: 2 : 0.
        ([Disputed("c/1", "absent")], NOON + DAY, Next.STANDS),
        ([Disputed("c/1", "absent", DisputeRuling.UPHELD)], NOON + DAY, Next.RECOUNT),
    ],
)
def test_what_follows_a_called_vote(disputes, at, expected):
    assert follows(CLOSE, disputes, at) is expected


def test_two_disputes_that_turn_nothing_alone_may_turn_it_together():
    three_to_one = said(yes="abd", no="c")
    first, second = Disputed("a/1", "abstain"), Disputed("b/1", "abstain")

    assert follows(three_to_one, [first], NOON + DAY) is Next.STANDS
    assert follows(three_to_one, [first, second], NOON + DAY) is Next.WAIT


@given(words, claims)
def test_nothing_takes_effect_within_the_day_and_nothing_waits_longer_than_a_week(told, rows):
    disputes = [Disputed(*row) for row in rows]

    assert follows(told, disputes, NOON + DAY - HOUR) is Next.WAIT
    assert follows(told, disputes, NOON + 7 * DAY) is not Next.WAIT


@given(words, claims)
def test_what_takes_effect_is_what_every_end_of_the_open_disputes_would_come_to(told, rows):
    disputes = [Disputed(*row) for row in rows]
    after = follows(told, disputes, NOON + DAY)
    if after is Next.WAIT:
        return
    kept = roll_call.corrected(told, disputes)
    open_rows = [d for d in disputes if d.ruling is None]

    assert all(count({**kept, d.line: d.word}) is count(kept) for d in open_rows)
    assert (after is Next.STANDS) == (kept == told)


@given(words, claims)
def test_a_dispute_that_was_dismissed_changes_nothing(told, rows):
    dismissed = [Disputed(line, word, DisputeRuling.DISMISSED) for line, word, _ruling in rows]

    assert roll_call.corrected(told, dismissed) == told
    assert follows(told, dismissed, NOON + DAY) is Next.STANDS


def test_more_open_disputes_than_can_be_tried_are_taken_to_matter():
    seats = tuple(RollSeat(code=f"s{i}", body="H") for i in range(30))
    told = dict.fromkeys(roll_call.lines_of(Roll(seats=seats)), "yes")
    many = [Disputed(line, "abstain") for line in list(told)[: roll_call.MOST_TRIED + 1]]

    assert roll_call.could_turn(told, many, lambda _words: Outcome.ADOPTED)
    assert not roll_call.could_turn(told, many[:2], lambda _words: Outcome.ADOPTED)
