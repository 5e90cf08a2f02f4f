"""When two petitions say nearly the same: the numbers, and the words of a title that are asked for."""

import unicodedata

# Trigrams of two titles; found by trying pairs that people hold for one and for two. Words that say nothing make
# titles near too ("before the summer"), so nearness alone must be great, and small only beside shared words.
NEAR, VERY_NEAR = 0.22, 0.5
# A title inside a longer one counts for less than one as long.
WITHIN = 0.6
# So much of a title's words in the other's title, asks, background or details.
SHARED, SOME_SHARED = 0.6, 1 / 3
# Shared words say less than a title that is nearly the same.
WEIGHT = 0.8
# Two words are in everything.
FEWEST, FEWEST_NEAR = 3, 2
LONGEST_LIST = 12
SHORTEST_WORD = 3


def words_of(folded: str) -> list[str]:
    """The words of a folded title, each once, without what is no letter; the first twelve."""
    text = "".join(char if unicodedata.category(char)[0] in "LN" else " " for char in folded)
    words = (word for word in text.split() if len(word) >= SHORTEST_WORD)
    return list(dict.fromkeys(words))[:LONGEST_LIST]
