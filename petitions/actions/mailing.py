"""Mail: judged, then sent, each row in a transaction of its own.

    due -> judged -> mailed -> bounced, when a report says so
              |  \\-> waits and is tried again; bounced; dropped, when something speaks against it
              \\-> held, silently, until an auditor releases it

A crash between the mail server's yes and our commit sends the same mail again, with the same
Message-ID and the same link; nothing else can repeat one.
"""

import hmac
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, F, Q, QuerySet

from accounts.actions.secret import secret
from accounts.rules import addresses, limits
from accounts.rules.limits import RATES, Asker, Rule, Seen
from petitions import queries
from petitions.models import Attempt, Bounce, Firing, Letter, Listed, Mailout
from petitions.rules.lifecycle import DebateTrack, ResponseTrack, State
from petitions.rules.mail import (
    ASKED_BY,
    CONFIRM_SIGNATURE,
    MOST_TRIES,
    UPDATES,
    Against,
    LetterKind,
    Outcome,
    Reader,
    against,
    is_overtaken,
    stops,
    wait_after,
)

Row = TypeVar("Row", Attempt, Letter)
# What a list names, and how: ("domain", "*.example").
Entry = tuple[str, str]
# One ticker judges at a time: whether the sixth is the sixth depends on the five before.
JUDGES = 0x5045_5449
# RFC 3463: no answer from a host, or a bad connection.
AWAY = "4.4.1"


class Sent(Enum):
    YES = "yes"
    NOT = "not"


class Undeliverable(Exception):
    """The mail host will never take this mail; ``status`` as RFC 3463 writes it."""

    def __init__(self, status: str = "5.0.0") -> None:
        super().__init__(status)
        self.status = status


class Deferred(Undeliverable):
    """The mail host does not take this mail now; others it may."""

    def __init__(self, status: str = "4.0.0") -> None:
        super().__init__(status)


class Unreachable(Exception):
    """The mail host takes nothing now."""


@dataclass(frozen=True)
class Lists:
    """The blocked and the allowed, read once for a whole tick, and which of them were met in it."""

    blocked: Mapping[Entry, int]
    allowed: Mapping[Entry, int]
    met: Counter[int] = field(default_factory=Counter)
    held: Counter[Rule] = field(default_factory=Counter)

    @classmethod
    def in_force(cls, at: datetime) -> "Lists":
        rows = list(
            Listed.objects.in_force(at).order_by("pk").values_list("pk", "what", "value", "later", "allowed")
        )

        def named(wanted: bool) -> dict[Entry, int]:
            return {
                (what, one): pk
                for pk, what, value, later, allowed in rows
                if allowed is wanted
                for one in (value, *later)
            }

        return cls(blocked=named(False), allowed=named(True))

    def seen(self, row: "Attempt | Letter", origins: Iterable[str]) -> Seen:
        """Which lists this row is on; only the first that decides is counted as met."""
        canonical = queries.canonical_of(row)
        keys = {
            Rule.BLOCKED_PREFIX: [(Listed.What.PREFIX.value, origin) for origin in origins],
            Rule.BLOCKED_DOMAIN: [
                (Listed.What.DOMAIN.value, name) for name in addresses.patterns_of(canonical)
            ],
            Rule.BLOCKED_ADDRESS: [(Listed.What.ADDRESS.value, address_hash(canonical))],
        }
        blocks = {
            rule: [self.blocked[key] for key in found if key in self.blocked] for rule, found in keys.items()
        }
        allows = [self.allowed[key] for found in keys.values() for key in found if key in self.allowed]
        self.met.update(next((found[:1] for found in [*blocks.values(), allows] if found), []))
        return Seen(
            prefix_blocked=bool(blocks[Rule.BLOCKED_PREFIX]),
            domain_blocked=bool(blocks[Rule.BLOCKED_DOMAIN]),
            address_blocked=bool(blocks[Rule.BLOCKED_ADDRESS]),
            allowed=bool(allows),
        )

    def keep(self, at: datetime) -> None:
        """Add what this tick met to the entries and to the day."""
        for pk, number in sorted(self.met.items()):
            Listed.objects.filter(pk=pk).update(fired=F("fired") + number, fired_at=at)
        for rule, number in sorted(self.held.items()):
            Firing.objects.update_or_create(
                day=at.astimezone(queries.site_clock()).date(),
                rule=rule.value,
                defaults={"count": F("count") + number},
                create_defaults={"count": number},
            )


def address_hash(canonical: str) -> str:
    """How a list names an address: a keyed hash, so that nobody reads or guesses addresses from a copy of it."""
    return hmac.new(secret(), f"petitions/listed/v2\0{canonical}".encode(), sha256).hexdigest()


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
    lists.keep(at)
    return len(attempts) + len(letters)


def _judge(row: Row, asker: Asker, origins: Iterable[str], lists: Lists, at: datetime) -> None:
    burst, sustained, sent = _rates(row, asker)
    seen = replace(lists.seen(row, origins), in_burst=burst, in_sustained=sustained, sent=sent)
    rule = limits.judge(seen, asker)
    if rule:
        lists.held[rule] += 1
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


