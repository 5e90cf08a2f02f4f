"""Petitions that say nearly the same as a title: by letters, and by the stems that both of them hold.

    letters  trigrams of the folded titles      "Clean the Harl outfal" -> "Clean the Harl outfall ..."
    stems    most of the title's words that say something are in the other's words, in whatever order

Each word is asked in every dictionary, for nobody says in which language they type.
"""

from functools import reduce
from operator import add, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, TrigramSimilarity, TrigramWordSimilarity
from django.db import connection
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Greatest

from biomes.rules.folding import fold
from petitions.models import Petition
from petitions.rules import likeness
from petitions.rules.lifecycle import ResponseTrack, State

MOST_SIMILAR = 5
# Dictionaries that leave out words which say nothing; "simple" leaves out none.
LANGUAGES = ("english", "spanish", "arabic")
SAYING = """
SELECT w FROM unnest(%s::text[]) WITH ORDINALITY AS t(w, n)
WHERE numnode(plainto_tsquery('english', w)) > 0 AND numnode(plainto_tsquery('spanish', w)) > 0
  AND numnode(plainto_tsquery('arabic', w)) > 0
ORDER BY n
"""


def similar_to(petitions: QuerySet[Petition], title: str, *, besides: int | None = None) -> list[Petition]:
    """Up to five that can be signed or were answered, the nearest first."""
    text = " ".join(title.replace("\x00", " ").split())
    if not any(letter.isalpha() for letter in text):
        return []
    worth = Q(state=State.OPEN) | Q(state=State.CLOSED) & ~Q(response_track=ResponseTrack.NONE)
    words = _saying(likeness.words_of(fold(text)))
    found = petitions.filter(worth).exclude(pk=besides or 0).annotate(near=_near(text), shared=_shared(words))
    alike = Q(near__gt=likeness.VERY_NEAR)
    if len(words) >= likeness.FEWEST_NEAR:
        alike |= Q(near__gt=likeness.NEAR, shared__gte=likeness.SOME_SHARED)
    if len(words) >= likeness.FEWEST:
        alike |= Q(shared__gte=likeness.SHARED)
    ranked = found.filter(alike).annotate(like=Greatest(F("near"), F("shared") * likeness.WEIGHT))
    return list(ranked.order_by("-like", "-signature_count", "-id")[:MOST_SIMILAR])


def _near(text: str) -> Any:
    return Greatest(
        TrigramSimilarity("title", text),
        TrigramSimilarity("title__folded", fold(text)),
        TrigramWordSimilarity(text, "title") * likeness.WITHIN,
    )


def _shared(words: list[str]) -> Any:
    """The part of these words that the other holds."""
    if not words:
        return Value(0.0, output_field=FloatField())
    held = [
        Case(When(words__stems=_asked(word), then=Value(1.0)), default=Value(0.0), output_field=FloatField())
        for word in words
    ]
    return reduce(add, held) / Value(float(len(words)))


def _asked(word: str) -> Any:
    return reduce(or_, (SearchQuery(word, config=config) for config in (*LANGUAGES, "simple")))


def _saying(words: list[str]) -> list[str]:
    """Without "the", "para", "من": words that a dictionary leaves out."""
    with connection.cursor() as cursor:
        cursor.execute(SAYING, [words])
        return [word for (word,) in cursor.fetchall()]
