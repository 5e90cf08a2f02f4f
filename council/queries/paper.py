"""A sitting on paper: the lines of its sheets, and the code printed on each that says what words it is for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts import queries as people
from council.models import Motion, Point, Seat, Sitting, TellerSheet
from council.queries.bodies import seat_names
from council.queries.roll import roll_now
from council.queries.roll_calls import sheets_of
from council.queries.sittings import points, seats_of_sitting, sittings
from council.rules import roll_call
from council.rules.blackout import TIMES
from council.rules.reading import fingerprint, read_roll
from council.rules.roll_call import Stage

BLACKED_OUT = "council.sitting.blacked_out"


def paper_code(of: Sitting, point: Point | None) -> str:
    """SHA-256 of the agenda and the words a sheet is for; printed in short beside its square code."""
    words: dict[str, Any] = {
        "v": 1,
        "agenda": of.agenda_sha256,
        "position": point.position if point else TIMES,
    }
    if point and point.motion:
        words |= {"motion": point.motion.code, "text": point.motion.words_sha256()}
    return fingerprint(words)


def paper_lines(of: Sitting, motion: Motion, at: datetime | None = None) -> tuple[str, ...]:
    """The lines of a motion's sheet: the roll of the hour the sitting was called for."""
    rows = roll_now(motion, motion.votings.count() + 1, at or of.starts_at)
    return roll_call.lines_of(read_roll({"seats": rows["seats"]}))


def paper_times(of: Sitting) -> tuple[list[str], list[int]]:
    """Seats and points of the sheet of times."""
    seats = seats_of_sitting(of, of.starts_at).order_by("body__position", "position", "pk")
    positions = of.points.order_by("position").values_list("position", flat=True)
    return list(seats.values_list("code", flat=True)), list(positions)


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One line of a sheet in words: the seat's name, and which hand of a joint one (0: it has but one)."""

    line: str
    name: str
    hand: int


def named_lines(lines: Iterable[str]) -> list[PaperRow]:
    """Lines of a roll with the names of their seats, chamber by chamber."""
    listed = [(*roll_call.seat_and_hand(line), line) for line in lines]
    seats = Seat.objects.filter(code__in={seat for seat, _hand, _line in listed}).select_related("body")
    names = seat_names(seats)
    order = {s.code: (s.body.position, s.body_id, s.position, s.pk) for s in seats}
    joint = {s.code for s in seats if s.is_joint}
    listed.sort(key=lambda row: (order[row[0]], row[1]))
    return [PaperRow(line, names[seat], hand if seat in joint else 0) for seat, hand, line in listed]


@dataclass(frozen=True, slots=True)
class Printed:
    """One sheet to print: its point (None: the sheet of times), its code, and its lines."""

    point: Point | None
    code: str
    rows: list[PaperRow]

    @property
    def position(self) -> int:
        return self.point.position if self.point else TIMES


def printed_sheets(of: Sitting) -> list[Printed]:
    """The sheet of times, then one for each motion of the agenda."""
    voted = [point for point in points(of) if point.motion]
    sheets = [
        Printed(p, paper_code(of, p), named_lines(paper_lines(of, p.motion))) for p in voted if p.motion
    ]
    return [Printed(None, paper_code(of, None), []), *sheets]


@dataclass(frozen=True, slots=True)
class Typed:
    """Where a sheet stands, and whether this teller's own copy is in."""

    position: int
    point: Point | None
    stage: Stage
    entered: int
    mine: bool


def typed_sheets(of: Sitting, user: Any) -> list[Typed]:
    return [typed_sheet(of, None, user), *(typed_sheet(of, p, user) for p in points(of) if p.motion)]


def typed_sheet(of: Sitting, point: Point | None, user: Any) -> Typed:
    position = point.position if point else TIMES
    sheets = list(sheets_of(of, position, None))
    return Typed(position, point, stage_of(sheets), len(sheets), any(s.teller_id == user.pk for s in sheets))


def stage_of(sheets: Iterable[TellerSheet]) -> Stage:
    return roll_call.stage(roll_call.Sheet(sheet.lines, sheet.settles) for sheet in sheets)


def sittings_on_paper() -> QuerySet[Sitting]:
    """Declared a blackout, and not all typed yet."""
    return sittings().filter(blackout_at__isnull=False, entered_at__isnull=True).order_by("starts_at")


def blackouts_asked(of: Sitting, at: datetime) -> QuerySet[Any]:
    """That it should be declared a blackout, waiting for a second officer."""
    return people.open_approvals(BLACKED_OUT, at).filter(subject=of.subject)
