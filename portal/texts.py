"""Text messages where nobody should really get any: the demonstration keeps them in the cache and shows them at /dev/texts/."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.core.cache import cache

KEY = "text-sink"
KEPT = 100
A_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Text:
    to: str
    text: str
    at: datetime


def keep(*, number: str, text: str, key: str) -> None:
    """The test double at the edge: keeps the last texts, sends none."""
    kept = cache.get(KEY) or []
    kept.insert(0, asdict(Text(to=number, text=text, at=datetime.now(UTC))))
    cache.set(KEY, kept[:KEPT], A_DAY_S)


def texts() -> list[Text]:
    """Newest first."""
    return [Text(**row) for row in cache.get(KEY) or []]
