"""Where a person stands to a council and its motions: member, chair, guardian; what is hers to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from charters import queries as charters
from council.models import Ballot, Body, DecisionRule, Mandate, Motion, Objection, Seat
from council.models.motion import values
from council.queries.alliances import living_parties
from council.queries.bodies import bodies_of, seat_names, seats_held
from council.queries.box import boxes
from council.queries.emergencies import emergency
from council.queries.hands import Claim, lent_claims, own_claim
from council.queries.motions import decision_of, public_motions, voting_of
from council.queries.record import ballot_fact
from council.queries.roll import roll_now
from council.rules import consent, lifecycle
from council.rules.consent import WhyNot
from council.rules.decision import Roll
from council.rules.lifecycle import State
from council.rules.reading import read_roll
from crises import queries as crises
from ledger import queries as ledger
from petitions import queries as petitions

SHELVES = {
    "open": values(lifecycle.OPEN_TO_BALLOTS),
    "ahead": values(lifecycle.AHEAD),
    "consent": [State.CONSENT_WINDOW.value, State.VETOED.value],
    "enacted": values(lifecycle.IN_FORCE),
    "ended": values(lifecycle.FINAL - lifecycle.IN_FORCE),
}


@dataclass(frozen=True, slots=True)
class Part:
    """What a reader holds in an open vote: seats, and how many ballots are still to cast."""

    seats: int
    missing: int


def my_part(motion: Motion, user: Any, at: datetime) -> Part | None:
    held = [box for box in boxes(motion, voting_of(motion), user, at) if box.open]
    return Part(len(held), sum(box.mine is None for box in held)) if held else None


def is_member(user: Any, council: Body, at: datetime) -> bool:
    if not getattr(user, "is_authenticated", False):
        return False
    return seats_held(user, at).filter(body__in=bodies_of(council)).exists()


def is_chair(user: Any, council: Body, at: datetime) -> bool:
    return (
        Mandate.objects.in_force(at)
        .filter(person=user.pk, seat__office="chair", seat__body__in=bodies_of(council))
        .exists()
    )


def may_break_tie(user: Any, motion: Motion, at: datetime) -> bool:
    """Whether this person holds the chair that breaks the tie of this motion: of what tied, or of the council.

    Where there is none of those, or it is recused, it is the chair of another chamber.
    """
    decision = decision_of(voting_of(motion))
    if decision is None:
        return False
    tied = {row["body"] for row in decision.working["chambers"] if row["tied"]}
    held = list(
        Mandate.objects.in_force(at)
        .filter(seat__office="chair", seat__body__in=bodies_of(motion.body))
        .exclude(seat__in=motion.recusals.values("seat"))
        .select_related("seat__body__organisation")
    )
    first = [m for m in held if m.seat.body_id == motion.body_id or m.seat.body.code in tied]
    return any(mandate.person_id == user.pk for mandate in first or held)


def chairs(user: Any, at: datetime) -> bool:
    """Whether this person holds the chair of any body now."""
    return Mandate.objects.in_force(at).filter(person=user.pk, seat__office="chair").exists()


def decided_motions(council: Body) -> QuerySet[Motion]:
    return public_motions().filter(body=council, decided_at__isnull=False).order_by("-decided_at")


@dataclass(frozen=True, slots=True)
class Filed:
    """An objection with its seat's name and the articles it cites."""

    objection: Objection
    name: str
    articles: list[Any]


def objections(motion: Motion) -> list[Filed]:
    found = list(motion.objections.select_related("seat__body"))
    names = seat_names(objection.seat for objection in found)
    return [
        Filed(o, names[o.seat.code], [card for article in o.articles if (card := ledger.card(article, None))])
        for o in found
    ]


def seats_that_may_object(motion: Motion, user: Any, at: datetime) -> list[Seat]:
    """This person's seats of living systems that were asked, while the window is open and none is filed."""
    if (
        motion.status is not State.CONSENT_WINDOW
        or motion.consent_until is None
        or at >= motion.consent_until
    ):
        return []
    filed = set(motion.objections.values_list("seat", flat=True))
    found = beings_claimed(motion, user, at)
    return [c.seat for c in found if c.seat.pk not in filed and objection_refusal(motion, c) is None]


