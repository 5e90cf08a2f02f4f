"""A rule on a roll as conditions over kinds of seats (`council.rules.monotone`).

When everybody votes, what each clause is taken of stands still: the numbers are read from one count
by `tally`, so that this is the same rule. When some stay away and all who come say yes, shares of
the votes cast are met by anyone who comes, and shares of the seats in office are what can fail.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from council.rules.decision import AFFECTED, WEIGHT, AllOfAny, Chamber, Roll, RollSeat, Rule, Share, measure
from council.rules.monotone import ALWAYS, NEVER, Condition, Of, Sum, dual, every
from council.rules.recusals import fallen_back
from council.rules.seats import BallotCast, Choice, SeatVote, vote_of
from council.rules.tally import evaluate

# Shares that are taken of what does not move when a seat stays away.
FIXED = ("in_office", WEIGHT)


@dataclass(frozen=True, slots=True)
class Kind:
    """Seats that the rule cannot tell apart. No group: the rule does not ask which it is."""

    body: str
    group: str | None
    weights: tuple[tuple[str, Fraction], ...]
    seats: tuple[str, ...]


def is_voter(seat: RollSeat, rule: Rule) -> bool:
    """Can this seat say yes at all? Not one that is vacant, recused, voiceless or short of a hand."""
    if not seat.in_office or seat.recused:
        return False
    return vote_of(seat, ballots_of(seat, Choice.YES), rule) is SeatVote.YES


def ballots_of(seat: RollSeat, choice: Choice) -> list[BallotCast]:
    """The ballots of all its hands, alike."""
    return [BallotCast(seat=seat.code, hand=hand, choice=choice) for hand in seat.hands]


def kinds_of(rule: Rule, voters: Iterable[RollSeat]) -> tuple[Kind, ...]:
    """Seats by what the rule asks of them, in the roll's order."""
    asked = {chamber.body: _asked(chamber) for chamber in rule.chambers}
    vetoing = {veto.group for veto in rule.vetoes if veto.who != AFFECTED}
    found: dict[tuple[str, str | None, tuple[tuple[str, Fraction], ...]], list[str]] = {}
    for seat in voters:
        groups, weights = asked.get(seat.body, (frozenset(), ()))
        group = seat.group if seat.group in groups or seat.group in vetoing else None
        body = seat.body if seat.body in asked else ""
        key = (body, group, tuple((name, seat.weights[name]) for name in weights))
        found.setdefault(key, []).append(seat.code)
    return tuple(Kind(*key, tuple(sorted(codes))) for key, codes in found.items())


def _asked(chamber: Chamber) -> tuple[frozenset[str], tuple[str, ...]]:
    """The groups and weights that a chamber's clauses name."""
    groups: set[str] = set()
    for clause in chamber.groups:
        groups.update(clause.groups if isinstance(clause, AllOfAny) else (clause.group,))
    shares = [*chamber.passes, chamber.quorum, chamber.floor]
    named = {
        s.base.removeprefix(WEIGHT) for s in shares if isinstance(s, Share) and s.base.startswith(WEIGHT)
    }
    return frozenset(groups), tuple(sorted(named))


