"""What an address has signed on a petition, and whether a second person may sign with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Now

from petitions.models import Household, Petition, Signature
from petitions.rules import household
from petitions.rules.household import Finding, Signer


@dataclass(frozen=True, slots=True)
class Standing:
    """A signature of the address, and what it means for whoever asks."""

    finding: Finding
    signature: Signature


def is_household_on(at: datetime | None = None) -> bool:
    """Whether two people of one place may share an address; now, by the database's clock, if not said."""
    return Household.objects.in_force(at or Now()).exists()  # type: ignore[arg-type]


def households() -> QuerySet[Household]:
    """The rule's periods, the newest first."""
    return Household.objects.all()


def standing(
    petition_id: int, canonical: str, name: str, zone_id: int | None, at: datetime | None = None
) -> Standing | None:
    """What the address has signed, as it looks to this name from this zone; None where it has not."""
    rows = list(Signature.objects.filter(petition=petition_id, canonical=canonical).order_by("slot"))
    if not rows:
        return None
    signers = [Signer(row.name, row.zone_id) for row in rows]
    finding, index = household.find(signers, Signer(name, zone_id), is_on=is_household_on(at))
    return Standing(finding, rows[index])


def own_signature(petition: Petition, canonical: str, name: str) -> Signature | None:
    """The signature that this page's reader made; None while they may still make one."""
    rows = list(Signature.objects.filter(petition=petition, canonical=canonical).order_by("slot"))
    own = next((row for row in rows if household.same_name(row.name, name)), None)
    if own or not rows:
        return own
    return None if len(rows) == 1 and is_household_on() else rows[0]
