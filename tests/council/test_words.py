"""The working in words says what decided, and nothing else."""

import pytest

from council.rules.decision import Outcome, Roll
from council.rules.reading import read_rule
from council.rules.tally import evaluate
from council.words import brief, lines, outcome_sentence, override_sentences, rule_sentences, short_sentence
from tests.council.rules.examples import CHARTER, ORDINARY, seats, share, two_chambers, votes

NAMES = {"H": "Human chamber", "B": "Biomes’ chamber"}
HALF = share("cast", 1, 2, strict=True)


def rule(*, bodies=("H", "B"), passes=(HALF,), **more):
    return read_rule({"chambers": [{"body": b, "pass": list(passes)} for b in bodies], **more})


def said(decision):
    return outcome_sentence(decision.working, NAMES)


def test_one_chamber_of_two_is_named_where_one_is_enough():
    cast = votes("H", 7, 4) + votes("B", 2, 5)

    decision = evaluate(rule(combine="any"), two_chambers(), cast)

    assert decision.outcome is Outcome.ADOPTED
    assert said(decision) == "It carried in Human chamber, which is enough."


def test_not_one_vote_to_spare_is_said_of_a_chamber_that_carried():
    cast = votes("H", 7, 4) + votes("B", 5, 4)

    assert said(evaluate(rule(), two_chambers(), cast)) == (
        "Every chamber carried it. Biomes’ chamber had not one vote to spare."
    )


def test_a_majority_that_is_deemed_is_not_called_met():
    roll = Roll(seats=tuple(seats("H", 4)))
    strict = rule(bodies=("H",), passes=(share("in_office", 1, 1),), blocking_minority={"min_members": 2})

    decision = evaluate(strict, roll, votes("H", 3, 1))

    assert decision.outcome is Outcome.ADOPTED
    assert said(decision) == "Too few seats stood against it to block it."


def test_a_floor_that_was_missed_is_why_a_deemed_majority_did_not_carry():
    roll = Roll(seats=tuple(seats("H", 4)))
    data = {
        "chambers": [{"body": "H", "pass": [share("in_office", 1, 1)], "floor_yes": 4}],
        "blocking_minority": {"min_members": 2},
    }

    decision = evaluate(read_rule(data), roll, votes("H", 3, 1))

    assert decision.outcome is Outcome.REJECTED
    assert said(decision) == "It did not carry in Human chamber."


def test_more_than_half_is_not_written_as_half():
    row = evaluate(rule(), two_chambers(), votes("H", 4, 3)).working["chambers"][0]

    assert short_sentence(row) == "Yes 4 of the 4 needed (more than 1/2 of 7 cast)"
    assert lines(row)[0].text == ("Yes: more than half of 7 cast, so 4 are needed. 4 said yes.")


def test_two_thirds_say_what_they_come_to_before_they_are_rounded_up():
    row = evaluate(rule(passes=(share("present", 2, 3),)), two_chambers(), votes("H", 8, 3)).working[
        "chambers"
    ][0]

    assert lines(row)[0].text == "Yes: two thirds of 11 present is 7.33, so 8 are needed. 8 said yes."


def test_a_void_vote_says_which_ballot_it_stumbled_over():
    stray = evaluate(rule(), two_chambers(), votes("H", 1) + votes("H", 1))
    working = {**stray.working, "faults": [{"seat": "H01", "hand": 1, "code": "does_not_open"}]}

    assert "may not be there" in said(stray)
    assert "could not be opened" in outcome_sentence(working, NAMES)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"tie": "casting_vote"}, "A tie is broken by the chair."),
        ({"tie": "revote_once"}, "After a tie the vote is held once more."),
        ({"recused_in_base": True}, "Recused seats stay among the seats in office."),
        ({"sole_holder_acts": True}, "While one hand of a joint seat is vacant, the other acts alone."),
        (
            {"blocking_minority": {"min_members": 4}},
            "If fewer than 4 seats withhold their yes, the majority is deemed reached.",
        ),
        ({"veto": {"who": "group:P", "needs": 1}}, "1 no of the group P is a veto."),
        ({"combine": "k_of_n", "k": 1}, "1 of the chambers must agree."),
    ],
)
def test_the_rule_in_words_leaves_no_clause_out(more, sentence):
    assert sentence in rule_sentences(rule(**more), NAMES)


def test_the_override_is_told_with_its_days_and_its_own_chambers():
    told = override_sentences(read_rule(CHARTER), NAMES)

    assert told[0] == "An override may be opened 30 days after the veto, without the objecting seats."
    assert any("At least three quarters of the seats in office must say yes" in line for line in told)
    assert override_sentences(read_rule(ORDINARY), NAMES) == []


# --- The brief of the ballot's page -------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "touched", "being", "objects", "second"),
    [
        ("resolution", [], "", False, "For the living systems nothing changes that it names."),
        ("resolution", ["Vessa Lagoon", "Harl River"], "", False, "It touches Vessa Lagoon, Harl River."),
        ("resolution", ["Vessa Lagoon"], "Harl River", True, "It touches Vessa Lagoon."),
        ("resolution", ["Vessa Lagoon"], "Vessa Lagoon", True, "It touches Vessa Lagoon, for which you speak."),
        ("rule_change", ["Vessa Lagoon"], "Vessa Lagoon", False, "It touches Vessa Lagoon, for which you speak."),
        (
            "rule_change", ["Vessa Lagoon"], "Vessa Lagoon", True,
            "It touches Vessa Lagoon, for which you speak: if it is adopted, you have 14 days to object.",
        ),
    ],
)  # fmt: skip
def test_the_brief_says_in_five_sentences_what_a_guardian_must_know(
    scene, noon, kind, touched, being, objects, second
):
    motion = scene.open(noon, kind)

    said = brief(motion, touched, being, objects=objects)

    assert said == [
        "One sentence.",
        second,
        "A yes puts this into force as it is written.",
        "A no leaves things as they are.",
        "You can vote and change your vote until 12 June 2150, 12:00 UTC.",
    ]
