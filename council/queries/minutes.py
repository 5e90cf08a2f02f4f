"""The minutes of a sitting: the record as codes, read from what was entered; and the same in words for a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts import queries as people
from accounts.rules.roles import Role
from council.models import Attendance, Minutes, Motion, Point, Seat, Sitting, Substitute, Voting
from council.queries.bodies import seat_names
from council.queries.sittings import points
from council.queries.standing import is_chair
from council.rules.minutes import MinutesState
from council.rules.sitting import SittingState


def minutes() -> QuerySet[Minutes]:
    return Minutes.objects.select_related("sitting__body__organisation", "approved_in__body")


def minutes_of(of: Sitting) -> QuerySet[Minutes]:
    """Every version, the newest first."""
    return minutes().filter(sitting=of).order_by("-version")


def public_minutes() -> QuerySet[Minutes]:
    return minutes().filter(published_at__isnull=False).order_by("-sitting__starts_at", "-version")


def minutes_by_code(code: str) -> Minutes | None:
    """``<body>--<number>.v<version>``, once it is published."""
    place, _dot, version = code.rpartition(".v")
    body, _dashes, number = place.rpartition("--")
    if not (version.isascii() and version.isdecimal() and len(version) < 5):
        return None
    return (
        public_minutes()
        .filter(sitting__body__code=body, sitting__number=number, version=int(version))
        .first()
    )


def minutes_in_hand(of: Sitting) -> Minutes | None:
    """The version that is not approved yet; at most one."""
    return minutes_of(of).filter(approved_at__isnull=True).first()


def minutes_for_agenda(of: Sitting) -> QuerySet[Minutes]:
    """Those of the body's other sittings that are published and wait for approval."""
    waiting = minutes().filter(published_at__isnull=False, approved_at__isnull=True)
    return waiting.filter(sitting__body=of.body).exclude(sitting=of).order_by("sitting__starts_at")


def record_of(of: Sitting) -> dict[str, Any]:
    """What was entered of a sitting, in codes: no name, so that it stays when a person leaves."""
    return {
        "starts_at": _when(of.starts_at),
        "opened_at": _when(of.opened_at),
        "closed_at": _when(of.closed_at),
        "present": _present(of),
        "apologies": [
            {"seat": row.seat.code, "hand": row.hand}
            for row in of.convenings.select_related("seat").filter(
                substitute__isnull=True, apologised_at__isnull=False
            )
        ],
        "substitutes": [
            {"seat": row.seat.code, "hand": row.hand, "substitute": str(row.substitute.code)}
            for row in of.convenings.expected().select_related("seat", "substitute")  # type: ignore[attr-defined]
            if row.substitute
        ],
        "points": [_point(of, point) for point in points(of)],
    }


