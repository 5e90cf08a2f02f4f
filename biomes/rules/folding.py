"""How a name is compared: without accents, capitals, and the letters that hands write in two ways.

Arabic alone writes one name in many ways: alef with or without hamza or madda, tatweel for beauty, vowel signs or
none, final ya with or without dots, ta marbuta as ha. Compatibility decomposition (Unicode NFKD) parts the signs
from the letters, the signs are dropped, and four letters that do not decompose are made one with their twins.
The database folds a column in the same way (`biomes.models.folding`).
"""

import re
import unicodedata

# Combining marks of Latin, Greek and Cyrillic, Arabic vowel signs and hamza, superscript alef, tatweel,
# and marks of direction and joining that nobody sees.
DROPPED = "\u0300-\u036f\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff"
# Alef wasla as alef; alef maksura and Persian ya as ya; ta marbuta as ha; Persian kaf as kaf; the letter hamza goes.
# The sigma that ends a word as any other.
TWINS = {
    "\u03c2": "\u03c3",
    "\u0671": "\u0627",
    "\u0649": "\u064a",
    "\u06cc": "\u064a",
    "\u0629": "\u0647",
    "\u06a9": "\u0643",
}
_DROPPED = re.compile(f"[{DROPPED}\u0621]")
_TWINS = str.maketrans(TWINS)


def fold(text: str) -> str:
    """The text as it is compared; what is folded already stays as it is."""
    # Parted first: a letter of another shape (ᴬ, ϒ) shows its capital only then.
    parted = unicodedata.normalize("NFKD", text.replace("\x00", "")).lower()
    return _DROPPED.sub("", parted).translate(_TWINS)


def words_of(text: str, most: int = 8) -> list[str]:
    """The folded words of a query, each once; what folds to nothing asks nothing."""
    return list(dict.fromkeys(fold(text).split()))[:most]
