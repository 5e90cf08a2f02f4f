"""Reading a decision rule from data, or saying exactly where it is wrong.

What cannot be evaluated is refused when it is defined, never when people have voted:
`RuleFault.path` names the place (`chambers[0].pass[1].den`), `RuleFault.code` the reason.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from council.rules.decision import (
    AFFECTED,
    BASES,
    GROUP,
    WEIGHT,
    AllOfAny,
    AtLeast,
    Chamber,
    Combine,
    Emergency,
    Override,
    Roll,
    RollSeat,
    Rule,
    Share,
    Tie,
    Veto,
)
from council.rules.fields import MOST_CLAUSES as MOST_CLAUSES
from council.rules.fields import SAFE as SAFE
from council.rules.fields import RuleFault as RuleFault
from council.rules.fields import canonical as canonical
from council.rules.fields import fingerprint as fingerprint
from council.rules.fields import flag as _flag
from council.rules.fields import one_of as _one_of
from council.rules.fields import rows as _rows
from council.rules.fields import table as _table
from council.rules.fields import under as _under
from council.rules.fields import whole as _whole
from council.rules.fields import word as _word
from council.rules.seats import BallotCast, Choice
from crises.rules.severity import Severity

PROXIES = frozenset({"none", "absent", "any"})
MOST_CHAMBERS, MOST_SEATS = 8, 512


# --- The rule ------------------------------------------------------------------------------------
SHARE_FIELDS = frozenset({"base", "of", "num", "den", "strict"})


def _share(data: Any, path: str) -> Share:
    row = _table(data, path, SHARE_FIELDS, frozenset({"base", "num", "den"}))
    base = row["base"]
    if not isinstance(base, str) or not (
        base in BASES or (base.startswith(WEIGHT) and len(base) > len(WEIGHT))
    ):
        raise RuleFault(_under(path, "base"), "unknown_base")
    if row.get("of", "yes") != "yes":
        raise RuleFault(_under(path, "of"), "not_a_choice")
    den = _whole(row["den"], _under(path, "den"), least=1, most=10**9)
    num = _whole(row["num"], _under(path, "num"), least=1, most=10**9)
    strict = _flag(row.get("strict", False), _under(path, "strict"))
    if num > den or (strict and num == den):
        raise RuleFault(_under(path, "num"), "never_reachable")
    return Share(base=base, num=num, den=den, strict=strict)


def _quorum(data: Any, path: str) -> Share:
    share = _share(data, path)
    if share.base != "in_office" and not share.base.startswith(WEIGHT):
        # A quorum of those present is met by any one of them.
        raise RuleFault(_under(path, "base"), "no_quorum_of_this")
    return share


def _group_clause(data: Any, path: str) -> AllOfAny | AtLeast:
    row = _table(data, path, frozenset({"all_of_any", "at_least", "of"}), frozenset())
    if "all_of_any" in row:
        if len(row) > 1:
            raise RuleFault(path, "two_clauses_in_one")
        return AllOfAny(groups=_rows(row["all_of_any"], _under(path, "all_of_any"), _word, least=1))
    row = _table(data, path, frozenset({"at_least", "of"}), frozenset({"at_least", "of"}))
    return AtLeast(
        count=_whole(row["at_least"], _under(path, "at_least"), least=1, most=MOST_SEATS),
        group=_word(row["of"], _under(path, "of")),
    )


CHAMBER_FIELDS = frozenset({"body", "quorum", "pass", "floor_yes", "groups"})


def _chamber(data: Any, path: str) -> Chamber:
    row = _table(data, path, CHAMBER_FIELDS, frozenset({"body", "pass"}))
    floor = row.get("floor_yes")
    if floor is not None:
        where = _under(path, "floor_yes")
        number = not isinstance(floor, Mapping)
        floor = _whole(floor, where, least=0, most=MOST_SEATS) if number else _share(floor, where)
    return Chamber(
        body=_word(row["body"], _under(path, "body")),
        quorum=None if row.get("quorum") is None else _quorum(row["quorum"], _under(path, "quorum")),
        passes=_rows(row["pass"], _under(path, "pass"), _share, least=1),
        floor=floor,
        groups=_rows(row.get("groups", ()), _under(path, "groups"), _group_clause),
    )


def _chambers(data: Any, path: str) -> tuple[Chamber, ...]:
    chambers = _rows(data, path, _chamber, least=1, most=MOST_CHAMBERS)
    seen: set[str] = set()
    for i, chamber in enumerate(chambers):
        if chamber.body in seen:
            raise RuleFault(f"{path}[{i}].body", "twice")
        seen.add(chamber.body)
    return chambers


def _override(data: Any, path: str) -> Override:
    row = _table(data, path, frozenset({"chambers", "cooling_days"}), frozenset({"chambers"}))
    return Override(
        chambers=_chambers(row["chambers"], _under(path, "chambers")),
        cooling_days=_whole(row.get("cooling_days", 0), _under(path, "cooling_days"), least=0, most=3660),
    )


VETO_FIELDS = frozenset({"who", "needs", "window_days", "override"})


def _veto(data: Any, path: str) -> Veto:
    row = _table(data, path, VETO_FIELDS, frozenset({"who"}))
    who = _word(row["who"], _under(path, "who"))
    if who != AFFECTED and not (who.startswith(GROUP) and len(who) > len(GROUP)):
        raise RuleFault(_under(path, "who"), "not_a_choice")
    window = _whole(row.get("window_days", 0), _under(path, "window_days"), least=0, most=3660)
    override = row.get("override")
    if who == AFFECTED and window == 0:
        raise RuleFault(_under(path, "window_days"), "no_time_to_object")
    if who != AFFECTED and ("window_days" in row or override is not None):
        # A no that vetoes is in the urn with the others: nothing waits for it, and nothing follows it.
        wrong = "window_days" if "window_days" in row else "override"
        raise RuleFault(_under(path, wrong), "cast_with_the_vote")
    return Veto(
        who=who,
        needs=_whole(row.get("needs", 1), _under(path, "needs"), least=1, most=MOST_SEATS),
        window_days=window,
        override=None if override is None else _override(override, _under(path, "override")),
    )


def _vetoes(data: Any, path: str) -> tuple[Veto, ...]:
    if data is None:
        return ()
    if isinstance(data, Mapping):
        return (_veto(data, path),)
    vetoes = _rows(data, path, _veto)
    if sum(veto.who == AFFECTED for veto in vetoes) > 1:
        raise RuleFault(path, "twice")
    return vetoes


EMERGENCY_FIELDS = frozenset({"severity", "guardians", "request", "lasts_days", "renewals", "confirm_days"})


def _emergency(data: Any, path: str) -> Emergency | None:
    """``{}`` is the emergency procedure with its defaults; null is none."""
    if data is None:
        return None
    row = _table(data, path, EMERGENCY_FIELDS, frozenset())
    where = _under(path, "request")
    parts = frozenset({"num", "den"})
    request = _table(row.get("request", {"num": 1, "den": 3}), where, parts, parts)
    share = _share({"base": "in_office", **request}, where)
    return Emergency(
        severity=_one_of(row.get("severity", "severe"), _under(path, "severity"), frozenset(Severity)),
        guardians=_flag(row.get("guardians", True), _under(path, "guardians")),
        num=share.num,
        den=share.den,
        lasts_days=_whole(row.get("lasts_days", 90), _under(path, "lasts_days"), least=1, most=3660),
        renewals=_whole(row.get("renewals", 1), _under(path, "renewals"), least=0, most=12),
        confirm_days=_whole(row.get("confirm_days", 30), _under(path, "confirm_days"), least=1, most=3660),
    )


NAMES = (
    "chambers combine k tie fallback veto blocking_minority recused_in_base proxies_in_quorum proxies sole_holder_acts "
    "hands_see_each_other min_notice_hours min_movers no_objection emergency max_recalls sealed"
)
RULE_FIELDS = frozenset(NAMES.split())


def read_rule(data: Any) -> Rule:
    """The rule that the data states, or RuleFault with the path of the first fault."""
    row = _table(data, "", RULE_FIELDS, frozenset({"chambers"}))
    if not _flag(row.get("sealed", True), "sealed"):
        raise RuleFault("sealed", "always_sealed")
    chambers = _chambers(row["chambers"], "chambers")
    combine = Combine(_one_of(row.get("combine", "all"), "combine", frozenset(Combine)))
    minority = row.get("blocking_minority")
    if minority is not None:
        minority = _table(
            minority, "blocking_minority", frozenset({"min_members"}), frozenset({"min_members"})
        )
        minority = _whole(minority["min_members"], "blocking_minority.min_members", least=1)
    return Rule(
        chambers=chambers,
        combine=combine,
        k=_k(row, combine, len(chambers)),
        tie=Tie(_one_of(row.get("tie", "reject"), "tie", frozenset(Tie))),
        fallback=None if row.get("fallback") is None else _share(row["fallback"], "fallback"),
        vetoes=_vetoes(row.get("veto"), "veto"),
        blocking_minority=minority or 0,
        recused_in_base=_flag(row.get("recused_in_base", False), "recused_in_base"),
        proxies_in_quorum=_flag(row.get("proxies_in_quorum", False), "proxies_in_quorum"),
        proxies=_one_of(row.get("proxies", "none"), "proxies", PROXIES),
        sole_holder_acts=_flag(row.get("sole_holder_acts", False), "sole_holder_acts"),
        hands_see_each_other=_flag(row.get("hands_see_each_other", True), "hands_see_each_other"),
        min_notice_hours=_whole(row.get("min_notice_hours", 0), "min_notice_hours", least=0, most=8784),
        min_movers=_whole(row.get("min_movers", 1), "min_movers", least=1, most=MOST_SEATS),
        no_objection=_flag(row.get("no_objection", False), "no_objection"),
        emergency=_emergency(row.get("emergency"), "emergency"),
        max_recalls=_whole(row.get("max_recalls", 2), "max_recalls", least=0, most=12),
    )


def _k(row: Mapping[str, Any], combine: Combine, chambers: int) -> int:
    if combine is Combine.K_OF_N:
        return _whole(row.get("k"), "k", least=1, most=chambers)
    if "k" in row:
        raise RuleFault("k", "unknown_field")
    return 0


# --- The roll ------------------------------------------------------------------------------------
SEAT_FIELDS = frozenset(
    {
        "seat",
        "body",
        "group",
        "votes",
        "joint",
        "hands",
        "recused",
        "represents",
        "veto",
        "weights",
        "mandates",
    }
)


def read_weight(data: Any, path: str) -> Fraction:
    if isinstance(data, bool) or not isinstance(data, int | str):
        raise RuleFault(path, "not_a_weight")
    if isinstance(data, str) and not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,9}|/[1-9][0-9]{0,14})?", data):
        raise RuleFault(path, "not_a_weight")
    if isinstance(data, int):
        _whole(data, path, least=0)
    return Fraction(data)


def _hand(data: Any, path: str) -> int:
    return _whole(data, path, least=1, most=2)


def _seat(data: Any, path: str) -> RollSeat:
    row = _table(data, path, SEAT_FIELDS, frozenset({"seat", "body"}))
    joint = row.get("joint", "")
    if joint not in ("", "unanimous", "any"):
        raise RuleFault(_under(path, "joint"), "not_a_choice")
    group, represents = row.get("group", ""), row.get("represents", "")
    hands = _rows(row.get("hands", (1, 2) if joint else (1,)), _under(path, "hands"), _hand, most=2)
    if len(set(hands)) < len(hands):
        raise RuleFault(_under(path, "hands"), "twice")
    weights = row.get("weights", {})
    if not isinstance(weights, Mapping):
        raise RuleFault(_under(path, "weights"), "not_an_object")
    return RollSeat(
        code=_word(row["seat"], _under(path, "seat")),
        body=_word(row["body"], _under(path, "body")),
        group=group if group == "" else _word(group, _under(path, "group")),
        votes=_flag(row.get("votes", True), _under(path, "votes")),
        joint=joint,
        hands=hands,
        recused=_flag(row.get("recused", False), _under(path, "recused")),
        represents=represents if represents == "" else _word(represents, _under(path, "represents")),
        veto=_flag(row.get("veto", True), _under(path, "veto")),
        weights={str(k): read_weight(v, _under(path, f"weights.{k}")) for k, v in weights.items()},
    )


def read_roll(data: Any) -> Roll:
    """The roll as frozen: ``{seats: [{seat, body, ...}], present?: [codes]}``."""
    row = _table(data, "roll", frozenset({"seats", "present"}), frozenset({"seats"}))
    seats = _rows(row["seats"], "roll.seats", _seat, least=1, most=MOST_SEATS)
    seen: set[str] = set()
    for i, seat in enumerate(seats):
        if seat.code in seen:
            raise RuleFault(f"roll.seats[{i}].seat", "twice")
        seen.add(seat.code)
    present = row.get("present")
    if present is not None:
        present = frozenset(_rows(present, "roll.present", _word, most=MOST_SEATS))
    return Roll(seats=seats, present=present)


# --- Ballots ----------------------------------------------------------------------------------------
BALLOT_FIELDS = frozenset({"seat", "hand", "choice", "n", "proxy"})


def _ballot(data: Any, path: str) -> BallotCast:
    row = _table(data, path, BALLOT_FIELDS, frozenset({"seat", "choice"}))
    return BallotCast(
        seat=_word(row["seat"], _under(path, "seat")),
        choice=Choice(_one_of(row["choice"], _under(path, "choice"), frozenset(Choice))),
        hand=_hand(row.get("hand", 1), _under(path, "hand")),
        n=_whole(row.get("n", 0), _under(path, "n"), least=0),
        proxy=_flag(row.get("proxy", False), _under(path, "proxy")),
    )


def read_ballots(data: Any) -> tuple[BallotCast, ...]:
    """``[{seat, choice, hand?, n?, proxy?}]``."""
    return _rows(data, "ballots", _ballot, most=MOST_SEATS * 2)
