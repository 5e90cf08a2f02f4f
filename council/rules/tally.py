"""The count: a rule, a frozen roll and the live ballots in; an outcome with its working out.

Exact: integers and fractions only. Pure: the same input gives the same working on any machine,
so an outsider re-derives it from the export alone. `outcome_of` reads the outcome back from the
working, so that what is shown is what decided.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from council.rules.decision import (
    AFFECTED,
    WEIGHT,
    AllOfAny,
    AtLeast,
    Chamber,
    Combine,
    Outcome,
    Roll,
    RollSeat,
    Rule,
    Share,
    Tie,
    measure,
)
from council.rules.recusals import fallen_back
from council.rules.seats import COMPLETE, BallotCast, SeatVote, faults, vote_of


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: Outcome
    working: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Floor:
    """One chamber's seats with what each said."""

    seats: tuple[RollSeat, ...]
    votes: Mapping[str, SeatVote]
    by_proxy: frozenset[str]
    listed: frozenset[str] | None
    rule: Rule

    def counted(self) -> tuple[RollSeat, ...]:
        """The seats in office, less the recused unless the rule keeps them."""
        return tuple(s for s in self.seats if s.in_office and (self.rule.recused_in_base or not s.recused))

    def saying(self, *votes: SeatVote) -> tuple[RollSeat, ...]:
        return tuple(s for s in self.seats if self.votes[s.code] in votes)

    def present(self) -> tuple[RollSeat, ...]:
        """Those whose complete ballot is in and, where a sitting kept a roll, those on it."""
        listed = self.listed or frozenset()
        return tuple(
            s
            for s in self.seats
            if s.in_office and not s.recused and (self.votes[s.code] in COMPLETE or s.code in listed)
        )

    def quorate(self) -> tuple[RollSeat, ...]:
        """Those present for the quorum: a seat that voted by proxy only is not, unless the rule says so.

        Who sits in the room counts for itself, whoever casts for it.
        """
        if self.rule.proxies_in_quorum:
            return self.present()
        listed = self.listed or frozenset()
        return tuple(s for s in self.present() if s.code not in self.by_proxy or s.code in listed)

    def base(self, name: str) -> tuple[RollSeat, ...]:
        if name == "present":
            return self.present()
        if name == "cast":
            return self.saying(SeatVote.YES, SeatVote.NO)
        if name == "cast_all":
            return self.saying(*COMPLETE)
        return self.counted()


def _number(value: Fraction) -> int | str:
    """An integer where it is one, else an exact ratio as text: the working holds no floats."""
    return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


def _clause(kind: str, share: Share, floor: _Floor, got: Iterable[RollSeat]) -> dict[str, Any]:
    base = measure(floor.base(share.base), share.base)
    have = measure(got, share.base)
    return {
        "kind": kind,
        "base": share.base,
        "of": _number(base),
        "num": share.num,
        "den": share.den,
        "strict": share.strict,
        "needed": _number(max(share.needed(base), Fraction(0 if share.base.startswith(WEIGHT) else 1))),
        "got": _number(have),
        "met": share.is_met(have, base),
    }


def _floor_clause(floor_yes: Share | int, floor: _Floor) -> dict[str, Any]:
    yes = floor.saying(SeatVote.YES)
    if isinstance(floor_yes, Share):
        return _clause("floor", floor_yes, floor, yes)
    return {"kind": "floor", "needed": floor_yes, "got": len(yes), "met": len(yes) >= floor_yes}


def _group_clause(clause: AllOfAny | AtLeast, floor: _Floor) -> dict[str, Any]:
    def tally(group: str) -> dict[str, Any]:
        members = [s for s in floor.counted() if s.group == group]
        yes = [s for s in floor.saying(SeatVote.YES) if s.group == group]
        return {"group": group, "of": len(members), "got": len(yes)}

    if isinstance(clause, AtLeast):
        row = tally(clause.group)
        return {"kind": "at_least", **row, "needed": clause.count, "met": row["got"] >= clause.count}
    rows = [tally(group) for group in clause.groups]
    # An empty group is unanimous about nothing.
    return {"kind": "all_of_any", "groups": rows, "met": any(0 < r["of"] == r["got"] for r in rows)}


def _chamber(chamber: Chamber, floor: _Floor) -> dict[str, Any]:
    """The chamber's counts and every clause with what it needed and got."""
    yes, no = floor.saying(SeatVote.YES), floor.saying(SeatVote.NO)
    quorum = None if chamber.quorum is None else _clause("quorum", chamber.quorum, floor, floor.quorate())
    clauses = [_clause("pass", share, floor, yes) for share in chamber.passes]
    against = len(floor.counted()) - len([s for s in floor.counted() if floor.votes[s.code] is SeatVote.YES])
    minority = floor.rule.blocking_minority
    deemed = bool(minority) and bool(yes) and against < minority and not all(c["met"] for c in clauses)
    if chamber.floor is not None:
        clauses.append(_floor_clause(chamber.floor, floor))
    clauses += [_group_clause(clause, floor) for clause in chamber.groups]
    row = {
        "body": chamber.body,
        "counts": {
            "seats": len(floor.seats),
            "in_office": len(floor.counted()),
            "present": len(floor.present()),
            "by_proxy": len(floor.by_proxy),
            **{vote.value: len(floor.saying(vote)) for vote in SeatVote},
        },
        "quorum": quorum,
        "clauses": clauses,
        "against": against,
        "deemed": deemed,
    }
    row["tied"] = bool(yes) and len(yes) == len(no) and _one_more_carries(row)
    return row