def seat_to_object_with(motion: Motion, code: str, user: Any, at: datetime) -> Seat | None:
    """A living system's seat in the council of the motion that this person speaks for, as holder or substitute."""
    return next((c.seat for c in beings_claimed(motion, user, at) if c.seat.code == code), None)


def beings_claimed(motion: Motion, user: Any, at: datetime) -> list[Claim]:
    """Each of these seats once."""
    if not getattr(user, "is_authenticated", False):
        return []
    held = seats_held(user, at).filter(body__in=bodies_of(motion.body)).exclude(represents="")
    own = [claim for seat in held if (claim := own_claim(seat, user, at))]
    lent = [claim for claim in lent_claims(motion, user, at) if claim.call and claim.seat.represents]
    return list({claim.seat.pk: claim for claim in [*lent, *own]}.values())


def objection_refusal(motion: Motion, claim: Claim) -> WhyNot | None:
    """What keeps this seat from objecting to what was adopted: it is not touched, was not asked, or takes no part."""
    if claim.seat.represents not in motion.touched:
        return WhyNot.NOT_AFFECTED
    roll = _roll_that_adopted(motion)
    if claim.seat.code not in consent.seats_touched(roll, motion.touched):
        return WhyNot.NOT_ASKED
    if not claim.seat.may_object:
        return WhyNot.HAS_NO_VETO
    # Also where a recused seat is covered: then its substitute takes part, and its holder does not.
    recused = claim.call is None and motion.recusals.filter(seat=claim.seat).exists()
    if recused or claim.seat.code not in consent.seats_asked(roll, motion.touched):
        return WhyNot.RECUSED
    return None


def is_asked(motion: Motion) -> bool:
    """Whether any seat on the roll of its last vote may object to it, once it is adopted."""
    return bool(consent.seats_asked(_roll_that_adopted(motion), motion.touched))


def override_opens(motion: Motion) -> datetime | None:
    """The first moment at which a vetoed motion may be put to an override; None where none can follow."""
    veto = motion.rule.rule.consent if motion.rule else None
    return consent.override_from(veto, motion.vetoed_at) if veto and motion.vetoed_at else None


def _roll_that_adopted(motion: Motion) -> Roll:
    """Frozen with its last vote; without a vote, those in office when nobody asked for one."""
    voting = voting_of(motion)
    if motion.unopposed_at is not None:
        return read_roll({"seats": roll_now(motion, 0, motion.unopposed_at)["seats"]})
    return voting.frozen_roll() if voting else Roll(seats=())


def versions_of(code: str) -> QuerySet[DecisionRule]:
    return DecisionRule.objects.filter(code=code).order_by("-version")


def ballot_receipt(ballot: Ballot) -> Any:
    """Where the ballot's fact stands in the log; None for the seconds before it is sealed."""
    fact = ballot_fact(ballot.commitment, ballot.voting.motion.subject)
    return ledger.receipt(fact) if fact else None


def may_decide_on(council: Body, act: str) -> bool:
    """Whether the text of a charter that a motion takes up is this council's to decide on.

    A living system that sits in a council is asked there: one in which it has no seat decides nothing about its charter.
    """
    beings = biomes_touched(act) if act.startswith(("charters.amendment/", "charters.draft/")) else []
    seats = Seat.objects.standing().filter(represents__in=beings)
    return not seats.exists() or seats.filter(body__in=bodies_of(council)).exists()


def biomes_touched(act: str) -> list[str]:
    """The living systems that what a motion takes up or answers is about."""
    prefix, _slash, code = act.partition("/")
    if prefix == "charters.amendment" and code.isdecimal():
        amendment = charters.public_amendment(int(code))
        return [amendment.charter.of] if amendment and amendment.charter.of else []
    if prefix == "charters.draft" and code.isdecimal():
        draft = charters.public_charter_draft(int(code))
        return [draft.of] if draft and draft.of else []
    if prefix == "crises.run" and code.isdecimal():
        run = crises.public_run(int(code))
        return [run.biome.subject] if run else []
    if prefix == "crises.alert":
        alert = crises.public_alerts().filter(code=code).first()
        return [alert.biome.subject] if alert else []
    if prefix == "council.emergency":
        found = emergency(code)
        return found.motion.touched if found else []
    if prefix == "petitions.petition":
        petition = petitions.public_petition(code)
        return sorted(b.subject for b in petition.biomes.all()) if petition else []
    return living_parties(code) if prefix == "council.alliance" else []
