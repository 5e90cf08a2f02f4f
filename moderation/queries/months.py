"""What was removed in a month: counted from decisions, and as it was sealed."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet

from ledger import queries as ledger
from moderation.models import Decision, Month
from moderation.rules import months as calendar


def months() -> QuerySet[Month]:
    """The sealed ones, the newest first."""
    return Month.objects.order_by("-month")


def month(code: str) -> Month | None:
    """By its name, as `2150-05`."""
    try:
        return Month.objects.filter(month=date.fromisoformat(f"{code}-01")).first()
    except ValueError:
        return None


def unsealed_months(at: datetime) -> list[date]:
    """The months that are over and have no seal; none before the first decision."""
    last = Month.objects.order_by("-month").values_list("month", flat=True).first()
    if last:
        return list(calendar.ended(calendar.next_month(last), at))
    first = Decision.objects.aggregate(at=Min("decided_at"))["at"]
    return list(calendar.ended(calendar.month_of(first), at)) if first else []


def removed_in(month: date) -> list[dict[str, Any]]:
    """How many texts each code removed in a month, at first and on appeal; codes that removed none are left out."""
    since, until = calendar.bounds(month)
    found = (
        Decision.objects.filter(decided_at__gte=since, decided_at__lt=until, approve=False)
        .values(slug=F("code__slug"), hides=F("code__hides"))
        .annotate(
            rejected=Count("pk", filter=Q(on_appeal=False)), confirmed=Count("pk", filter=Q(on_appeal=True))
        )
        .order_by("slug")
    )
    return [
        {
            "code": row["slug"],
            "hides": row["hides"],
            "rejected": row["rejected"],
            "confirmed": row["confirmed"],
        }
        for row in found
    ]


def restored_in(month: date) -> int:
    """How many rejections were taken back on appeal."""
    since, until = calendar.bounds(month)
    return Decision.objects.filter(
        decided_at__gte=since, decided_at__lt=until, approve=True, on_appeal=True
    ).count()


def commitments_in(month: date) -> set[str]:
    """What was hidden, as the month's public facts promise it: an erased text still has its promise there."""
    facts = ledger.public_facts("moderation.item.rejected", *calendar.bounds(month))
    return {fact.body["commitment"] for fact in facts.iterator() if "commitment" in fact.body}
