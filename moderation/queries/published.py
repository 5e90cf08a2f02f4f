"""Reads of the codes, of the drafts written for them, and of how long decisions take: most of it public."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Aggregate, Count, DateField, DurationField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from moderation.models import Code, Decision, Draft
from moderation.rules import lifecycle


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeUse:
    """A code and how often it was used in the period."""

    code: Code
    used: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """First decisions of one kind, language or month: how many, the middle wait, how many within the aim."""

    of: str
    decided: int
    median: timedelta
    in_time: int

    @property
    def days(self) -> float:
        return self.median / timedelta(days=1)


class Median(Aggregate):
    """The middle of what was counted, by the database."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def codes(*, approve: bool | None = None) -> QuerySet[Code]:
    """The codes a moderator may choose from."""
    return Code.objects.filter(retired=False) if approve is None else Code.objects.offered(approve=approve)


def all_codes() -> QuerySet[Code]:
    """Retired ones too, each with whether it was ever used (`was_used`)."""
    return Code.objects.annotate(was_used=Exists(Decision.objects.filter(code=OuterRef("pk"))))


def published_codes(since: datetime) -> list[CodeUse]:
    """Every code that is offered or was ever used, with its uses since a moment."""
    recent = dict(
        Decision.objects.filter(decided_at__gte=since).values_list("code").annotate(Count("pk")).order_by()
    )
    return [CodeUse(code=code, used=recent.get(code.pk, 0)) for code in Code.objects.all()]


def median_waits(since: datetime) -> Mapping[str, timedelta]:
    """By kind of content: the median wait for a first decision since a moment."""
    return {wait.of: wait.median for wait in waits(since, by="item__kind")}


def waits(since: datetime, *, by: str) -> list[Wait]:
    """First decisions since a moment, grouped by a column of the item."""
    rows = _first_decisions(since).values(of=F(by)).annotate(**_MEASURES).order_by("of")
    return [Wait(**row) for row in rows]  # type: ignore[call-arg]


def waits_by_month(since: datetime) -> list[tuple[date, Wait]]:
    """The same for each month of decision, newest first."""
    rows = (
        _first_decisions(since)
        .annotate(month=TruncMonth("decided_at", output_field=DateField()))
        .values("month")
        .annotate(**_MEASURES)
        .order_by("-month")
        .values_list("month", *_MEASURES)
    )
    return [
        (month, Wait(of=f"{month:%Y-%m}", decided=decided, median=median, in_time=in_time))
        for month, decided, median, in_time in rows
    ]


def drafts_for(language: str) -> dict[str, str]:
    """Code -> the words to begin with in this language; codes without any are left out."""
    newest = (
        Draft.objects.filter(language=language, code__retired=False)
        .order_by("code_id", "-version")
        .distinct("code_id")
        .values_list("code__slug", "text")
    )
    return {slug: text for slug, text in newest if text}


def drafts() -> dict[tuple[str, str], Draft]:
    """(code, language) -> the draft that holds now."""
    newest = (
        Draft.objects.select_related("code", "written_by")
        .order_by("code_id", "language", "-version")
        .distinct("code_id", "language")
    )
    return {(draft.code.slug, draft.language): draft for draft in newest}


def versions(slug: str, language: str) -> QuerySet[Draft]:
    """All versions of one draft, newest first."""
    return (
        Draft.objects.filter(code__slug=slug, language=language)
        .select_related("written_by")
        .order_by("-version")
    )


def _first_decisions(since: datetime) -> QuerySet[Decision]:
    return Decision.objects.filter(decided_at__gte=since, on_appeal=False)


_WAIT = F("decided_at") - F("item__submitted_at")
_MEASURES = {
    "decided": Count("pk"),
    "median": Median(_WAIT),
    "in_time": Count("pk", filter=Q(decided_at__lte=F("item__submitted_at") + lifecycle.RED_AFTER)),
}
