"""Who is present before the close: seats whose ballot is in or who sit in the room, never what a ballot says.

Everything here is a function of who has cast, so it is the same whichever way they cast.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from council.models import Body, Voting
from council.queries.bodies import Place, bodies_of, roster
from council.queries.sittings import seats_in_room
from council.rules.decision import WEIGHT, RollSeat, Rule, measure
from council.rules.recusals import fallen_back


@dataclass(frozen=True, slots=True)
class SeatPresence:
    """A seat on the roll: present once its ballot is complete."""

    place: Place
    present: bool
    waiting: bool
    recused: bool
    by_proxy: bool
    in_quorum: bool
    # In the room of the sitting that takes this vote; its ballot may still be out.
    here: bool = False

    @property
    def word(self) -> str:
        """What `seats_row` draws."""
        return "present" if self.present else "away"


@dataclass(frozen=True, slots=True)
class Presence:
    """One chamber, live: its seats and its quorum."""

    body: Body
    seats: tuple[SeatPresence, ...]
    in_office: int
    # Whole seats; None where the rule asks for no quorum, or for one of weights.
    needed: int | None
    # None where the rule asks for no quorum.
    quorate: bool | None
    # Recusals alone keep it from its quorum, and the rule leaves the decision to the rest.
    left_out: bool = False

    @property
    def present(self) -> int:
        """Those that count for the quorum."""
        return sum(seat.in_quorum for seat in self.seats)

    @property
    def by_proxy(self) -> int:
        """Ballots that a proxy cast, in the quorum or not."""
        return sum(seat.by_proxy for seat in self.seats)

    @property
    def words(self) -> list[str]:
        """What is drawn: those present first."""
        return sorted((seat.word for seat in self.seats), key=["present", "away"].index)

    @property
    def shape(self) -> str:
        return self.seats[0].place.shape if self.seats else "square"

    @property
    def waiting(self) -> str:
        """The seats of which one hand is in."""
        return ", ".join(seat.place.name for seat in self.seats if seat.waiting)


def presence(voting: Voting, at: datetime) -> list[Presence]:
    rule, frozen = voting.counted_by, voting.frozen_roll()
    roll, lost = {s.code: s for s in frozen.seats}, fallen_back(rule, frozen)[1]
    hands: dict[str, set[int]] = {}
    by_proxy: set[str] = set()
    for code, hand, proxy in voting.ballots.live().values_list("seat__code", "hand", "proxy"):
        hands.setdefault(code, set()).add(hand)
        if proxy is not None:
            by_proxy.add(code)
    room = seats_in_room(voting.motion)
    found = []
    for body in bodies_of(voting.motion.body).order_by("position", "id"):
        places = [p for p in roster(body, at) if p.seat.code in roll]
        if places:
            chamber = _chamber(body, places, roll, hands, by_proxy, rule, room)
            found.append(replace(chamber, left_out=body.code in lost))
    return found


def _chamber(
    body: Body,
    places: Iterable[Place],
    roll: dict[str, RollSeat],
    hands: dict[str, set[int]],
    by_proxy: set[str],
    rule: Rule,
    room: frozenset[str],
) -> Presence:
    seats = tuple(
        _seat(p, roll[p.seat.code], hands.get(p.seat.code, set()), rule, p.seat.code in by_proxy, room)
        for p in places
    )
    counted = [r for s in seats if (r := roll[s.place.seat.code]).in_office]
    counted = [r for r in counted if rule.recused_in_base or not r.recused]
    # A seat that voted by proxy only is in no quorum, unless the rule says so.
    here = [roll[s.place.seat.code] for s in seats if s.in_quorum]
    chamber = next((c for c in rule.chambers if c.body == body.code), None)
    quorum = chamber.quorum if chamber else None
    base = Fraction() if quorum is None else measure(counted, quorum.base)
    in_seats = quorum is not None and not quorum.base.startswith(WEIGHT)
    return Presence(
        body,
        seats,
        in_office=len(counted),
        needed=int(quorum.needed(base)) if quorum and in_seats else None,
        quorate=quorum.is_met(measure(here, quorum.base), base) if quorum else None,
    )


def _seat(
    place: Place, row: RollSeat, cast: set[int], rule: Rule, by_proxy: bool, room: frozenset[str]
) -> SeatPresence:
    here = row.code in room and row.in_office and not row.recused
    if row.joint == "unanimous" and not (rule.sole_holder_acts and len(row.hands) == 1):
        present = len(cast) == 2
    else:
        present = bool(cast)
    # A seat in the room counts for itself, whoever casts for it.
    counts = here or (present and (rule.proxies_in_quorum or not by_proxy))
    return SeatPresence(
        place=place, present=present or here, waiting=bool(cast) and not present, recused=row.recused,
        by_proxy=by_proxy, in_quorum=counts, here=here,
    )  # fmt: skip
