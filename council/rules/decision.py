"""The decision rule as data: what must be met for a motion to be adopted.

rule
 +-- chambers[]  body, quorum, pass[], floor_yes, groups[]
 +-- combine     all | any | k_of_n
 +-- tie         reject | casting_vote | revote_once
 +-- veto        who, needs, window_days, override (chambers[], cooling_days)
 +-- fallback    what the other chambers need where recusals keep one from its quorum
 +-- emergency   what opens the emergency procedure, and how long it lasts
 +-- blocking_minority, recused_in_base, proxies_in_quorum, min_notice_hours, min_movers ...
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction


class Combine(StrEnum):
    ALL = "all"
    ANY = "any"
    K_OF_N = "k_of_n"


class Tie(StrEnum):
    REJECT = "reject"
    CASTING_VOTE = "casting_vote"
    REVOTE_ONCE = "revote_once"


class Outcome(StrEnum):
    ADOPTED = "adopted"
    REJECTED = "rejected"
    NO_QUORUM = "no_quorum"
    TIED = "tied"
    VETOED = "vetoed"
    VOID = "void"


# What a share may be taken of; `weight:<name>` beside them.
BASES = frozenset({"in_office", "present", "cast", "cast_all"})
WEIGHT = "weight:"
# A veto by those the motion touches, filed after adoption; `group:<CODE>` is one cast with the vote.
AFFECTED = "affected_biomes"
GROUP = "group:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """``num/den`` of a base; inclusive (at least) unless strict (more than)."""

    base: str
    num: int
    den: int
    strict: bool = False

    def needed(self, base: Fraction) -> Fraction:
        """The least that is enough: whole seats for counts, an exact bound for weights."""
        bound = self.num * base / self.den
        if self.base.startswith(WEIGHT):
            return bound
        whole = bound.numerator // bound.denominator
        if self.strict:
            return Fraction(whole + 1)
        return Fraction(whole if whole == bound else whole + 1)

    def is_met(self, got: Fraction, base: Fraction) -> bool:
        # At least something: two thirds of nothing cast is not a majority.
        if got <= 0:
            return False
        return got * self.den > self.num * base if self.strict else got * self.den >= self.num * base


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOfAny:
    """Every seat in office of at least one of these groups says yes."""

    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast:
    """At least so many seats of one group say yes."""

    count: int
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chamber:
    body: str
    quorum: Share | None = None
    passes: tuple[Share, ...] = ()
    floor: Share | int | None = None
    groups: tuple[AllOfAny | AtLeast, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """How a veto is overcome: by these chambers, without the objecting seats, after the cooling days."""

    chambers: tuple[Chamber, ...]
    cooling_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Veto:
    who: str
    needs: int = 1
    window_days: int = 0
    override: Override | None = None

    @property
    def group(self) -> str:
        return self.who.removeprefix(GROUP) if self.who.startswith(GROUP) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """Who may ask for the emergency procedure at which severity, and how long what it decides may last."""

    severity: str = "severe"
    # Both guardians of the living system; or this share of the seats in office of one chamber.
    guardians: bool = True
    num: int = 1
    den: int = 3
    lasts_days: int = 90
    renewals: int = 1
    confirm_days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    chambers: tuple[Chamber, ...]
    combine: Combine = Combine.ALL
    k: int = 0
    tie: Tie = Tie.REJECT
    # Where recusals alone keep a chamber from its quorum: what the other chambers then need, deciding alone.
    fallback: Share | None = None
    vetoes: tuple[Veto, ...] = ()
    blocking_minority: int = 0
    recused_in_base: bool = False
    proxies_in_quorum: bool = False
    proxies: str = "none"  # none | absent | any: of which seats a proxy may be used
    sole_holder_acts: bool = False
    hands_see_each_other: bool = True
    min_notice_hours: int = 0
    min_movers: int = 1
    no_objection: bool = False  # a consent item may be adopted where no seat in the room objects
    emergency: Emergency | None = None
    max_recalls: int = 2

    @property
    def chambers_needed(self) -> int:
        return {Combine.ALL: len(self.chambers), Combine.ANY: 1, Combine.K_OF_N: self.k}[self.combine]

    @property
    def consent(self) -> Veto | None:
        """The veto of the affected, if the rule grants one."""
        return next((veto for veto in self.vetoes if veto.who == AFFECTED), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RollSeat:
    """A seat as it stood when voting opened."""

    code: str
    body: str
    group: str = ""
    votes: bool = True
    joint: str = ""  # "" | unanimous | any
    hands: tuple[int, ...] = (1,)  # those with a live mandate; a joint seat has two when full
    recused: bool = False
    represents: str = ""
    veto: bool = True  # whether it may object to what touches the living system it speaks for
    weights: dict[str, Fraction] = field(default_factory=dict)

    @property
    def in_office(self) -> bool:
        return self.votes and bool(self.hands)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    seats: tuple[RollSeat, ...]
    # The sitting's own roll at the close; None where a ballot is what makes a seat present.
    present: frozenset[str] | None = None

    def without(self, codes: frozenset[str]) -> "Roll":
        present = None if self.present is None else self.present - codes
        return Roll(seats=tuple(s for s in self.seats if s.code not in codes), present=present)


def measure(seats: Iterable[RollSeat], base: str) -> Fraction:
    """What these seats come to in a base: their weights, or how many they are."""
    if base.startswith(WEIGHT):
        name = base.removeprefix(WEIGHT)
        return sum((seat.weights[name] for seat in seats), Fraction())
    return Fraction(sum(1 for _ in seats))
