"""Builds a long queue as a busy month leaves it: four kinds, three languages, every tenth text a copy."""

from datetime import datetime, timedelta
from itertools import count

KINDS = ("petitions.petition", "biomes.sighting", "biomes.statement", "exhibits.note")
LANGUAGES = ("en", "en", "es", "ar")
WORDS = [
    "alder",
    "bank",
    "barrier",
    "channel",
    "creek",
    "current",
    "delta",
    "dredge",
    "eel",
    "estuary",
    "fen",
    "ferry",
    "gauge",
    "gravel",
    "harbour",
    "heron",
    "inlet",
    "island",
    "jetty",
    "kelp",
    "lagoon",
    "lock",
    "marsh",
    "meadow",
    "mill",
    "mud",
    "net",
    "otter",
    "outfall",
    "pier",
    "plover",
    "pool",
    "quay",
    "reed",
    "reef",
    "river",
    "salt",
    "sand",
    "shad",
    "shore",
    "sill",
    "silt",
    "sluice",
    "spring",
    "station",
    "swan",
    "tide",
    "trout",
    "warbler",
    "water",
    "weir",
    "wharf",
    "willow",
]
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
    """Sixty words that only the same number gives again."""
    state, words = number * 2_654_435_761 % 2**32, []
    for _ in range(60):
        state = (1_103_515_245 * state + 12_345) % 2**31
        words.append(WORDS[state // 65_536 % len(WORDS)])
    return " ".join(words)
