"""Filing: the first step that is wanting is the one that is shown."""

from dataclasses import replace

import pytest

from petitions.rules import filing
from petitions.rules.filing import Draft, Step

WHOLE = Draft(biomes=1, right="art_3", title="Clean the Harl outfall", asks=("Cut phosphorus by 30 %.",),
              background="Each summer the lower shore carries its water in cans.", relation="lives")  # fmt: skip


def test_a_whole_draft_goes_to_the_check():
    assert filing.first_wanting(WHOLE) is Step.CHECK


@pytest.mark.parametrize(
    ("change", "step"),
    [
        ({"biomes": 0}, Step.ABOUT),
        ({"title": "Clean"}, Step.TITLE),
        ({"title": "x" * 81}, Step.TITLE),
        ({"asks": ()}, Step.ASKS),
        ({"asks": ("Cut phosphorus by 30 %.",) * 6}, Step.ASKS),
        ({"asks": ("Cut phosphorus by 30 %.", "")}, Step.ASKS),
        ({"background": ""}, Step.BACKGROUND),
        ({"background": "x" * 301}, Step.BACKGROUND),
        ({"details": "x" * 801}, Step.BACKGROUND),
        ({"relation": ""}, Step.RELATION),
        ({"relation": "owns"}, Step.RELATION),
    ],
)
def test_the_first_wanting_step_is_named(change, step):
    assert filing.first_wanting(replace(WHOLE, **change)) is step


def test_the_steps_lead_from_one_to_the_next_and_back():
    for step in filing.STEPS[:-1]:
        assert filing.before(filing.after(step)) is step
    assert filing.after(Step.CHECK) is Step.CHECK
    assert filing.before(Step.ABOUT) is None
