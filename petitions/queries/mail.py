"""Where the mail is: for operators and auditors, in numbers and keys, never with an address."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Min, Q, QuerySet, Value, When
from django.db.models.functions import TruncHour

from petitions.models import Attempt, Bounce, Letter, Mailout
from petitions.rules.mail import CONFIRM_SIGNATURE, LetterKind, MailState

MAIL_KINDS = (CONFIRM_SIGNATURE, *(kind.value for kind in LetterKind))
HOURS = 24
MOST_MAILS_SHOWN = 50


def bounces_of(address: str) -> list[str]:
    """The statuses of what came back from an address (its keyed hash) and was not lifted."""
    return list(
        Bounce.objects.filter(address=address, lifted_at__isnull=True).values_list("status", flat=True)
    )


def mails() -> tuple[QuerySet[Attempt], QuerySet[Letter]]:
    """Every mail that somebody is known for; what was forgotten owes nothing."""
    return Attempt.objects.exclude(email=""), Letter.objects.exclude(email="")


def kind_of(row: Attempt | Letter) -> str:
    return row.kind if isinstance(row, Letter) else CONFIRM_SIGNATURE


def with_state(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Each with its ``state``, as `rules.mail.state_of` says it."""
    dropped = [When(dropped_at__isnull=False, then=Value(MailState.DROPPED))] if rows.model is Letter else []
    return rows.annotate(
        state=Case(
            *dropped,
            When(bounced_at__isnull=False, answer__startswith="4", then=Value(MailState.FAILED)),
            When(bounced_at__isnull=False, then=Value(MailState.BOUNCED)),
            When(sent_at__isnull=False, then=Value(MailState.SENT)),
            When(~Q(held_by=""), then=Value(MailState.HELD)),
            When(due_at__lte=at, then=Value(MailState.DUE)),
            default=Value(MailState.WAITING),
            output_field=CharField(),
        )
    )


def in_states(rows: QuerySet[Any], states: Collection[MailState], at: datetime) -> QuerySet[Any]:
    """Those in these states that never went: what was sent and came back later is not sent again."""
    found = with_state(rows, at).filter(state__in=list(states), sent_at__isnull=True)
    return rows.model._default_manager.filter(pk__in=found.values("pk"))


def failed_of(kind: str, at: datetime) -> QuerySet[Any]:
    """Mails of a kind that were given up after too many tries."""
    attempts, letters = mails()
    rows: QuerySet[Any] = attempts if kind == CONFIRM_SIGNATURE else letters.filter(kind=kind)
    return in_states(rows, {MailState.FAILED}, at)


@dataclass(frozen=True, slots=True)
class KindRow:
    """How many mails of a kind are in each state; of those that ended, the last day's."""

    kind: str
    counts: dict[str, int] = field(default_factory=dict)


def queue(at: datetime) -> list[KindRow]:
    """By kind, in the order of a petition's life; kinds without mail are left out."""
    since = at - timedelta(hours=HOURS)
    counts: dict[str, dict[str, int]] = {kind: {} for kind in MAIL_KINDS}
    for rows in mails():
        kind: Any = F("kind") if rows.model is Letter else Value(CONFIRM_SIGNATURE, output_field=CharField())
        states = with_state(_stirring(rows, since), at).order_by().values_list("state")
        for state, name, number in states.annotate(of=kind, number=Count("pk")).values_list(
            "state", "of", "number"
        ):
            counts[name][state] = number
    return [KindRow(kind, found) for kind, found in counts.items() if found]


def _stirring(rows: QuerySet[Any], since: datetime) -> QuerySet[Any]:
    """What is not settled, and what was settled lately.

    One condition whose every part has its index among letters, and no `pk IN (...)`: past the memory of a hash,
    which is 8 MB, such a list is read anew for each row.
    """
    ended = ["sent_at", "bounced_at"] + (["dropped_at"] if rows.model is Letter else [])
    open_ones = Q(**{f"{name}__isnull": True for name in ended})
    chosen = (open_ones & Q(held_by="")) | (open_ones & ~Q(held_by=""))
    chosen |= Q(bounced_at__isnull=False, sent_at__isnull=True)
    for name in ended:
        chosen |= Q(**{f"{name}__gt": since})
    return rows.filter(chosen)


@dataclass(frozen=True, slots=True)
class HourRow:
    hour: datetime
    mailed: int
    ended: int


def by_hour(at: datetime) -> list[HourRow]:
    """Of the last day each hour that moved: mails handed over, and mails that failed or bounced; newest first."""
    since = at - timedelta(hours=HOURS)
    mailed, ended = _hourly("sent_at", since), _hourly("bounced_at", since)
    return [
        HourRow(hour, mailed.get(hour, 0), ended.get(hour, 0))
        for hour in sorted({*mailed, *ended}, reverse=True)
    ]


def _hourly(column: str, since: datetime) -> dict[datetime, int]:
    found: dict[datetime, int] = {}
    for rows in mails():
        of_hour = rows.filter(**{f"{column}__gt": since}).order_by().annotate(hour=TruncHour(column))
        for hour, number in of_hour.values_list("hour").annotate(number=Count("pk")):
            found[hour] = found.get(hour, 0) + number
    return found


def oldest_waiting() -> datetime | None:
    """When the mail was asked for that waits longest; None when all went."""
    asked = [
        rows.filter(
            sent_at__isnull=True, bounced_at__isnull=True, held_by="", **_not_dropped(rows)
        ).aggregate(first=Min("asked_at"))["first"]
        for rows in mails()
    ]
    return min(filter(None, asked), default=None)


def _not_dropped(rows: QuerySet[Any]) -> dict[str, bool]:
    return {"dropped_at__isnull": True} if rows.model is Letter else {}


@dataclass(frozen=True, slots=True)
class TroubledMail:
    """One mail that did not go through, by its key; to whom it goes is not told."""

    key: UUID
    kind: str
    petition: str
    state: str
    tries: int
    answer: str
    asked_at: datetime
    due_at: datetime
    may_retry: bool
    # Why it was not sent after all, where it was dropped.
    why: str


def troubled(at: datetime, *, state: MailState = MailState.FAILED, kind: str = "") -> list[TroubledMail]:
    """The oldest mails in a state of trouble, of one kind or of all."""
    found: list[TroubledMail] = []
    for rows in mails():
        if kind and (kind == CONFIRM_SIGNATURE) != (rows.model is Attempt):
            continue
        of_kind = rows.filter(kind=kind) if kind and rows.model is Letter else rows
        shown = (
            with_state(of_kind, at).filter(state=state).select_related("petition").order_by("asked_at", "pk")
        )
        found += [_troubled(row) for row in shown[:MOST_MAILS_SHOWN]]
    return sorted(found, key=lambda row: (row.asked_at, row.key))[:MOST_MAILS_SHOWN]


def _troubled(row: Any) -> TroubledMail:
    may_retry = row.state in {MailState.FAILED, MailState.BOUNCED} and row.sent_at is None
    return TroubledMail(
        key=row.key,
        kind=kind_of(row),
        petition=row.petition.slug,
        state=row.state,
        tries=row.tries,
        answer=row.answer,
        asked_at=row.asked_at,
        due_at=row.due_at,
        may_retry=may_retry,
        why=row.dropped_for if isinstance(row, Letter) else "",
    )


def mailouts() -> QuerySet[Mailout]:
    """Events that signers are told of, the newest first."""
    return Mailout.objects.select_related("petition").order_by("-begun_at", "-pk")
