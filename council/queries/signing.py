"""Who signs her ballots with a passkey of her own."""

from typing import Any

from django.db.models import QuerySet

from council.models import BallotKey, Seat
from council.queries.hands import Claim


def ballot_key_of(claim: Claim) -> BallotKey | None:
    """The key that must sign what is cast by this claim: its own holder's. What is lent is not signed."""
    if claim.call is not None or claim.proxy is not None:
        return None
    return claim.mandate.ballot_keys.standing().first()


def ballot_keys_of(seat: Seat, at: Any) -> QuerySet[BallotKey]:
    """Keys that stand for hands of the seat whose mandates run."""
    running = seat.mandates.in_force(at)
    return BallotKey.objects.standing().filter(mandate__in=running).order_by("mandate__hand")
