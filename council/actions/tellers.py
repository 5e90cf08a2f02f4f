"""A sheet that two tellers copy, each unseen by the other; what differs they settle together.

The commitment of each copy is in the log when it is handed in, and its lines and salt when both have agreed:
nobody learns from the log what the first wrote, and nobody changes it afterwards.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from accounts import queries as people
from accounts.rules.roles import Role
from council import queries
from council.models import Sitting, TellerSheet, Voting
from council.rules import commitment, roll_call
from council.rules.roll_call import Lines, Stage

if TYPE_CHECKING:
    from accounts.models import User


class CannotTell(Exception):
    """The sheet, or what was said of it, was refused; the message is fit to show."""


@dataclass(frozen=True, slots=True)
class Paper:
    """Which sheet it is: of a vote that is open on the platform, or of a sitting that ran on paper."""

    sitting: Sitting
    position: int
    voting: Voting | None = None

    def named(self) -> dict[str, Any]:
        """As its commitment names it."""
        if self.voting is not None:
            return {"motion": self.voting.motion.code, "round": self.voting.number}
        return {"sitting": self.sitting.code, "position": self.position}


def may_tell(by: "User", paper: Paper, at: datetime) -> None:
    """A teller who has no vote here herself, and is one of two."""
    if not people.has_role(by, Role.TELLER, at):
        raise CannotTell(_("Only a teller copies a sheet of the room."))
    if queries.has_a_vote(by, paper.sitting, at):
        raise CannotTell(_("Who has a vote here does not count it: another teller copies this sheet."))
    sheets = queries.sheets_of(paper.sitting, paper.position, paper.voting)
    if any(sheet.teller_id == by.pk for sheet in sheets):
        raise CannotTell(_("Your sheet is in. The second one is another teller’s."))
    if len(sheets) >= 2:
        raise CannotTell(_("Both sheets are in."))


def hand_in(paper: Paper, lines: Lines, by: "User", at: datetime) -> TellerSheet:
    """Keep one teller's copy; whoever calls holds the lock of the vote or of the sitting."""
    place = len(queries.sheets_of(paper.sitting, paper.position, paper.voting)) + 1
    salt = secrets.token_bytes(commitment.SALT_BYTES)
    value = {**paper.named(), "place": place, "lines": dict(lines)}
    return TellerSheet.objects.create(
        sitting=paper.sitting,
        position=paper.position,
        voting=paper.voting,
        place=place,
        teller=by,
        lines=dict(lines),
        salt=salt,
        commitment=commitment.commitment(salt, value),
        entered_at=at,
    )


def say_of(paper: Paper, said: Lines, by: "User", at: datetime) -> list[TellerSheet]:
    """What one of the two says of the lines that differ; both sheets as they then stand."""
    sheets = list(queries.sheets_of(paper.sitting, paper.position, paper.voting))
    own = next((sheet for sheet in sheets if sheet.teller_id == by.pk), None)
    if own is None:
        raise CannotTell(_("Only the two tellers who copied this sheet settle it."))
    if roll_call.stage(map(as_rule, sheets)) is not Stage.DIFFERING:
        raise CannotTell(_("Nothing on this sheet waits to be settled."))
    differ = {row.line for row in roll_call.differences(sheets[0].lines, sheets[1].lines)}
    if set(said) != differ:
        raise CannotTell(_("Say what holds of each line that differs, and of no other."))
    own.settles, own.settled_at = dict(said), at
    own.save(update_fields=["settles", "settled_at"])
    return sheets


def as_rule(sheet: TellerSheet) -> roll_call.Sheet:
    return roll_call.Sheet(sheet.lines, sheet.settles)


def agreed(sheets: Collection[TellerSheet]) -> dict[str, str] | None:
    """What two sheets come to; None while there is one, or they differ."""
    first, second = [*map(as_rule, sheets), None, None][:2]
    return roll_call.settled(first, second) if first and second else None


def opened(sheets: Collection[TellerSheet]) -> list[dict[str, Any]]:
    """Both copies with what opens their commitments, for the export."""
    return [
        {
            "place": sheet.place,
            "lines": sheet.lines,
            "settles": sheet.settles or {},
            "salt": bytes(sheet.salt).hex(),
            "commitment": sheet.commitment,
        }
        for sheet in sheets
    ]