@dataclass(frozen=True, slots=True)
class Table:
    """One rule, one roll, and its voters by kind."""

    rule: Rule
    roll: Roll
    voters: tuple[RollSeat, ...]
    kinds: tuple[Kind, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(len(kind.seats) for kind in self.kinds)

    # --- Everybody votes ---
    def wins(self) -> Condition:
        """Adopted when these say yes and all other voters no."""
        noes = [ballot for seat in self.voters for ballot in ballots_of(seat, Choice.NO)]
        rows = evaluate(self.rule, self.roll, noes).working["chambers"]
        carried = [self._carried(chamber, row) for chamber, row in zip(self.rule.chambers, rows, strict=True)]
        return every(Of(self.rule.chambers_needed, tuple(carried)), *self._unvetoed())

    def _unvetoed(self) -> Iterator[Condition]:
        for veto in self.rule.vetoes:
            if veto.who != AFFECTED:
                members = self._where(group=veto.group)
                yield Sum(members, self._count(members) - veto.needs + 1)

    def _carried(self, chamber: Chamber, row: Mapping[str, Any]) -> Condition:
        shares = iter(clause for clause in row["clauses"] if "base" in clause)
        quorate = row["quorum"] is None or row["quorum"]["met"]
        return every(
            ALWAYS if quorate else NEVER,
            self._clauses(chamber, lambda share: self._share(chamber, share, Fraction(next(shares)["of"]))),
        )

    def _clauses(self, chamber: Chamber, share_of: Any) -> Condition:
        """A chamber's clauses; ``share_of`` makes a condition of each share, in their order."""
        everyone = self._where(body=chamber.body)
        passed: Condition = every(*[share_of(share) for share in chamber.passes])
        if minority := self.rule.blocking_minority:
            # Deemed reached while fewer than the minority did not say yes.
            counted = len(self._counted(chamber.body))
            passed = Of(1, (passed, Sum(everyone, max(1, counted - minority + 1))))
        floor: Condition = ALWAYS
        if isinstance(chamber.floor, Share):
            floor = share_of(chamber.floor)
        elif chamber.floor is not None:
            floor = Sum(everyone, chamber.floor)
        return every(passed, floor, *self._groups(chamber))

    def _groups(self, chamber: Chamber) -> Iterator[Condition]:
        for clause in chamber.groups:
            if isinstance(clause, AllOfAny):
                yield Of(1, tuple(self._whole(chamber.body, group) for group in clause.groups))
            else:
                yield Sum(self._where(body=chamber.body, group=clause.group), clause.count)

    def _whole(self, body: str, group: str) -> Condition:
        # A seat in office that cannot say yes keeps its group from ever being whole.
        members = [seat for seat in self._counted(body) if seat.group == group]
        return Sum(self._where(body=body, group=group), max(1, len(members)))

    def _share(self, chamber: Chamber, share: Share, base: Fraction, already: Fraction = Fraction()) -> Sum:
        """A share of a base that stands still, ``already`` being there whoever else comes."""
        where = self._where(body=chamber.body)
        if not share.base.startswith(WEIGHT):
            return Sum(where, int(max(share.needed(base), Fraction(1)) - already))
        name = share.base.removeprefix(WEIGHT)
        weights = {c: dict(self.kinds[c].weights)[name] for c in where}
        bound = share.num * base / share.den
        # Whole numbers only: everything is told in the smallest part that any of it has.
        scale = lcm(bound.denominator, already.denominator, *(w.denominator for w in weights.values()))
        enough = int(bound * scale) + (1 if share.strict else 0)
        # Nothing at all is never enough, not even of a base of nothing.
        need = max(enough, 1) - int(already * scale)
        return Sum({c: int(w * scale) for c, w in weights.items()}, need)

    # --- Some stay away ---
    def denies(self) -> Condition:
        """`no_quorum` when these stay away and all other voters say yes."""
        quorums = [self._quorum(chamber) for chamber in self.rule.chambers]
        missed = dual(every(*quorums), self.sizes)
        if self.rule.chambers_needed == len(self.rule.chambers):
            return missed
        # Where fewer chambers are enough, a quorum missed in one of them may stop nothing.
        carried = [
            every(quorum, self._clauses(chamber, self._comers(chamber)))
            for chamber, quorum in zip(self.rule.chambers, quorums, strict=True)
        ]
        return every(missed, dual(Of(self.rule.chambers_needed, tuple(carried)), self.sizes))

    def _quorum(self, chamber: Chamber) -> Condition:
        if chamber.quorum is None:
            return ALWAYS
        base = chamber.quorum.base
        standing = measure(self._standing(chamber.body), base)
        return self._share(chamber, chamber.quorum, measure(self._counted(chamber.body), base), standing)

    def _comers(self, chamber: Chamber) -> Any:
        """The condition of a share when those who come all say yes."""
        everyone = self._where(body=chamber.body)

        def share_of(share: Share) -> Condition:
            if share.base.startswith(FIXED):
                return self._share(chamber, share, measure(self._counted(chamber.body), share.base))
            standing = len(self._standing(chamber.body)) if share.base == "present" else 0
            most = self._count(everyone)
            enough = (n for n in range(1, most + 1) if share.is_met(Fraction(n), Fraction(n + standing)))
            return Sum(everyone, next(enough, most + 1))

        return share_of

    # --- Counting ---
    def _standing(self, body: str) -> Sequence[RollSeat]:
        """On the sitting's roll and no voters all the same: joint seats short of a hand."""
        listed, voters = self.roll.present or frozenset(), {seat.code for seat in self.voters}
        return [
            s
            for s in self.roll.seats
            if s.body == body and s.in_office and not s.recused and s.code in listed and s.code not in voters
        ]

    def _counted(self, body: str) -> Sequence[RollSeat]:
        seats = [seat for seat in self.roll.seats if seat.body == body and seat.in_office]
        return [seat for seat in seats if self.rule.recused_in_base or not seat.recused]

    def _where(self, *, body: str | None = None, group: str | None = None) -> dict[int, int]:
        return {
            c: 1
            for c, kind in enumerate(self.kinds)
            if body in (None, kind.body) and group in (None, kind.group)
        }

    def _count(self, where: Iterable[int]) -> int:
        return sum(self.sizes[c] for c in where)


def table_of(rule: Rule, roll: Roll) -> Table:
    """Its voters by kind; where the rule falls back on this roll, as it then counts."""
    rule, _lost = fallen_back(rule, roll)
    voters = tuple(seat for seat in roll.seats if is_voter(seat, rule))
    return Table(rule, roll, voters, kinds_of(rule, voters))


def table_by_seat(table: Table) -> Table:
    """The same with every seat a kind of its own."""
    single = [
        Kind(kind.body, kind.group, kind.weights, (code,)) for kind in table.kinds for code in kind.seats
    ]
    return Table(table.rule, table.roll, table.voters, tuple(single))
