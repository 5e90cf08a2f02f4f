"""How large the card of a petition is on somebody else's page: as large as it likes, never larger than allowed.

The size is the consumer's to limit (oEmbed 1.0, section 2.2: maxwidth and maxheight "must be respected").
"""

from dataclasses import dataclass

WIDTH, HEIGHT = 480, 260


@dataclass(frozen=True, slots=True)
class Size:
    width: int
    height: int


def size(most_wide: int | None = None, most_high: int | None = None) -> Size:
    return Size(min(WIDTH, most_wide or WIDTH), min(HEIGHT, most_high or HEIGHT))
