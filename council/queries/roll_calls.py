"""Votes called in a room: the sheets of their tellers, the disputes about them. No sheet is anybody's before the close."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts import queries as people
from accounts.rules.roles import Role
from council.models import Dispute, Mandate, Motion, Seat, Sitting, TellerSheet, Voting
from council.queries.bodies import bodies_of
from council.rules.lifecycle import State
from council.rules.roll_call import DISPUTED_WITHIN, Disputed, DisputeRuling, Office

OF_PLACE = {1: Office.FIRST, 2: Office.SECOND}


def roll_call_of(motion: Motion) -> Voting | None:
    """The motion's latest vote, if it is called in a room."""
    latest = motion.votings.select_related("motion__body", "motion__rule", "rule", "sitting__body")
    voting = latest.order_by("-number").first()
    return voting if voting and voting.in_room else None


def position_of(voting: Voting) -> int:
    """The point of its sitting's agenda at which it was called."""
    points = voting.sitting.points.filter(motion=voting.motion_id) if voting.sitting else ()
    return next((point.position for point in points), 0)


def sheets_of(sitting: Sitting, position: int, voting: Voting | None) -> QuerySet[TellerSheet]:
    found = TellerSheet.objects.filter(sitting=sitting, position=position, voting=voting)
    return found.select_related("teller").order_by("place")


def sheets_of_vote(voting: Voting) -> QuerySet[TellerSheet]:
    """The two copies that a vote was counted by; one held on paper was entered as a sheet of its sitting."""
    base = voting.recounts or voting
    if base.sitting is None:
        return TellerSheet.objects.none()
    return sheets_of(base.sitting, position_of(base), None if base.held_at else base)


def has_a_vote(user: Any, of: Sitting, at: datetime) -> bool:
    """Does this person hold a voting seat of the sitting's council?"""
    held = Mandate.objects.in_force(at).filter(person=user.pk, seat__body__in=bodies_of(of.body.council))
    return any(mandate.seat.votes for mandate in held.select_related("seat"))


def roll_calls_under_way() -> QuerySet[Voting]:
    """Votes that wait for their tellers, the first to end first."""
    open_now = Voting.objects.filter(
        in_room=True, decision__isnull=True, motion__state=State.VOTING_OPEN.value
    )
    return open_now.select_related("motion", "sitting__body__organisation").order_by("closes_at")


# --- Disputes -----------------------------------------------------------------------------------------------
def disputes_of(voting: Voting) -> QuerySet[Dispute]:
    base = voting.recounts or voting
    return base.disputes.select_related("seat__body").prefetch_related("voices")


def disputed_until(voting: Voting) -> datetime:
    """Until when a word that was called may be disputed."""
    return (voting.recounts or voting).decision.closed_at + DISPUTED_WITHIN


def disputed_words(voting: Voting) -> list[Disputed]:
    return [
        Disputed(f"{row.seat.code}/{row.hand}", row.word, DisputeRuling(row.ruling) if row.ruling else None)
        for row in disputes_of(voting)
    ]


def dispute(code: Any) -> Dispute | None:
    return (
        Dispute.objects.filter(code=code)
        .select_related("voting__motion__body", "voting__sitting__body", "voting__recounts", "seat__body")
        .first()
    )


def open_disputes() -> QuerySet[Dispute]:
    waiting = Dispute.objects.filter(ruling="", voting__motion__state=State.CLOSED.value)
    return waiting.select_related("voting__motion__body", "voting__sitting__body", "seat__body")


def office_on(of: Dispute, user: Any, at: datetime) -> Office | None:
    """In which office this person has a voice on a dispute; None where she has none."""
    for sheet in sheets_of_vote(of.voting):
        if sheet.teller_id == user.pk:
            return OF_PLACE[sheet.place]
    return Office.CHAIR if _presides(of.seat, user, at) else None


def _presides(seat: Seat, user: Any, at: datetime) -> bool:
    """The chair; in the chair's stead the secretary, where nobody but the disputing seat's holders has it."""
    chairs = Mandate.objects.in_force(at).filter(
        seat__office="chair", seat__body__in=bodies_of(seat.body.council)
    )
    holders = set(seat.mandates.in_force(at).values_list("person", flat=True))  # type: ignore[attr-defined]
    able = {person for person in chairs.values_list("person", flat=True) if person not in holders}
    if able:
        return user.pk in able
    return people.has_role(user, Role.SECRETARY, at) and user.pk not in holders
