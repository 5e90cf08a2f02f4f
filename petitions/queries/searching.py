"""Search in three languages: by stems, by letters, and by titles that are nearly what was typed.

    "contaminaciones"  stems    contamin     -> contaminación, contaminado
    "contaminacion"    letters  unaccented   -> CONTAMINACIÓN
    "مصبّ"              letters  folded       -> المصب
    "outfal"           near     trigrams     -> outfall

A petition is stemmed by the dictionary of its own language; a query is asked in all of them, for nobody says in which
language they type. Only petitions the caller was given are searched, so what is hidden is found nowhere.
"""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from biomes.rules.folding import fold, words_of
from petitions.models import Petition
from petitions.rules.snippets import Piece, pieces, snippet

SHORTEST, LONGEST = 4, 100
NEAR = 0.45
# The column that ranks what was found.
RANK = "rank"
DICTIONARIES = ("english", "spanish", "arabic", "simple")


def matching(petitions: QuerySet[Petition], words: str) -> QuerySet[Petition]:
    """Petitions that answer to these words, ranked; accents, endings and a slip of the pen forgiven."""
    text = tidy(words)
    asked = words_of(text)
    if not text:
        return petitions
    if not asked:
        return petitions.none()
    stems = _asked_in_every_language(text)
    letters = Q()
    for word in asked:
        letters &= Q(words__letters__contains=word)
    # Two letters are near to everything.
    is_said = sum(letter.isalnum() for letter in text) >= SHORTEST
    near = TrigramWordSimilarity(text, "title")
    rank = Coalesce(SearchRank(F("words__stems"), stems), Value(0.0)) + near
    return petitions.annotate(near=near, **{RANK: rank}).filter(
        Q(words__stems=stems) | letters | Q(near__gt=NEAR if is_said else 1)
    )


def tidy(words: str) -> str:
    return " ".join(words.replace("\x00", " ").split())[:LONGEST]


def _asked_in_every_language(text: str) -> Any:
    forms = dict.fromkeys((text, fold(text)))
    return reduce(or_, (SearchQuery(form, config=config) for form in forms for config in DICTIONARIES))


def found_in(petition: Petition, words: str) -> tuple[Sequence[Piece], Sequence[Piece]]:
    """The title in pieces, and the first other place that holds what was asked for."""
    asked = words_of(tidy(words))
    title = pieces(petition.title, asked)
    others = (*(ask.text for ask in petition.asks.all()), petition.background, petition.details)
    return title, next((found for text in others if (found := snippet(text, asked))), [])
