"""Who may sit together: the composition rules of a body's statutes, as data.

    {"kind": "apart", "organisation": "harl-water"}                     nobody who speaks for this organisation
    {"kind": "attested", "code": "lives-by-the-lagoon", "words"?}       the officers attest it of each holder
    {"kind": "quota", "quality": "woman", "least": 1, "per"?, "words"?} so many of it in the body,
                                                                        or among the seats of each appointer or group

`apart` and `attested` are asked of a holder; a `quota` of all of them together: it refuses the mandate
that would put it out of reach, and is shown kept, open or missed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from council.rules.reading import RuleFault

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOST_RULES, MOST_WORDS, LARGEST = 12, 160, 512


class Kind(StrEnum):
    APART = "apart"
    ATTESTED = "attested"
    QUOTA = "quota"


class Per(StrEnum):
    BODY = "body"
    APPOINTER = "appointer"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One rule of composition; ``code`` is the organisation, the attestation or the quality it is about."""

    kind: Kind
    code: str
    least: int = 0
    per: Per = Per.BODY
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A hand that somebody holds, or would: of whom the statutes ask what."""

    appointer: str = ""
    group: str = ""
    attests: frozenset[str] = frozenset()
    # Organisations she speaks for, and those above them.
    speaks_for: frozenset[str] = frozenset()

    def scope(self, per: Per) -> str:
        return {Per.BODY: "", Per.APPOINTER: self.appointer, Per.GROUP: self.group}[per]


class State(StrEnum):
    KEPT = "kept"
    OPEN = "open"  # vacant hands may still bring it about
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a quota stands in one scope: of the body, one appointer, one group."""

    clause: Clause
    scope: str
    have: int
    vacant: int

    @property
    def state(self) -> State:
        if self.have >= self.clause.least:
            return State.KEPT
        return State.OPEN if self.have + self.vacant >= self.clause.least else State.MISSED


# --- Reading -----------------------------------------------------------------------------------------
SHAPES = {
    Kind.APART: ("organisation", frozenset({"kind", "organisation"})),
    Kind.ATTESTED: ("code", frozenset({"kind", "code", "words"})),
    Kind.QUOTA: ("quality", frozenset({"kind", "quality", "least", "per", "words"})),
}


def read_composition(data: Any) -> tuple[Clause, ...]:
    """The clauses that the data states, or RuleFault with the path of the first fault."""
    if not isinstance(data, list):
        raise RuleFault("", "not_a_list")
    if len(data) > MOST_RULES:
        raise RuleFault("", "too_many")
    return tuple(_clause(row, f"[{i}]") for i, row in enumerate(data))


def _clause(row: Any, path: str) -> Clause:
    if not isinstance(row, Mapping):
        raise RuleFault(path, "not_an_object")
    if row.get("kind") not in tuple(Kind):
        raise RuleFault(f"{path}.kind", "not_a_choice")
    kind = Kind(row["kind"])
    named, allowed = SHAPES[kind]
    for key in row:
        if key not in allowed:
            raise RuleFault(f"{path}.{key}", "unknown_field")
    code = row.get(named)
    if not isinstance(code, str) or len(code) > 60 or not CODE.fullmatch(code):
        raise RuleFault(f"{path}.{named}", "not_a_code")
    least = row.get("least", 1)
    if isinstance(least, bool) or not isinstance(least, int) or not 1 <= least <= LARGEST:
        raise RuleFault(f"{path}.least", "not_a_whole_number")
    if row.get("per", Per.BODY) not in tuple(Per):
        raise RuleFault(f"{path}.per", "not_a_choice")
    words = _words(row.get("words", {}), f"{path}.words")
    return Clause(kind=kind, code=code, least=least, per=Per(row.get("per", Per.BODY)), words=words)


def _words(data: Any, path: str) -> dict[str, str]:
    """Words for people, by language."""
    if not isinstance(data, Mapping):
        raise RuleFault(path, "not_an_object")
    for language, text in data.items():
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?", str(language)):
            raise RuleFault(f"{path}.{language}", "not_a_language")
        if not isinstance(text, str) or not 0 < len(text.strip()) <= MOST_WORDS:
            raise RuleFault(f"{path}.{language}", "not_words")
    return dict(data)


# --- Judging ------------------------------------------------------------------------------------------
def attestable(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """What officers may attest of a holder: each code once."""
    found = {clause.code: clause for clause in clauses if clause.kind is not Kind.APART}
    return tuple(found.values())


def standings(
    clauses: Iterable[Clause], members: Iterable[Member], vacant: Iterable[Member]
) -> list[Standing]:
    """Each quota in each scope that has a seat, in the order of the clauses."""
    held, free = list(members), list(vacant)
    found = []
    for clause in clauses:
        if clause.kind is not Kind.QUOTA:
            continue
        scopes = sorted({one.scope(clause.per) for one in [*held, *free]})
        for scope in scopes:
            have = sum(one.scope(clause.per) == scope and clause.code in one.attests for one in held)
            left = sum(one.scope(clause.per) == scope for one in free)
            found.append(Standing(clause, scope, have, left))
    return found


def refusal(
    clauses: Iterable[Clause], wished: Member, members: Iterable[Member], vacant: Iterable[Member]
) -> Clause | None:
    """The clause that keeps this holder out; None where she may sit. ``vacant`` is without the hand she would take.

    A quota that was missed already is no reason against anybody: it was not she who missed it.
    """
    clauses, members, vacant = list(clauses), list(members), list(vacant)
    for clause in clauses:
        if clause.kind is Kind.APART and clause.code in wished.speaks_for:
            return clause
        if clause.kind is Kind.ATTESTED and clause.code not in wished.attests:
            return clause
    before = standings(clauses, members, [*vacant, wished])
    after = standings(clauses, [*members, wished], vacant)
    for was, would in zip(before, after, strict=True):
        if was.state is not State.MISSED and would.state is State.MISSED:
            return would.clause
    return None
