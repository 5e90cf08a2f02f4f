"""Counts whose answer is known: published examples, and counts worked by hand."""

import pytest

from council.rules.counts.count import count, record
from council.rules.counts.papers import Budget, Contest, Method, Paper, TooMuchWork

FOOD = ("oranges", "pears", "chocolate", "strawberries", "sweets")
CITIES = ("Memphis", "Nashville", "Chattanooga", "Knoxville")


def papers(*rows):
    return tuple(Paper(tuple(text.split()), number) for number, text in rows)


def counted(method, seats, options, *rows):
    contest = Contest(method, seats, tuple(options), papers(*rows))
    return record(contest, count(contest))


def test_the_textbook_party_of_twenty_guests_chooses_three_foods():
    """Wikipedia, Single transferable vote: 20 guests, 3 seats, quota 6, and the published elected."""
    result = counted(
        Method.SCOTTISH, 3, FOOD,
        (4, "oranges"), (2, "pears oranges"), (8, "chocolate strawberries"),
        (4, "chocolate sweets"), (1, "strawberries"), (1, "sweets"),
    )  # fmt: skip

    assert result["elected"] == ["chocolate", "oranges", "strawberries"]
    assert result["rounds"][0]["quota"] == "6.00000"
    assert result["rounds"][1]["value"] == "0.50000"
    assert result["rounds"][1]["totals"]["strawberries"] == "5.00000"


def test_a_transfer_value_is_cut_after_five_decimals_and_the_rest_is_counted_as_lost():
    """By hand: 19 papers, 2 seats, quota 7; A's surplus of 2 on 9 papers is 0.22222 each."""
    result = counted(Method.SCOTTISH, 2, "ABCD", (9, "A C"), (4, "B"), (3, "C B"), (3, "D B"))

    surplus = result["rounds"][1]
    assert surplus["value"] == "0.22222"
    assert surplus["totals"]["C"] == "4.99998"
    assert surplus["lost"] == "0.00002"
    assert result["elected"] == ["A", "B"]
    assert result["rounds"][2]["option"] == "D"


def test_a_surplus_passes_on_papers_received_at_the_value_they_came_with():
    """By hand: 12 papers, 2 seats, quota 5. A 8, surplus 3, each 0.375: B 2 + 8 x 0.375 = 5, elected."""
    result = counted(Method.SCOTTISH, 2, "ABC", (8, "A B C"), (2, "B C"), (2, "C"))

    assert result["rounds"][1]["totals"]["B"] == "5.00000"
    assert result["elected"] == ["A", "B"]


def test_the_capital_of_tennessee_by_instant_runoff_is_knoxville():
    """Wikipedia, Instant-runoff voting: 42, 26, 15 and 17 in a hundred."""
    result = counted(
        Method.IRV, 1, CITIES,
        (42, "Memphis Nashville Chattanooga Knoxville"), (26, "Nashville Chattanooga Knoxville Memphis"),
        (15, "Chattanooga Knoxville Nashville Memphis"), (17, "Knoxville Chattanooga Nashville Memphis"),
    )  # fmt: skip

    assert result["elected"] == ["Knoxville"]
    assert result["rounds"][-1]["totals"]["Knoxville"] == "58"


def test_meek_shares_a_surplus_until_the_elected_keep_the_quota():
    """By hand: A has all; quota 12/3 = 4; A keeps 1/3, B gets 8 x 2/3 ... of the papers that name B next."""
    result = counted(Method.MEEK, 2, "ABC", (9, "A B"), (3, "A C"))

    assert result["elected"] == ["A", "B"]
    assert float(result["rounds"][1]["totals"]["B"]) == pytest.approx(9 * 2 / 3, abs=1e-6)


def test_approval_and_score_add_up():
    approved = counted(Method.APPROVAL, 1, "ABC", (3, "A B"), (2, "B C"), (1, "C"))
    contest = Contest(
        Method.SCORE, 1, ("A", "B"), (Paper(("A", "B"), 2, (5, 3)), Paper(("A", "B"), 3, (0, 2))), 5
    )

    assert approved["rounds"][0]["totals"] == {"A": "3", "B": "5", "C": "3"}
    assert approved["elected"] == ["B"]
    assert count(contest).elected == ("B",)


def test_a_tie_that_changes_the_result_is_reported_and_no_lot_is_drawn():
    result = counted(Method.IRV, 1, "AB", (3, "A"), (3, "B"))

    assert result["elected"] == []
    assert (result["open_seats"], result["between"]) == (1, ["A", "B"])
    assert result["ties"] == [
        {
            "round": 2,
            "step": "exclusion",
            "options": ["A", "B"],
            "changes_result": True,
            "outcomes": [{"taken": "A", "elected": ["B"]}, {"taken": "B", "elected": ["A"]}],
        }
    ]


def test_a_tie_that_changes_nothing_says_so_and_the_count_goes_on():
    result = counted(Method.SCOTTISH, 1, "ABCD", (4, "A"), (3, "B"), (1, "C A"), (1, "D A"))

    assert result["elected"] == ["A"]
    assert result["open_seats"] == 0
    assert [tie["changes_result"] for tie in result["ties"]] == [False]


def test_an_earlier_round_tells_equal_options_apart():
    """By hand: D's two papers bring B from 3 to 5 beside C's 5; B had fewer before, so B goes."""
    result = counted(Method.IRV, 1, "ABCD", (7, "A"), (3, "B A"), (5, "C A"), (2, "D B"))

    assert result["rounds"][2]["option"] == "B"
    assert result["ties"][0]["told_apart_by_round"] == 1


def test_options_without_a_vote_are_no_tie_that_has_to_be_tried():
    names = tuple(f"o{n}" for n in range(40))
    contest = Contest(Method.SCOTTISH, 1, names, (Paper(("o0",), 2), Paper(("o1",), 1), Paper(("o2",), 2)))

    result = count(contest)

    assert set(result.between) == {"o0", "o2"}


def test_a_tie_whose_ways_are_too_many_is_reported_as_not_proved():
    names = tuple(f"o{n}" for n in range(16))
    result = count(Contest(Method.IRV, 1, names, tuple(Paper((name,)) for name in names)))

    assert result.ties[-1].material is None
    assert (result.elected, result.open_seats, set(result.between)) == ((), 1, set(names))


def test_a_tie_across_the_last_seat_of_approval_leaves_only_that_seat_open():
    result = counted(Method.APPROVAL, 2, "ABCD", (3, "A"), (2, "B"), (2, "C"), (1, "D"))

    assert result["elected"] == ["A"]
    assert (result["open_seats"], result["between"]) == (1, ["B", "C"])


def test_a_count_stops_at_the_steps_it_was_granted():
    contest = Contest(Method.MEEK, 2, ("A", "B", "C"), papers((9, "A B"), (3, "A C")))

    with pytest.raises(TooMuchWork):
        count(contest, Budget(3))
