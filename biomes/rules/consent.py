"""What the people behind a statement allow to be done with it, as one label.

The idea that a community itself labels its knowledge comes from Local Contexts (localcontexts.org, TK Labels);
these five labels and their words are our own.

    label         who may read           quote   export
    open          everyone                yes     yes
    whole         everyone              as it is  yes        (never shortened, always with its author)
    here          everyone                no      no         (read on its own page only)
    members       whoever signed in       no      no
    people        guardians, the author   no      no

Its author sees it always. Withdrawn, nobody sees it and nobody may quote it, whatever the label said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Label(StrEnum):
    OPEN = "open"
    WHOLE = "whole"
    HERE = "here"
    MEMBERS = "members"
    PEOPLE = "people"


class Reader(StrEnum):
    """Who asks, from the widest to the narrowest circle."""

    ANYBODY = "anybody"
    MEMBER = "member"
    GUARDIAN = "guardian"


class Capacity(StrEnum):
    """In which capacity somebody speaks."""

    GUARDIAN = "guardian"
    ELDER = "elder"
    CURATOR = "curator"
    SCIENTIST = "scientist"
    FISHER = "fisher"
    NEIGHBOUR = "neighbour"
    VISITOR = "visitor"


class Method(StrEnum):
    """What a statement rests on."""

    OBSERVATION = "observation"
    TRADITION = "tradition"
    MODEL = "model"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Terms:
    read: frozenset[Reader]
    quote: bool
    shorten: bool
    export: bool


_ALL = frozenset(Reader)
TERMS: Mapping[Label, Terms] = MappingProxyType(
    {
        Label.OPEN: Terms(_ALL, quote=True, shorten=True, export=True),
        Label.WHOLE: Terms(_ALL, quote=True, shorten=False, export=True),
        Label.HERE: Terms(_ALL, quote=False, shorten=False, export=False),
        Label.MEMBERS: Terms(
            frozenset({Reader.MEMBER, Reader.GUARDIAN}), quote=False, shorten=False, export=False
        ),
        Label.PEOPLE: Terms(frozenset({Reader.GUARDIAN}), quote=False, shorten=False, export=False),
    }
)
EXPORTED = frozenset(label for label, terms in TERMS.items() if terms.export)
QUOTED = frozenset(label for label, terms in TERMS.items() if terms.quote)


def readable_by(reader: Reader) -> frozenset[Label]:
    """The labels whose statements this reader may read."""
    return frozenset(label for label, terms in TERMS.items() if reader in terms.read)
