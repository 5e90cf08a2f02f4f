"""What was confirmed elsewhere (another site's export, sheets entered by two people), in bulk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from psycopg.errors import UniqueViolation

from accounts.actions.secret import hash_of
from accounts.rules import addresses
from accounts.rules.tokens import Purpose
from petitions import queries
from petitions.actions.counting import next_batch_id, write_batch
from petitions.actions.refusals import CannotSign, CannotSponsor
from petitions.actions.signing import new_receipt
from petitions.actions.sponsoring import WELCOMING, send_to_moderation
from petitions.models import Petition, Sponsor
from petitions.rules.lifecycle import COUNTED
from petitions.rules.thresholds import MOST_SPONSORS

COPY = """
COPY petitions_signature (receipt, petition_id, canonical, slot, name, email, zone_id, relation, updates,
                          language, confirmed_at, batch_id) FROM STDIN
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
def import_signatures(
    *, petition_id: int, rows: Iterable[Confirmed], counted_at: datetime | None = None
) -> int:
    """All of them or none: an address that has signed already refuses the whole import.

    With ``counted_at`` they are one batch, counted then; else the next tick counts them.
    """
    petition = Petition.objects.select_for_update(of=("self",), no_key=True).get(pk=petition_id)
    if petition.state not in COUNTED:
        raise CannotSign("only an open or closed petition takes an import")
    # Whole before the copy begins: a row that asked the database for something would wait for itself.
    whole = [(row.receipt or new_receipt(), row) for row in rows]
    batch_id = next_batch_id() if counted_at and whole else None
    try:
        _copy(petition, batch_id, whole)
    except UniqueViolation as clash:
        raise CannotSign("an address of the import has signed already") from clash
    if counted_at and batch_id:
        marked = [(receipt, row.zone_id, _hour(row.confirmed_at), False) for receipt, row in whole]
        write_batch(petition, batch_id, marked, counted_at)
    return len(whole)


def _copy(petition: Petition, batch_id: int | None, whole: Iterable[tuple[str, Confirmed]]) -> None:
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for receipt, row in whole:
            copy.write_row(
                (receipt, petition.pk, addresses.canonical(row.email), 1, row.name, row.email.lower(), row.zone_id,
                 "", False, row.language, row.confirmed_at, batch_id)
            )  # fmt: skip


def _hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One sponsor who has confirmed already."""

    name: str
    email: str
    zone: Any | None
    confirmed_at: datetime
    language: str = "en"


@transaction.atomic
def import_sponsors(*, petition_id: int, people: Sequence[Beside]) -> None:
    """Those who stand beside the filer, in their order; whoever makes up the number sends it to the moderators."""
    petition = Petition.objects.select_for_update().get(pk=petition_id)
    have = petition.sponsors.confirmed().count()
    if petition.state not in WELCOMING or have + len(people) > MOST_SPONSORS:
        raise CannotSponsor("only a petition that looks for sponsors takes them, and twenty at most")
    if not people:
        return
    missing = max(0, queries.sponsors_needed(petition, people[0].confirmed_at) - have)
    for part in (people[:missing], people[missing:]):
        Sponsor.objects.bulk_create(_sponsor(petition, person) for person in part)
        if part:
            send_to_moderation(petition, part[-1].confirmed_at)


def _sponsor(petition: Petition, person: Beside) -> Sponsor:
    sponsor = Sponsor(petition=petition, name=person.name, email=person.email.lower(), zone=person.zone,
                      canonical=addresses.canonical(person.email), language=person.language,
                      asked_at=person.confirmed_at, confirmed_at=person.confirmed_at)  # fmt: skip
    sponsor.token_hash = hash_of(Purpose.SPONSOR, sponsor.key)
    return sponsor
