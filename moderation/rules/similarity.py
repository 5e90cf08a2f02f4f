"""When two texts are so alike that they are read together. The database compares; people decide.

Likeness is the share of trigrams two texts have in common, 0 to 1. Two accounts of one event rarely pass 0.4;
a template with a name filled in stays above 0.8.
"""

from datetime import timedelta

NEAR = 0.6
# Below this many letters every text is like some other ("Clean the creek").
LEAST_LETTERS = 40
# Letters of a text that are compared.
COMPARED = 4_000
# How far back an approved text is still an original for what comes now.
LOOK_BACK = timedelta(days=90)


def is_comparable(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) >= LEAST_LETTERS


def percent(likeness: float) -> int:
    """In whole hundredths, rounded down: only the same trigrams are 100."""
    # A hair is added because the database answers in single precision.
    return int(min(1.0, max(0.0, likeness)) * 100 + 1e-4)
