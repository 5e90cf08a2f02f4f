"""What can be checked: receipts and their proofs, the history by hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import Sum
from django.db.models.functions import TruncDate

from ledger import queries as ledger
from ledger.prepared import prepared_cursor
from ledger.rules import tree
from petitions.models import Attempt, Batch, HourCount, Invalidation, Letter, Petition, Signature, Sponsor
from petitions.queries.finding import named, public_petitions
from petitions.queries.progress import batch_subject
from petitions.rules import hours, receipts
from petitions.rules.mail import LetterKind

# Stands for the name in a statement written out once; no slug holds such a mark.
ANY_NAME = "?"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A signature as its owner may check it; nothing in it says who they are."""

    code: str
    petition: Petition
    confirmed_at: datetime
    batch: Batch | None
    leaf: str
    index: int
    proof: Sequence[str]
    # The record that took it off the count, if one has.
    invalidation: Invalidation | None = None

    @property
    def subject(self) -> str:
        return batch_subject(self.petition, self.batch) if self.batch else ""


def receipt(code: str) -> Receipt | None:
    """The receipt of this code, with its place in the batch that counted it, once one has."""
    signature = Signature.objects.filter(pk=code).select_related("petition", "invalidation").first()
    if signature is None:
        return None
    leaf, off = receipts.leaf(code), signature.invalidation
    batch = Batch.objects.filter(pk=signature.batch_id).first() if signature.batch_id else None
    if batch is None:
        return Receipt(code, signature.petition, signature.confirmed_at, None, leaf.hex(), 0, (), off)
    leaves = receipts.leaves(Signature.objects.filter(batch=batch).values_list("receipt", flat=True))
    index = leaves.index(leaf)
    proof = [node.hex() for node in tree.inclusion_proof(leaves, index)]
    return Receipt(code, signature.petition, signature.confirmed_at, batch, leaf.hex(), index, proof, off)


def is_included(found: Receipt) -> bool:
    """Whether the proof leads from the receipt's leaf to the root that is in the public log."""
    if found.batch is None:
        return False
    return tree.is_included(
        bytes.fromhex(found.leaf),
        found.index,
        found.batch.count,
        [bytes.fromhex(node) for node in found.proof],
        bytes.fromhex(found.batch.root),
    )


def entry_of(found: Receipt) -> Any | None:
    """The fact of the batch, whose entry in the public log holds the root."""
    if found.batch is None:
        return None
    return ledger.around(found.subject).filter(kind="petitions.batch.counted").first()


def batch(slug: str, number: int) -> Batch | None:
    return Batch.objects.filter(petition__slug=slug, number=number).select_related("petition").first()


def history(petition: Petition) -> list[tuple[datetime, int, int, int]]:
    """(hour, signatures in it, total after it, of those in it on paper), oldest first."""
    rows, total = [], 0
    hours = HourCount.objects.filter(petition=petition).order_by("hour")
    for hour, count, paper in hours.values_list("hour", "count", "paper"):
        total += count
        rows.append((hour, count, total, paper))
    return rows


def hourly(petition: Petition) -> list[tuple[datetime, int]]:
    """Every hour from the first signature to the last count; an hour in which nobody signed is a nought."""
    rows = [(hour, count) for hour, count, _total, _paper in history(petition)]
    return list(hours.filled(rows, until=petition.counted_at))


@dataclass(frozen=True, slots=True)
class Counted:
    """All that changes while a petition is open."""

    count: int
    paper: int
    at: datetime | None
    state: str

    @property
    def online(self) -> int:
        return self.count - self.paper


def counted(slug: str) -> Counted | None:
    """One small query, for it is asked more often than anything else; None where nobody may read it."""
    statement, values = _counting()
    with prepared_cursor() as cursor:
        cursor.execute(statement, [slug if value == ANY_NAME else value for value in values])
        row = cursor.fetchone()
    return Counted(*row) if row else None


@cache
def _counting() -> tuple[str, tuple[Any, ...]]:
    """The statement and its values, written out once; a petition's name stands as ANY_NAME."""
    rows = public_petitions().select_related(None).filter(named(ANY_NAME)).order_by()
    return rows.values_list("signature_count", "paper_count", "counted_at", "state").query.sql_with_params()


def daily(petition: Petition) -> list[tuple[date, int]]:
    """Signatures by day."""
    rows = (
        HourCount.objects.filter(petition=petition)
        .annotate(day=TruncDate("hour"))
        .values("day")
        .annotate(n=Sum("count"))
        .order_by("day")
    )
    return [(row["day"], row["n"]) for row in rows]


def growth(petition: Petition) -> list[tuple[date, int]]:
    """(day, total at its end), oldest first."""
    rows, total = [], 0
    for day, count in daily(petition):
        total += count
        rows.append((day, total))
    return rows


def sponsors_of(petition: Petition) -> tuple[list[Sponsor], int]:
    """Those who confirmed, and how many invitations were mailed."""
    confirmed = list(Sponsor.objects.confirmed().filter(petition=petition).select_related("zone"))
    invited = Letter.objects.filter(petition=petition, kind=LetterKind.INVITE_SPONSOR).count()
    return confirmed, invited


def sponsor_by_hash(token_hash: str) -> Sponsor | None:
    return Sponsor.objects.filter(token_hash=token_hash).select_related("petition", "zone").first()


def draft_by_hash(token_hash: str) -> Petition | None:
    """The draft behind a filer's link."""
    return Petition.objects.whole().filter(filer__token_hash=token_hash).first()


def is_pressable(attempt: Attempt, at: datetime) -> bool:
    """Whether the link still leads somewhere: it lives, or its owner has signed and has a receipt."""
    if not attempt.canonical:
        return False
    return at < attempt.expires_at or signature_of(attempt.petition, attempt.canonical) is not None


def signature_of(petition: Petition, canonical: str) -> Signature | None:
    """Whether an address has signed: for the mail to its owner and the signed-in page alone."""
    return Signature.objects.filter(petition=petition, canonical=canonical).order_by("slot").first()