def _when(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _present(of: Sitting) -> list[dict[str, Any]]:
    """Each seat that was in the room, with its periods."""
    rows = Attendance.objects.filter(sitting=of).select_related("seat")
    found: dict[str, list[list[str]]] = {}
    for row in rows.order_by("seat__body__position", "seat__position", "seat", "since"):
        found.setdefault(row.seat.code, []).append([_when(row.since), _when(row.until)])
    return [{"seat": seat, "periods": periods} for seat, periods in found.items()]


def _point(of: Sitting, point: Point) -> dict[str, Any]:
    turns = point.turns.filter(called_at__isnull=False).select_related("seat").order_by("called_at")
    return {
        "position": point.position,
        "kind": point.kind,
        "title": point.title or (point.motion.title if point.motion else ""),
        "minutes": point.minutes.code if point.minutes else "",
        "taken_up_at": _when(point.taken_up_at),
        "done_at": _when(point.done_at),
        "turns": [
            {"seat": turn.seat.code, "since": _when(turn.called_at), "until": _when(turn.done_at)}
            for turn in turns
        ],
        "motion": _motion(of, point.motion) if point.motion else None,
    }


def _motion(of: Sitting, motion: Motion) -> dict[str, Any]:
    recusals = motion.recusals.select_related("seat").order_by("seat__position", "seat")
    return {
        "number": motion.number or "",
        "text": motion.text_sha256,
        "recused": [{"seat": row.seat.code, "kind": row.kind} for row in recusals],
        "votes": [_vote(voting) for voting in _votes_in(of, motion)],
    }


def _votes_in(of: Sitting, motion: Motion) -> QuerySet[Voting]:
    """Votes that closed from this sitting on, and before another took the motion up."""
    closed = Voting.objects.filter(motion=motion, decision__closed_at__gte=of.opened_at)
    later = Sitting.objects.filter(points__motion=motion, opened_at__gt=of.opened_at).order_by("opened_at")
    if following := later.first():
        closed = closed.filter(decision__closed_at__lt=following.opened_at)
    return closed.select_related("rule", "decision").order_by("number")


def _vote(voting: Voting) -> dict[str, Any]:
    decision = voting.decision
    return {
        "round": voting.number,
        "purpose": voting.purpose,
        "outcome": decision.outcome,
        "casting_vote": decision.casting_vote,
        "closed_at": _when(decision.closed_at),
        "chambers": decision.working["chambers"],
        "documents": {"rule": voting.rule.sha256, "roll": voting.roll_sha256},
    }


# --- In words -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Said:
    """A seat by its name over a period, or several."""

    name: str
    periods: tuple[tuple[datetime, datetime | None], ...] = ()
    # The substitute, or in what way a seat is out of a motion.
    more: str = ""


@dataclass(frozen=True, slots=True)
class PointSaid:
    """A point of the minutes: what was entered, what the secretary remarks."""

    position: int
    kind: str
    title: str
    taken_up_at: datetime | None
    done_at: datetime | None
    turns: tuple[Said, ...]
    recused: tuple[Said, ...]
    motion: Motion | None
    text_sha256: str
    votes: tuple[dict[str, Any], ...]
    remark: str
    minutes: Minutes | None = None


@dataclass(frozen=True, slots=True)
class MinutesSaid:
    """The whole of one version."""

    minutes: Minutes
    opened_at: datetime | None
    closed_at: datetime | None
    present: tuple[Said, ...]
    apologies: tuple[Said, ...]
    substitutes: tuple[Said, ...]
    points: tuple[PointSaid, ...]
    remark: str

    @property
    def hours(self) -> str:
        """How its moments are written: by the clock alone where it began and ended on one day."""
        opened, closed = self.opened_at, self.closed_at
        return "clock" if opened and closed and opened.date() == closed.date() else "time"


def minutes_said(found: Minutes) -> MinutesSaid:
    """As frozen at its publication; a draft as the record stands now."""
    frozen = found.status is not MinutesState.DRAFT
    record = found.record if frozen else record_of(found.sitting)
    names = _names(record)
    return MinutesSaid(
        minutes=found,
        opened_at=_moment(record["opened_at"]),
        closed_at=_moment(record["closed_at"]),
        present=tuple(
            Said(names[row["seat"]], tuple((_sure(a), _moment(b)) for a, b in row["periods"]))
            for row in record["present"]
        ),
        apologies=tuple(Said(names[row["seat"]]) for row in record["apologies"]),
        substitutes=_substitutes_said(record, names),
        points=tuple(_points_said(record, names, found.remarks)),
        remark=found.remarks.get("0", ""),
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _sure(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _names(record: dict[str, Any]) -> dict[str, str]:
    """Seat codes to what people call them; a code that is gone stands for itself."""
    codes = {row["seat"] for part in ("present", "apologies", "substitutes") for row in record[part]}
    for point in record["points"]:
        codes |= {row["seat"] for row in point["turns"]}
        codes |= {row["seat"] for row in (point["motion"] or {}).get("recused", ())}
    known = seat_names(Seat.objects.select_related("body").filter(code__in=codes))
    return {code: known.get(code, code) for code in codes}


def _substitutes_said(record: dict[str, Any], names: dict[str, str]) -> tuple[Said, ...]:
    codes = [row["substitute"] for row in record["substitutes"]]
    known = {
        str(s.code): str(s.person) for s in Substitute.objects.filter(code__in=codes).select_related("person")
    }
    return tuple(
        Said(names[row["seat"]], more=known.get(row["substitute"], "")) for row in record["substitutes"]
    )


def _points_said(
    record: dict[str, Any], names: dict[str, str], remarks: dict[str, str]
) -> Iterable[PointSaid]:
    numbers = [row["motion"]["number"] for row in record["points"] if row["motion"]]
    motions = {m.number: m for m in Motion.objects.filter(number__in=numbers)}
    for row in record["points"]:
        told = row["motion"] or {"number": "", "text": "", "recused": (), "votes": ()}
        yield PointSaid(
            position=row["position"], kind=row["kind"], title=row["title"], minutes=_named(row["minutes"]),
            taken_up_at=_moment(row["taken_up_at"]), done_at=_moment(row["done_at"]),
            turns=tuple(
                Said(names[turn["seat"]], ((_sure(turn["since"]), _moment(turn["until"])),))
                for turn in row["turns"]
            ),
            recused=tuple(Said(names[out["seat"]], more=out["kind"]) for out in told["recused"]),
            motion=motions.get(told["number"]), text_sha256=told["text"], votes=tuple(told["votes"]),
            remark=remarks.get(str(row["position"]), ""),
        )  # fmt: skip


def _named(code: str) -> Minutes | None:
    return minutes_by_code(code) if code else None


def minutes_to_approve(of: Sitting) -> Minutes | None:
    """Those of the point at hand, while the sitting is open."""
    at_hand = of.points.filter(taken_up_at__isnull=False, done_at__isnull=True)
    point = at_hand.select_related("minutes__sitting__body").first()
    return point.minutes if point and of.is_open else None


def sitting_at_minutes(found: Minutes) -> Sitting | None:
    """The open sitting whose point at hand is to approve these."""
    at_hand = found.points.filter(sitting__state=SittingState.OPEN.value, taken_up_at__isnull=False)
    point = at_hand.filter(done_at__isnull=True).select_related("sitting__body__parent").first()
    return point.sitting if point else None


def approval_of(found: Minutes, at: datetime) -> Any:
    """The request to approve this version, while it waits for a second officer."""
    return people.open_approval("council.minutes.approved", found.subject, at)


def officer_roles(person: Any, of: Sitting, at: datetime) -> frozenset[str]:
    """As what a person may approve minutes of this body: its secretary, its chair."""
    held = {"secretary"} if people.has_role(person, Role.SECRETARY, at) else set()
    if getattr(person, "is_authenticated", False) and is_chair(person, of.body.council, at):
        held.add("chair")
    return frozenset(held)
