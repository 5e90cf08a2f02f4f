"""The life of an election of persons that is kept, as a table; and how its ballots come in.

    draft -> entering -> settled -> counted -> published
      |        |  ^         |
      |        v  |         |
      |     differing ------+
      v        v            v
              cancelled

    counted, published -> entering    where two officers found the ballots at fault (corrections.py)
    counted, published -> annulled    where two officers declare the election void; also while its
                                      ballots are entered anew

Two tellers enter the ballots, unseen by each other. Where they do not agree, both enter the ballots that
differ anew: nothing one of them does alone settles a difference. A count that a tie leaves open stays
counted until an act settles the tie; what is published is whole.
"""

from enum import StrEnum


class Stand(StrEnum):
    DRAFT = "draft"
    ENTERING = "entering"
    DIFFERING = "differing"
    SETTLED = "settled"
    COUNTED = "counted"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    ANNULLED = "annulled"


class Source(StrEnum):
    """Where the ballots come from."""

    BLT = "blt"
    CSV = "csv"
    PAPER = "paper"


class How(StrEnum):
    """By which act a tie was settled."""

    LOT = "lot"
    VOTE = "vote"
    AGREEMENT = "agreement"
    RULE = "rule"


S = Stand
MOVES: dict[Stand, frozenset[Stand]] = {
    S.DRAFT: frozenset({S.ENTERING, S.CANCELLED}),
    S.ENTERING: frozenset({S.DIFFERING, S.SETTLED, S.CANCELLED, S.ANNULLED}),
    S.DIFFERING: frozenset({S.SETTLED, S.CANCELLED, S.ANNULLED}),
    S.SETTLED: frozenset({S.COUNTED, S.CANCELLED, S.ANNULLED}),
    S.COUNTED: frozenset({S.PUBLISHED, S.ENTERING, S.ANNULLED}),
    S.PUBLISHED: frozenset({S.ENTERING, S.ANNULLED}),
    S.CANCELLED: frozenset(),
    S.ANNULLED: frozenset(),
}
ENTERED = frozenset({S.ENTERING, S.DIFFERING})
RESULT = frozenset({S.COUNTED, S.PUBLISHED})
OVER = frozenset({S.PUBLISHED, S.CANCELLED, S.ANNULLED})


def may_become(current: Stand, to: Stand) -> bool:
    return to in MOVES[current]
