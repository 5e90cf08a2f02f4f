"""How a row of the matrix is written: a route, a method, an object's state, and what each role meets.

    Row("petitions:withdraw", "POST", state="open",
        args=lambda w: {"slug": w["open petition"].slug},
        expect={SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - {Who.AUTHOR}, A: {Who.AUTHOR}})

``expect`` must name every role exactly once. There are no wildcards for routes: each is written out.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tests.permissions.who import Who

if TYPE_CHECKING:
    from tests.permissions.world import World


class Meets(StrEnum):
    """What somebody meets at a door."""

    A = "A"  # allowed: 2xx, 304, or a redirect that is not to sign-in
    OWN = "own"  # allowed, and shown or changed is only one's own
    SIGN_IN = "sign-in"  # page: redirect to sign-in; fragment: HX-Redirect; API: 401
    FORBIDDEN = "403"
    HIDDEN = "404"  # existence is hidden
    CONFLICT = "409"  # the door is open, the object's state refuses
    GONE = "410"
    NOT_ALLOWED = "405"  # a page of somebody else's class that lists a method and refuses it
    INVALID = "4xx input"  # the door is open; this row's input is refused (400 or 422)


A, OWN, SIGN_IN = Meets.A, Meets.OWN, Meets.SIGN_IN
FORBIDDEN, HIDDEN, CONFLICT = Meets.FORBIDDEN, Meets.HIDDEN, Meets.CONFLICT
GONE, INVALID, NOT_ALLOWED = Meets.GONE, Meets.INVALID, Meets.NOT_ALLOWED
PASSES = frozenset({A, OWN})

Given = Mapping[str, Any] | Callable[["World"], Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One attempt: a row, one role, one representation."""

    row: "Row"
    who: Who
    hx: bool

    def __str__(self) -> str:
        how = "HX" if self.hx else "plain"
        return f"{self.row} as {self.who} ({how}), expected {self.row.meets(self.who)}"


@dataclass(frozen=True)
class Row:
    """``args`` fill the address, ``query`` follows it, ``data`` is the form or JSON body, ``files`` go beside a form."""

    route: str
    method: str
    expect: Mapping[Meets, Set[Who]]
    state: str = ""
    args: Given = field(default_factory=dict)
    query: Given = field(default_factory=dict)
    data: Given = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    # Only for a GET that by design writes (none of ours should).
    get_writes: bool = False
    # Where a refusal is itself a private fact of the record, and nothing else.
    refusals_kept: bool = False
    # Tables in which a refusal too alters a row, by design: the use of a key is noted wherever it is tried.
    notes: Set[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.method} {self.route}" + (f" [{self.state}]" if self.state else "")

    def meets(self, who: Who) -> Meets:
        return next(meets for meets, people in self.expect.items() if who in people)

    def faults(self) -> list[str]:
        """Roles that are missing or named twice."""
        named = [who for people in self.expect.values() for who in people]
        missing = set(Who) - set(named)
        twice = {who for who in named if named.count(who) > 1}
        return [f"{self}: {who} is missing" for who in sorted(missing)] + [
            f"{self}: {who} is named twice" for who in sorted(twice)
        ]

    def cells(self) -> list[Cell]:
        return [Cell(row=self, who=who, hx=hx) for who in Who for hx in (False, True)]
