"""Builds a long queue as a busy month leaves it: four kinds, three languages, every tenth text a copy."""

from datetime import datetime, timedelta
from itertools import count
from random import Random

KINDS = ("petitions.petition", "biomes.sighting", "biomes.statement", "exhibits.note")
LANGUAGES = ("en", "en", "es", "ar")
SYLLABLES = (
    "al",
    "ber",
    "cor",
    "dun",
    "el",
    "fen",
    "gra",
    "hil",
    "is",
    "jo",
    "ke",
    "lo",
    "mar",
    "nu",
    "or",
    "pe",
    "qua",
    "ri",
    "sa",
    "tu",
)
_number = count(1)


def fill(texts: int, *, at: datetime) -> None:
    """``texts`` more in the queue, a minute apart from ``at`` on."""
    from moderation import actions

    start = next(_number)
    for index in range(texts):
        number = start * 1_000 + (index - index % 10 if index % 10 == 9 else index)
        actions.submit(
            subject=f"t.text/{start}-{index}",
            kind=KINDS[number % 4],
            snapshot={"title": f"Text {index}", "background": sentence(number)},
            language=LANGUAGES[number % 4],
            author="",
            at=at + timedelta(minutes=index),
        )


def sentence(number: int) -> str:
    """Sixty made-up words that only the same number gives again."""
    chance = Random(number)
    return " ".join("".join(chance.choices(SYLLABLES, k=chance.choice((1, 2, 3)))) for _ in range(60))
