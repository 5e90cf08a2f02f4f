"""Mail: judged, then sent, each row in a transaction of its own.

    due -> judged -> mailed
              \\-> held, silently, until an auditor releases it

A crash between the mail server's yes and our commit sends the same mail again, with the same
Message-ID and the same link; nothing else can repeat one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Count, Q

from accounts.rules import addresses, limits
from accounts.rules.limits import RATES, Asker, Seen
from petitions.models import Attempt, Letter, Listed
from petitions.rules.mail import ASKED_BY, MOST_TRIES, LetterKind, wait_after

Row = TypeVar("Row", Attempt, Letter)
# One ticker judges at a time: whether the sixth is the sixth depends on the five before.
JUDGES = 0x5045_5449


class Undeliverable(Exception):
    """The mail server will never take this mail."""


class Unreachable(Exception):
    """The mail server could not be reached now."""


@dataclass(frozen=True)
class Lists:
    """The blocked and the allowed, read once for a whole tick."""

    blocked: frozenset[tuple[str, str]]
    allowed: frozenset[tuple[str, str]]

    @classmethod
    def in_force(cls, at: datetime) -> "Lists":
        rows = list(Listed.objects.in_force(at).values_list("what", "value", "allowed"))
        return cls(
            blocked=frozenset((what, value) for what, value, allowed in rows if not allowed),
            allowed=frozenset((what, value) for what, value, allowed in rows if allowed),
        )


def address_hash(canonical: str) -> str:
    """How a list names an address: nobody reads addresses from it."""
    return sha256(f"petitions/listed/v1\0{canonical}".encode()).hexdigest()


@transaction.atomic
def judge_due(*, at: datetime, most: int = 1_000) -> int:
    """Judge everything due, oldest first; how many were judged. Another ticker at it: none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [JUDGES])
        if not cursor.fetchone()[0]:
            return 0
    lists = Lists.in_force(at)
    attempts = list(Attempt.objects.unjudged(at).order_by("id")[:most])
    for attempt in attempts:
        _judge(attempt, Asker.SIGNER, attempt.origins, lists, at)
    letters = list(Letter.objects.unjudged(at).order_by("id")[:most])
    for letter in letters:
        _judge(letter, ASKED_BY[LetterKind(letter.kind)], [letter.origin], lists, at)
    return len(attempts) + len(letters)


def _judge(row: Row, asker: Asker, origins: Iterable[str], lists: Lists, at: datetime) -> None:
    keys = {("prefix", origin) for origin in origins}
    domain = ("domain", addresses.domain_of(row.canonical or ""))
    address = ("address", address_hash(row.canonical or ""))
    burst, sustained, sent = _rates(row, asker)
    rule = limits.judge(
        Seen(
            prefix_blocked=bool(keys & lists.blocked),
            domain_blocked=domain in lists.blocked,
            address_blocked=address in lists.blocked,
            allowed=bool((keys | {domain, address}) & lists.allowed),
            in_burst=burst,
            in_sustained=sustained,
            sent=sent,
        ),
        asker,
    )
    row.judged_at, row.held_by = at, rule.value if rule else ""
    row.save(update_fields=["judged_at", "held_by"])


def _rates(row: Row, asker: Asker) -> tuple[int, int, int]:
    """How many of its kind were let through before it: in the short window, the long one, to the address."""
    rows = type(row)._default_manager.filter(held_by="", judged_at__isnull=False).exclude(pk=row.pk)
    if isinstance(row, Letter):
        rows = rows.filter(kind__in=[k.value for k, who in ASKED_BY.items() if who is asker])
    sent = 0
    if isinstance(row, Attempt):
        sent = rows.filter(
            petition=row.petition_id, canonical=row.canonical, expires_at__gt=row.asked_at
        ).count()
    if not row.origin:
        return 0, 0, sent
    rate = RATES[asker]
    since = row.asked_at - timedelta(seconds=rate.sustained_seconds)
    lately = row.asked_at - timedelta(seconds=rate.burst_seconds)
    counts = rows.filter(origin=row.origin, asked_at__gt=since, asked_at__lte=row.asked_at).aggregate(
        burst=Count("pk", filter=Q(asked_at__gt=lately)), sustained=Count("pk")
    )
    return counts["burst"], counts["sustained"], sent


def mail_due(*, at: datetime, post: Callable[[Attempt | Letter], None], most: int = 500) -> int:
    """Send what is judged and due, in no order that tells who came when; how many went."""
    sent = 0
    while sent < most and (_mail_one(Attempt, "token_hash", at, post) or _mail_one(Letter, "key", at, post)):
        sent += 1
    return sent


def set_aside(*, at: datetime) -> int:
    """Mail that is due by then is never sent: after an import or a restore, when it is old news."""
    aside = 0
    for model in (Attempt, Letter):
        due = model._default_manager.filter(sent_at__isnull=True, due_at__lte=at, held_by="")
        aside += due.update(sent_at=at, judged_at=at)
    return aside


@transaction.atomic
def _mail_one(model: type[Row], shuffle: str, at: datetime, post: Callable[[Attempt | Letter], None]) -> bool:
    due = model._default_manager.to_mail(at).filter(bounced_at__isnull=True)  # type: ignore[attr-defined]
    row: Row | None = (
        due.select_for_update(skip_locked=True, of=("self",))
        .select_related("petition")
        .order_by(shuffle)
        .first()
    )
    if row is None:
        return False
    row.tries += 1
    try:
        post(row)
    except Undeliverable:
        row.bounced_at = at
    except Unreachable:
        row.due_at = at + wait_after(row.tries)
        row.bounced_at = at if row.tries >= MOST_TRIES else None
    else:
        row.sent_at = at
    row.save(update_fields=["tries", "bounced_at", "due_at", "sent_at"])
    return True
