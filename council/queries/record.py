"""A closed vote as its page tells it: chambers with seats in order, the roll call, entries in the log."""

from dataclasses import dataclass
from typing import Any

from council.models import Body, ClosedDecision, Mandate, Reason, RoomReason, Seat, Voting
from council.queries.bodies import seat_names
from council.rules.seats import SeatVote
from ledger import queries as ledger

# The order in which seats are drawn: those who carried it, then the rest.
ORDER = [
    SeatVote.YES,
    SeatVote.NO,
    SeatVote.SPLIT,
    SeatVote.ABSTAIN,
    SeatVote.INCOMPLETE,
    SeatVote.AWAY,
    SeatVote.RECUSED,
]


@dataclass(frozen=True, slots=True)
class RollRow:
    """One seat in the roll call."""

    seat: Seat
    name: str
    holders: tuple[str, ...]
    vote: str
    entries: tuple[int, ...]
    # The seat that cast for it as its proxy; whether a substitute cast for one of its hands.
    proxy: str = ""
    substitute: bool = False
    reasons: tuple["Why", ...] = ()
    # Every hand's live ballot carries its holder's own signature.
    is_signed: bool = False

    @property
    def shape(self) -> str:
        return "round" if self.seat.represents else "square"

    @property
    def drawn(self) -> str:
        """A seat that is not present is drawn away."""
        return "away" if self.vote in ("incomplete", "recused") else self.vote


@dataclass(frozen=True, slots=True)
class Why:
    """One hand's reason: its words, and cards of the articles it cites. Of a departure the mirror tells."""

    hand: int
    text: str
    articles: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ChamberRecord:
    """One chamber of a closed vote: its row of the working and its roll."""

    body: Body
    row: dict[str, Any]
    roll: tuple[RollRow, ...]

    @property
    def shape(self) -> str:
        return "round" if any(r.seat.represents for r in self.roll) else "square"

    @property
    def votes(self) -> list[str]:
        return [r.drawn for r in self.roll]


def chamber_records(decision: ClosedDecision) -> list[ChamberRecord]:
    voting = decision.voting
    said = decision.working["seats"]
    seats = {s.code: s for s in Seat.objects.filter(code__in=list(said)).select_related("body__organisation")}
    names = seat_names(seats.values())
    holders, entries, lent = _holders(voting), _entries(voting), _lent(voting)
    reasons, signed = _reasons(voting), _signed(voting)
    found = []
    for row in decision.working["chambers"]:
        own = [s for s in seats.values() if s.body.code == row["body"]]
        own.sort(key=lambda s: (ORDER.index(SeatVote(said[s.code])), s.position, s.pk))
        roll = tuple(
            RollRow(
                s,
                names[s.code],
                holders.get(s.code, ()),
                said[s.code],
                entries.get(s.code, ()),
                *lent.get(s.code, ("", False)),
                reasons.get(s.code, ()),
                s.code in signed,
            )
            for s in own
        )
        if own:
            found.append(ChamberRecord(own[0].body, row, roll))
    return found


def _holders(voting: Voting) -> dict[str, tuple[str, ...]]:
    """Who held each seat when voting opened, by the mandates the roll names."""
    codes = [code for row in voting.roll["seats"] for code in row["mandates"]]
    found: dict[str, tuple[str, ...]] = {}
    for mandate in Mandate.objects.filter(code__in=codes).select_related("person", "seat").order_by("hand"):
        found[mandate.seat.code] = (*found.get(mandate.seat.code, ()), str(mandate.person))
    return found


def _reasons(voting: Voting) -> dict[str, tuple[Why, ...]]:
    """The reasons of the live ballots, by seat; read only once a vote is closed."""
    live = Reason.objects.filter(ballot__voting=voting, ballot__superseded_at__isnull=True)
    found: dict[str, tuple[Why, ...]] = {}
    for reason in live.select_related("ballot__seat").order_by("ballot__hand"):
        cited = tuple(card for article in reason.articles if (card := ledger.card(article, None)))
        why = Why(reason.ballot.hand, reason.text, cited)
        found[reason.ballot.seat.code] = (*found.get(reason.ballot.seat.code, ()), why)
    for told in room_reasons(voting) if voting.in_room else ():
        cited = tuple(card for article in told.articles if (card := ledger.card(article, None)))
        why = Why(told.hand, told.text, cited)
        found[told.seat.code] = (*found.get(told.seat.code, ()), why)
    return found


def room_reasons(voting: Voting) -> list[RoomReason]:
    """What seats said of the words called in this vote; of those of the vote it counts again, where the word is the same."""
    rounds = [voting.pk, voting.recounts_id] if voting.recounts_id else [voting.pk]
    rows = RoomReason.objects.filter(voting__in=rounds).select_related("seat", "voting__decision")
    words = voting.decision.words
    return [
        row
        for row in rows.order_by("hand", "told_at")
        if row.voting.decision.words.get(row.line) == words.get(row.line)
    ]


def room_reason_of(voting: Voting, seat: Seat, hand: int) -> RoomReason | None:
    own = (row for row in room_reasons(voting) if (row.seat_id, row.hand) == (seat.pk, hand))
    return next(own, None)


def _lent(voting: Voting) -> dict[str, tuple[str, bool]]:
    """The seats whose live ballot another cast: by which seat as proxy, or by a substitute."""
    live = voting.ballots.live().exclude(proxy__isnull=True, call__isnull=True)
    rows = list(live.select_related("seat", "proxy__holder__body"))
    names = seat_names(ballot.proxy.holder for ballot in rows if ballot.proxy)
    return {b.seat.code: (names[b.proxy.holder.code] if b.proxy else "", b.call_id is not None) for b in rows}


def _signed(voting: Voting) -> set[str]:
    live = voting.ballots.live().values_list("seat__code", "signed_with")
    return {seat for seat, _key in live} - {seat for seat, key in live if key is None}


def _entries(voting: Voting) -> dict[str, tuple[int, ...]]:
    """Each seat's live ballots in the public log, by sequence number."""
    live = set(voting.ballots.live().values_list("commitment", flat=True))
    found: dict[str, tuple[int, ...]] = {}
    for fact in ledger.public_around(voting.motion.subject).filter(kind="council.ballot.cast"):
        if fact.body["commitment"] in live and hasattr(fact, "entry"):
            code = fact.body["seat"]
            found[code] = (*found.get(code, ()), fact.entry.seq)
    return found


def closed_votings(motion_pk: int) -> list[Voting]:
    """Earlier rounds, the newest first."""
    return list(
        Voting.objects.filter(motion=motion_pk, decision__isnull=False)
        .select_related("decision", "rule")
        .order_by("-number")
    )


def ballot_fact(commitment: str, motion_subject: str) -> Any:
    """The public fact of a ballot, with its place in the log once it is sealed."""
    return (
        ledger.public_around(motion_subject)
        .filter(kind="council.ballot.cast", body__commitment=commitment)
        .first()
    )


def last_fact(motion_subject: str, kind: str) -> Any:
    return ledger.public_around(motion_subject).filter(kind=kind).last()
