"""What a package holds: the statutes of a council, and never a person.

box
 +-- beings[]      the living systems it speaks of          +-- thresholds[]  signatures it answers to, or debates
 +-- appointers[]  who names its members                    +-- calendar      its session, its ordinary sittings
 +-- chambers[]    its chambers and advisory bodies         +-- sources[]     what the numbers rest on
 +-- seats[]       vacant                                   +-- notes[]       where a text is silent
 +-- rules[]       by kind of motion
 +-- charters[]    articles in words of our own, or a reference

Codes are the package's own. Each part may say its `grounds` (a source and the place in it) and a `note`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from council.rules.kinds import BodyKind, Capacity, Holder, JointRule, MotionKind, usual_capacity

FORMAT = "biolattice-box/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A source of the package and the place in it."""

    source: str
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What every part may say of where it comes from."""

    grounds: tuple[Ground, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Being(Part):
    """A living system, which seats and charters speak of by this code."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointer(Part):
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxChamber(Part):
    code: str
    name: str
    kind: BodyKind = BodyKind.CHAMBER


def said(capacity: tuple[Capacity, ...], represents: str) -> tuple[Capacity, ...] | None:
    """What a seat may do, where it is not as usual."""
    return None if set(capacity) == set(usual_capacity(represents)) else capacity


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxSeat(Part):
    """A seat without anybody in it. ``body`` is a chamber, or the council itself."""

    code: str
    body: str
    title: str = ""
    holder: Holder = Holder.PERSON
    joint: JointRule | None = None
    represents: str = ""
    group: str = ""
    capacity: tuple[Capacity, ...] | None = None
    weights: Mapping[str, int | str] = field(default_factory=dict)
    office: str = ""
    appointer: str = ""
    cohort: str = ""
    term_months: int | None = None
    max_terms: int | None = None

    @property
    def may(self) -> tuple[Capacity, ...]:
        """What its statutes let it do; as usual, where they do not say."""
        return usual_capacity(self.represents) if self.capacity is None else self.capacity


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxRule(Part):
    """A decision rule as data, and the kinds of motion it decides."""

    code: str
    title: str
    decides: tuple[MotionKind, ...]
    rule: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxArticle:
    eid: str
    heading: str
    text: str
    entrenched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxCharter(Part):
    """A being's charter; without articles it is a reference to a text kept elsewhere."""

    of: str
    title: str
    instrument: str
    preamble: str = ""
    articles: tuple[BoxArticle, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxThreshold(Part):
    """So many signatures, and the council answers a petition (`response`) or debates it (`debate`)."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxSession(Part):
    """Sessions follow one another without a gap, each so many months long, one of them beginning on ``begins``."""

    title: str
    begins: str  # YYYY-MM-DD
    months: int = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence(Part):
    """Ordinary sittings of a body: on the n-th weekday of some months, at an hour in UTC, every so many years."""

    body: str
    months: tuple[int, ...]
    week: int  # 1-4, or 5 for the last
    weekday: int  # Monday is 1, as ISO 8601 counts
    at: str  # HH:MM
    years: int = 1
    year: int = 2000  # one year in which they are held


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    code: str
    title: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    code: str
    name: str
    language: str = "en"
    forked_from: str = ""
    grounds: tuple[Ground, ...] = ()
    beings: tuple[Being, ...] = ()
    appointers: tuple[Appointer, ...] = ()
    chambers: tuple[BoxChamber, ...] = ()
    seats: tuple[BoxSeat, ...] = ()
    rules: tuple[BoxRule, ...] = ()
    charters: tuple[BoxCharter, ...] = ()
    thresholds: tuple[BoxThreshold, ...] = ()
    session: BoxSession | None = None
    sittings: tuple[Recurrence, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def bodies(self) -> frozenset[str]:
        """The council itself and its chambers: where a seat may be, and what a rule may name."""
        return frozenset({self.code, *(chamber.code for chamber in self.chambers)})