def _vetoes(rule: Rule, votes: Mapping[str, SeatVote], roll: Roll) -> list[dict[str, Any]]:
    """Vetoes cast with the vote itself: so many noes of a group."""
    rows = []
    for veto in rule.vetoes:
        if veto.who != AFFECTED:
            noes = sorted(
                s.code for s in roll.seats if s.group == veto.group and votes[s.code] is SeatVote.NO
            )
            rows.append({"who": veto.who, "needs": veto.needs, "noes": noes, "cast": len(noes) >= veto.needs})
    return rows


def evaluate(rule: Rule, roll: Roll, ballots: Iterable[BallotCast], *, round_: int = 1) -> Decision:
    """The outcome of one vote, never a bare boolean: with the working that derives it."""
    working = _working(rule, roll, list(ballots), round_)
    outcome = outcome_of(working)
    return Decision(outcome, {**working, "outcome": outcome.value})


def _working(rule: Rule, roll: Roll, cast: list[BallotCast], round_: int) -> dict[str, Any]:
    rule, lost = fallen_back(rule, roll)
    wrong = faults(roll, cast)
    counted = [] if wrong else cast
    by_seat: dict[str, list[BallotCast]] = {seat.code: [] for seat in roll.seats}
    for ballot in counted:
        by_seat[ballot.seat].append(ballot)
    votes = {seat.code: vote_of(seat, by_seat[seat.code], rule) for seat in roll.seats}
    proxies = frozenset(code for code, own in by_seat.items() if own and all(b.proxy for b in own))
    chambers = []
    for chamber in rule.chambers:
        seats = tuple(s for s in roll.seats if s.body == chamber.body)
        own = frozenset(s.code for s in seats)
        floor = _Floor(seats, votes, proxies & own, roll.present, rule)
        chambers.append(_chamber(chamber, floor))
    return {
        "v": 1,
        "round": round_,
        "combine": rule.combine.value,
        "chambers_needed": rule.chambers_needed,
        "tie": rule.tie.value,
        "chambers": chambers,
        "vetoes": _vetoes(rule, votes, roll),
        "faults": [{"seat": f.seat, "hand": f.hand, "code": f.code} for f in wrong],
        "seats": {code: vote.value for code, vote in sorted(votes.items())},
        # Only where it is so: the working of every other vote reads as it always did.
        **({"fallback": list(lost)} if lost else {}),
    }


def _one_more_carries(row: Mapping[str, Any]) -> bool:
    """Would one further yes, a chair's casting vote, carry this chamber? Under two thirds a tie is none."""
    return _quorate(row) and all(_met_with_one_more(clause) for clause in row["clauses"])


def _met_with_one_more(clause: Mapping[str, Any]) -> bool:
    if clause["met"]:
        return True
    if "num" not in clause or clause["base"].startswith(WEIGHT):
        return False
    share = Share(base=clause["base"], num=clause["num"], den=clause["den"], strict=clause["strict"])
    # The further vote is itself cast; it adds no seat to those in office.
    grows = 0 if share.base == "in_office" else 1
    return share.is_met(Fraction(clause["got"]) + 1, Fraction(clause["of"]) + grows)


def _carried(row: Mapping[str, Any]) -> bool:
    clauses = row["clauses"]
    if row["deemed"]:
        clauses = [clause for clause in clauses if clause["kind"] != "pass"]
    return _quorate(row) and all(clause["met"] for clause in clauses)


def _quorate(row: Mapping[str, Any]) -> bool:
    return row["quorum"] is None or bool(row["quorum"]["met"])


def outcome_of(working: Mapping[str, Any]) -> Outcome:
    """The outcome that the working shows; nothing else decides."""
    if working["faults"]:
        return Outcome.VOID
    rows = working["chambers"]
    carried = sum(_carried(row) for row in rows)
    if carried >= working["chambers_needed"]:
        vetoed = any(veto["cast"] for veto in working["vetoes"])
        return Outcome.VETOED if vetoed else Outcome.ADOPTED
    if not all(_quorate(row) for row in rows):
        return Outcome.NO_QUORUM
    tied = sum(bool(row["tied"]) and not _carried(row) for row in rows)
    if carried + tied < working["chambers_needed"] or working["tie"] == Tie.REJECT:
        return Outcome.REJECTED
    if working["tie"] == Tie.REVOTE_ONCE and working["round"] > 1:
        return Outcome.REJECTED
    return Outcome.TIED


def override_rule(rule: Rule) -> Rule:
    """The rule an override is counted by; LookupError where the rule grants none."""
    consent = rule.consent
    if consent is None or consent.override is None:
        raise LookupError("no override")
    return replace(
        rule,
        chambers=consent.override.chambers,
        combine=Combine.ALL,
        k=0,
        tie=Tie.REJECT,
        vetoes=(),
        blocking_minority=0,
        fallback=None,
    )


def evaluate_override(
    rule: Rule, roll: Roll, ballots: Iterable[BallotCast], *, objectors: frozenset[str]
) -> Decision:
    """The override: counted without the objecting seats, neither in the base nor among the yes."""
    return evaluate(
        override_rule(rule), roll.without(objectors), [b for b in ballots if b.seat not in objectors]
    )
