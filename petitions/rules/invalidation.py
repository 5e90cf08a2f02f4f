"""What an invalidation looks for, and its life.

drawn up -> running -> done            (a reversal is a record of its own, born running)
    |          |
    v          v
dropped     cancelled                  (what was done by then stays done, and can be reversed)
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

REASON = 300
SHORTEST_REASON = 10


class Stage(StrEnum):
    DRAWN_UP = "drawn_up"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    DROPPED = "dropped"


MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.DRAWN_UP: frozenset({Stage.RUNNING, Stage.DROPPED}),
    Stage.RUNNING: frozenset({Stage.DONE, Stage.CANCELLED}),
    Stage.DONE: frozenset(),
    Stage.CANCELLED: frozenset(),
    Stage.DROPPED: frozenset(),
}
REVERSIBLE = frozenset({Stage.DONE, Stage.CANCELLED})
# Why an attempt that nothing else held cannot be confirmed.
INVALIDATED = "invalidated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """All of them must hold. ``address`` and ``origins`` are hashes."""

    domain: str = ""
    address: str = ""
    origins: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    zone_id: int | None = None
    elsewhere: bool = False
    held_by: str = ""
    sheet_id: int | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the petition and the end of the window is asked for."""
        return bool(
            self.domain or self.address or self.origins or self.since or self.zone_id
            or self.elsewhere or self.held_by or self.sheet_id
        )  # fmt: skip


def may_move(current: Stage, to: Stage) -> bool:
    return to in MOVES[current]


def address_digest(canonical: str) -> str:
    """How a record names an address: without a key, so that the database can look among its signatures for it."""
    return sha256(f"petitions/invalidated/v1\0{canonical}".encode()).hexdigest()
