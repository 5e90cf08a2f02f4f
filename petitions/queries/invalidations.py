"""What an invalidation would take off, what it has, and what the public is told of it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Exists, Func, OuterRef, Q, QuerySet, Sum

from petitions.models import Attempt, Invalidation, Petition, Signature
from petitions.queries.progress import exact_by_zone, needs_of
from petitions.rules import thresholds
from petitions.rules.invalidation import Criteria
from petitions.rules.thresholds import Kind


class AddressHash(Func):
    """`rules.invalidation.address_digest`, reckoned by the database."""

    template = (
        "encode(sha256(convert_to('petitions/invalidated/v1', 'UTF8') || '\\x00'::bytea"
        " || convert_to(%(expressions)s, 'UTF8')), 'hex')"
    )
    output_field = CharField()


def invalidations() -> QuerySet[Invalidation]:
    return Invalidation.objects.select_related("petition", "zone", "reverses", "sheet").prefetch_related(
        "reversals"
    )


def signatures_meant(petition: Petition, criteria: Criteria) -> QuerySet[Signature]:
    """Standing signatures that meet every criterion, counted or not."""
    if criteria.held_by:
        return Signature.objects.none()  # what is held was never confirmed
    found = Signature.objects.filter(petition=petition, invalidation__isnull=True)
    if criteria.sheet_id:
        found = found.filter(sheet=criteria.sheet_id)
    found = _whose(found, criteria).filter(_within("confirmed_at", criteria))
    if criteria.origins:
        asked = Attempt.objects.filter(petition=petition, origins__overlap=list(criteria.origins))
        found = found.filter(canonical__in=asked.exclude(canonical=None).values("canonical"))
    return found


def attempts_meant(petition: Petition, criteria: Criteria) -> QuerySet[Attempt]:
    """Attempts that wait, or are held, and meet every criterion; those who confirmed have a signature."""
    if criteria.sheet_id:
        return Attempt.objects.none()  # nobody was asked for an address on paper
    waiting = Attempt.objects.filter(petition=petition, invalidation__isnull=True).exclude(canonical=None)
    found = _whose(waiting, criteria).filter(_within("asked_at", criteria))
    if criteria.origins:
        found = found.filter(origins__overlap=list(criteria.origins))
    if criteria.held_by:
        found = found.filter(held_by=criteria.held_by)
    signed = Signature.objects.filter(petition=petition, canonical=OuterRef("canonical"))
    return found.filter(~Exists(signed))


def _whose(found: QuerySet[Any], criteria: Criteria) -> QuerySet[Any]:
    if criteria.domain:
        found = found.filter(canonical__endswith=f"@{criteria.domain}")
    if criteria.address:
        found = found.annotate(hashed=AddressHash("canonical")).filter(hashed=criteria.address)
    if criteria.zone_id:
        found = found.filter(zone=criteria.zone_id)
    if criteria.elsewhere:
        found = found.filter(zone__isnull=True)
    return found


def _within(column: str, criteria: Criteria) -> Q:
    window = Q(**{f"{column}__lte": criteria.until}) if criteria.until else Q()
    return window & Q(**{f"{column}__gte": criteria.since}) if criteria.since else window


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen; nothing has."""

    counted: int
    uncounted: int
    waiting: int
    total_after: int
    lost: tuple[Kind, ...]

    @property
    def signatures(self) -> int:
        return self.counted + self.uncounted


def preview(petition: Petition, criteria: Criteria) -> Preview:
    meant = signatures_meant(petition, criteria)
    counted = meant.filter(batch__isnull=False).count()
    after = petition.signature_count - counted
    return Preview(
        counted=counted,
        uncounted=meant.filter(batch__isnull=True).count(),
        waiting=attempts_meant(petition, criteria).count(),
        total_after=after,
        lost=_lost(petition, meant, after),
    )


def _lost(petition: Petition, meant: QuerySet[Signature], after: int) -> tuple[Kind, ...]:
    """Thresholds that stand passed and would not be any more."""
    standing = set(petition.crossings.standing().values_list("kind", flat=True))
    if not standing:
        return ()
    by_zone = exact_by_zone(petition)
    counted = meant.filter(batch__isnull=False).order_by().values_list("zone__slug")
    for slug, number in counted.annotate(number=Count("pk")):
        by_zone[slug or ""] = by_zone.get(slug or "", 0) - number
    return tuple(
        kind for kind, row in needs_of(petition).items()
        if kind in standing and not thresholds.is_reached(row.need, after, by_zone)
    )  # fmt: skip


def taken_off(petition: Petition) -> int:
    """How many counted signatures are off the count now; from the records, never from the signatures."""
    done = Invalidation.objects.filter(petition=petition)
    sums = done.aggregate(
        off=Sum("done_counted", filter=Q(reverses=None), default=0),
        back=Sum("done_counted", filter=Q(reverses__isnull=False), default=0),
    )
    return int(sums["off"] - sums["back"])
