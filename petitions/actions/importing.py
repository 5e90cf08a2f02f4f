"""Signatures confirmed elsewhere (another site's export, sheets entered by two people), in bulk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from petitions.actions.refusals import CannotSign
from petitions.actions.signing import new_receipt
from petitions.models import Petition
from petitions.rules import addresses
from petitions.rules.lifecycle import COUNTED

COPY = """
COPY petitions_signature (receipt, petition_id, canonical, slot, name, email, zone_id, relation, updates,
                          language, confirmed_at) FROM STDIN
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """One signature that somebody has confirmed already."""

    name: str
    email: str
    zone_id: int | None
    confirmed_at: datetime
    language: str = "en"
    receipt: str = ""


@transaction.atomic
def import_signatures(*, petition_id: int, rows: Iterable[Confirmed]) -> int:
    """All of them or none: an address that has signed already refuses the whole import. Not yet counted."""
    petition = Petition.objects.get(pk=petition_id)
    if petition.state not in COUNTED:
        raise CannotSign("only an open or closed petition takes an import")
    # Whole before the copy begins: a row that asked the database for something would wait for itself.
    whole = list(rows)
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in whole:
            copy.write_row(
                (row.receipt or new_receipt(), petition.pk, addresses.canonical(row.email), 1, row.name,
                 row.email.lower(), row.zone_id, "", False, row.language, row.confirmed_at)
            )  # fmt: skip
    return len(whole)