def mail_due(
    *,
    at: datetime,
    post: Callable[[Attempt | Letter], None],
    most: int = 500,
    may_go_on: Callable[[], bool] = lambda: True,
) -> int:
    """Send what is judged and due, in no order that tells who came when; how many were dealt with.

    A host that takes nothing ends the tick: the next asks again, and only one mail has waited for it.
    """
    done, beyond = 0, None
    while done < most and may_go_on():
        row, found = _mail_one(at, post, beyond)
        if row is None:
            break
        done += 1
        if isinstance(row, Letter) and row.is_bulk:
            beyond = row.key
        if found is Outcome.AWAY:
            break
    return done


def set_aside(*, at: datetime) -> int:
    """Mail that is due by then is never sent: after an import or a restore, when it is old news."""
    aside = Mailout.objects.filter(done_at__isnull=True, begun_at__lte=at).update(done_at=at)
    for model in (Attempt, Letter):
        due = model._default_manager.filter(sent_at__isnull=True, due_at__lte=at, held_by="")
        aside += due.update(sent_at=at, judged_at=at)
    return aside


@transaction.atomic
def _mail_one(
    at: datetime, post: Callable[[Attempt | Letter], None], beyond: UUID | None
) -> tuple[Attempt | Letter | None, Outcome | Sent]:
    """Deal with one mail, locked from the choice to the commit, so that no other worker has it too."""
    row = _next(at, beyond)
    if row is None:
        return None, Sent.NOT
    if isinstance(row, Letter) and (why := _against(row)):
        row.dropped_at, row.dropped_for = at, why.value
        row.save(update_fields=["dropped_at", "dropped_for"])
        return row, Sent.NOT
    row.tries += 1
    found = _posted(row, at, post)
    row.save(update_fields=["tries", "bounced_at", "due_at", "sent_at", "answer"])
    return row, found


def _next(at: datetime, beyond: UUID | None) -> Attempt | Letter | None:
    """What somebody waits for; else, of many letters that say the same, the one after ``beyond``.

    From the start of their index the search would pass what is left of every letter sent since the last vacuum,
    all of them while a backup runs, and again for each mail; so within a tick it goes on where it was.
    """
    letters = Letter.objects.to_mail(at)
    many = letters.filter(is_bulk=True, **({"key__gt": beyond} if beyond else {}))
    return (
        _locked(Attempt.objects.to_mail(at).order_by("token_hash"))
        or _locked(letters.filter(is_bulk=False).order_by("key"))
        or _locked(many.order_by("key"))
    )


def _locked(due: QuerySet[Row]) -> Row | None:
    return due.select_for_update(skip_locked=True, of=("self",)).select_related("petition").first()


def _posted(row: Attempt | Letter, at: datetime, post: Callable[[Attempt | Letter], None]) -> Outcome | Sent:
    """Hand it to the host, and note on the row what the host said."""
    try:
        post(row)
    except Deferred as said:
        _wait(row, said.status, at)
        return Outcome.LATER
    except Undeliverable as said:
        row.bounced_at, row.answer = at, said.status
        note_bounce(row, said.status, Bounce.Source.HOST, at)
        return Outcome.NEVER
    except Unreachable:
        _wait(row, AWAY, at)
        return Outcome.AWAY
    row.sent_at = at
    return Sent.YES


def _wait(row: Attempt | Letter, status: str, at: datetime) -> None:
    row.answer, row.due_at = status, at + wait_after(row.tries)
    row.bounced_at = at if row.tries >= MOST_TRIES else None


def _against(letter: Letter) -> Against | None:
    """What speaks against it now; between its writing and its turn there may be hours."""
    kind, petition = LetterKind(letter.kind), letter.petition
    if letter.email == queries.SEALED and not queries.is_name_kept(petition):
        return Against.FORGOTTEN
    if kind not in UPDATES:
        return None
    signed = queries.signature_of(petition, letter.canonical) if letter.canonical else None
    # Who filed under a pseudonym is told as the filer, and is no signer.
    is_filer = letter.email == queries.SEALED
    reader = Reader(
        has_signed=is_filer or signed is not None,
        is_invalidated=bool(signed and signed.invalidation_id),
        wants_updates=is_filer or bool(signed and signed.updates),
        is_dead=stops(queries.bounces_of(address_hash(letter.canonical or ""))),
    )
    response, debate = ResponseTrack(petition.response_track), DebateTrack(petition.debate_track)
    return against(
        kind,
        reader,
        is_hidden=petition.state == State.HIDDEN,
        is_overtaken=is_overtaken(kind, State(petition.state), response, debate),
    )


def note_bounce(row: Attempt | Letter, status: str, source: Bounce.Source, at: datetime) -> Bounce:
    """Remember it of the address, as a keyed hash; told again of the same mail, the newest status stands."""
    kind = row.kind if isinstance(row, Letter) else CONFIRM_SIGNATURE
    bounce, _is_new = Bounce.objects.update_or_create(
        mail=row.key,
        defaults={"status": status, "bounced_at": at},
        create_defaults={
            "address": address_hash(row.canonical or ""), "kind": kind, "status": status, "source": source,
            "bounced_at": at,
        },
    )  # fmt: skip
    return bounce
