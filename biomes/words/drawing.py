"""What is said of a drawing: why it is no place, what was rounded, what thinning it out would do."""

from __future__ import annotations

from django.utils.translation import ngettext

from biomes import words
from biomes.rules import place, repair
from biomes.words import curation


def rounded(count: int) -> str:
    if not count:
        return ""
    said = ngettext(
        "%(count)s point had more than six decimals; it was rounded to six, which is 11 cm.",
        "%(count)s points had more than six decimals; they were rounded to six, which is 11 cm.",
        count,
    )
    return said % {"count": words.number(count)}


def thinning(text: str) -> str:
    """What the offered tolerance would do; or why none is offered."""
    try:
        return curation.thinned(repair.thinning(text))
    except place.BadPlace as why:
        return words.bad_place(why)
