"""What the search knows of a petition, written when its words become public: they never change afterwards."""

from functools import reduce
from operator import add
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value

from biomes.rules.folding import fold
from petitions import queries
from petitions.models import Petition, Words

# A language's dictionary in PostgreSQL; words of any other are compared as they stand.
DICTIONARIES = {"en": "english", "es": "spanish", "ar": "arabic"}


def keep_words(petition: Petition) -> None:
    """As written and folded: whoever types no accents finds them too."""
    asks = "\n".join(ask.text for ask in petition.asks.all())
    rest = f"{petition.background}\n{petition.details}"
    config = DICTIONARIES.get(petition.language, "simple")
    vectors: list[Any] = [
        SearchVector(Value(form), config=config, weight=weight)
        for text, weight in ((petition.title, "A"), (asks, "B"), (rest, "C"))
        for form in (text, fold(text))
    ]
    letters = fold(f"{petition.title}\n{asks}\n{rest}")
    Words.objects.update_or_create(
        petition=petition, defaults={"stems": reduce(add, vectors), "letters": letters}
    )


@transaction.atomic
def keep_missing_words(*, most: int = 200) -> int:
    """Readable petitions that the search does not know yet (carried over, or older than the search); how many."""
    unread = queries.public_petitions().filter(words__isnull=True)
    found = list(unread.select_for_update(no_key=True, skip_locked=True, of=("self",))[:most])
    for petition in found:
        keep_words(petition)
    return len(found)
