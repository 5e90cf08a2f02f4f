"""What other apps must offer upward: reactions, cards and personal columns, filled at start-up."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger.models import Fact


@dataclass(frozen=True, slots=True)
class Card:
    """An object as others may show it: a title, an address, a state in words.

    ``since`` is when it began, of things whose titles repeat, as those of alerts do.
    """

    title: str
    url: str
    state: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """A column that holds something of a person: why, how long, and what erasure does to it."""

    purpose: str
    retention: str
    export: bool
    erase: str
    # The lookup from the row to its person (`author__user`, a code, an address); "" = found by shape.
    of: str = ""


Reaction = Callable[["Fact"], None]
CardMaker = Callable[[str, Any], Card | None]

_reactions: dict[str, list[Reaction]] = defaultdict(list)
_by_name: dict[str, Reaction] = {}
_cards: dict[str, CardMaker] = {}
_words: dict[str, object] = {}
_personal: dict[str, Personal] = {}


def name_of(reaction: Reaction) -> str:
    return f"{reaction.__module__}.{reaction.__qualname__}"


def take(room: str, module: ModuleType) -> None:
    """Register what one module offers (`REACTIONS`, `CARDS` with its `WORDS`, or `PERSONAL`)."""
    if room == "reactions":
        for kind, reactions in module.REACTIONS.items():
            for reaction in reactions:
                _reactions[kind].append(reaction)
                _by_name[name_of(reaction)] = reaction
    elif room == "cards":
        _cards.update(module.CARDS)
        _words.update(getattr(module, "WORDS", {}))
    else:
        _personal.update(module.PERSONAL)


def reactions_to(kind: str) -> Iterable[Reaction]:
    return tuple(_reactions.get(kind, ()))


def reaction(name: str) -> Reaction | None:
    """The reaction a delivery row names; None when its code is gone."""
    return _by_name.get(name)


def card_maker(prefix: str) -> CardMaker | None:
    return _cards.get(prefix)


def words_for(kind: str) -> object | None:
    """The sentence for a kind of fact: lazily translated with the body's keys as placeholders, or a function."""
    return _words.get(kind)


def card_prefixes() -> frozenset[str]:
    return frozenset(_cards)


def personal_columns() -> dict[str, Personal]:
    return dict(_personal)
