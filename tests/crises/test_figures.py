"""Figures of a simulation as they are read: a change keeps its sign where it belongs."""

import pytest
from django.utils import translation

from crises.templatetags.crises import signed_percent


@pytest.mark.parametrize(
    ("share", "said"), [(-0.621, "−62 %"), (0.02, "+2 %"), (0.001, "0 %"), (-0.004, "0 %"), (None, "–")]
)
def test_a_change_is_told_in_whole_percent_with_its_sign(share, said):
    assert signed_percent(share) == said


def test_the_sign_stays_before_its_number_in_arabic():
    with translation.override("ar"):
        assert signed_percent(-0.21) == "\u200e−21 %\u200e"
