"""When two petitions say nearly the same: the numbers, and the words of a title that are asked for."""

import unicodedata

# Trigrams of two titles; found by trying pairs that people hold for one and for two.
NEAR = 0.22
# A title inside a longer one counts for less than one as long.
WITHIN = 0.6
# So much of a title's words in the other's title, asks, background or details.
SHARED = 0.6
# Shared words say less than a title that is nearly the same.
WEIGHT = 0.8
# Two words are in everything.
FEWEST = 3
LONGEST_LIST = 12
SHORTEST_WORD = 3


def words_of(folded: str) -> list[str]:
    """The words of a folded title, each once, without what is no letter; the first twelve."""
    text = "".join(char if unicodedata.category(char)[0] in "LN" else " " for char in folded)
    words = (word for word in text.split() if len(word) >= SHORTEST_WORD)
    return list(dict.fromkeys(words))[:LONGEST_LIST]
